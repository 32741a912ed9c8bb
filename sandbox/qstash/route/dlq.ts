/** `/v2/dlq`: the dead letters, which are looked at, thrown away, or published anew. */
import type { Hono } from 'hono';

import { type Facts, matching, messageMissing } from '#sandbox/qstash/answer.ts';
import { bodyJson, headerJson, messageJson } from '#sandbox/qstash/message.ts';
import type { Dead, Office } from '#sandbox/qstash/office.ts';

const facts: Facts<Dead> = {
  dlqIds: ({ dlqId }) => [dlqId],
  messageId: ({ message }) => [message.messageId],
  scheduleId: ({ message }) => [message.scheduleId],
  flowControlKey: ({ message }) => [message.flowControl?.key],
  url: ({ message }) => [message.url],
  label: ({ message }) => message.labels,
  responseStatus: ({ attempt }) => [String(attempt.status)],
};

export function serveDlq(app: Hono, office: Office): void {
  const find = (id: string) => office.dlq.find(({ dlqId }) => dlqId === id);
  const bury = (dead: Dead) => void office.dlq.splice(office.dlq.indexOf(dead), 1);

  app.get('/v2/dlq', (c) => {
    const { chosen, cursor } = select(office.dlq, c.req.url);
    return c.json({ messages: chosen.map(deadJson), cursor });
  });
  app.get('/v2/dlq/:id', (c) => {
    const dead = find(c.req.param('id'));
    return dead === undefined ? c.json(messageMissing, 404) : c.json(deadJson(dead));
  });
  app.delete('/v2/dlq/:id', (c) => {
    const dead = find(c.req.param('id'));
    if (dead === undefined) return c.json(messageMissing, 404);
    bury(dead);
    return c.body(null, 200);
  });
  app.delete('/v2/dlq', (c) => {
    const { chosen, isMore } = select(office.dlq, c.req.url);
    for (const dead of chosen) bury(dead);
    return c.json({ deleted: chosen.length, cursor: isMore ? '0' : undefined });
  });
  app.post('/v2/dlq/retry/:id', (c) => {
    const dead = find(c.req.param('id'));
    if (dead === undefined) return c.json(messageMissing, 404);
    return c.json({ responses: [{ messageId: office.revive(dead).messageId }] });
  });
  app.post('/v2/dlq/retry', (c) => {
    const { chosen, isMore } = select(office.dlq, c.req.url);
    const responses = chosen.map((dead) => ({ messageId: office.revive(dead).messageId }));
    return c.json({ responses, cursor: isMore ? '0' : undefined });
  });
}

/** A page of the dead letters that the query names; the cursor is how many came before. */
function select(
  dlq: readonly Dead[],
  url: string,
): { chosen: Dead[]; cursor: string | undefined; isMore: boolean } {
  const query = new URL(url).searchParams;
  const start = Number(query.get('cursor') ?? 0);
  const end = start + Number(query.get('count') ?? 100);
  const found = matching(dlq, query, { facts, noun: 'the DLQ' });
  const isMore = found.length > end;
  return { chosen: found.slice(start, end), cursor: isMore ? String(end) : undefined, isMore };
}

function deadJson({ dlqId, message, attempt }: Dead): Record<string, unknown> {
  const heard = 'headers' in attempt;
  const said = heard ? bodyJson(attempt.body) : { body: attempt.error };
  return {
    ...messageJson(message),
    dlqId,
    responseStatus: attempt.status,
    responseHeader: heard ? headerJson(attempt.headers) : {},
    ...('body' in said ? { responseBody: said.body } : { responseBodyBase64: said.bodyBase64 }),
  };
}
