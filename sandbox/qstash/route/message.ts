/** `/v2/messages`: what still waits, for QStash forgets a message when it has come to its end. */
import type { Hono } from 'hono';

import { type Facts, matching, messageMissing } from '#sandbox/qstash/answer.ts';
import { type Message, messageJson } from '#sandbox/qstash/message.ts';
import type { Office } from '#sandbox/qstash/office.ts';

const facts: Facts<Message> = {
  messageIds: ({ messageId }) => [messageId],
  scheduleId: ({ scheduleId }) => [scheduleId],
  flowControlKey: ({ flowControl }) => [flowControl?.key],
  url: ({ url }) => [url],
  label: ({ labels }) => labels,
};

export function serveMessages(app: Hono, office: Office): void {
  const waiting = () => office.messages.filter(({ state }) => state === 'waiting');

  app.get('/v2/messages/:id', (c) => {
    const message = waiting().find(({ messageId }) => messageId === c.req.param('id'));
    return message === undefined ? c.json(messageMissing, 404) : c.json(messageJson(message));
  });
  app.delete('/v2/messages/:id', (c) => {
    const message = waiting().find(({ messageId }) => messageId === c.req.param('id'));
    if (message === undefined) return c.json(messageMissing, 404);
    office.cancel(message);
    return c.json({ cancelled: 1 });
  });
  // The client's documentation: the count is ignored, and all are canceled in one call.
  app.delete('/v2/messages', (c) => {
    const { searchParams } = new URL(c.req.url);
    const chosen = matching(waiting(), searchParams, { facts, noun: 'messages' });
    return c.json({ cancelled: chosen.filter((message) => office.cancel(message)).length });
  });
}
