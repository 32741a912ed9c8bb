// A QStash for one world: the real Client publishes to it, the real Receiver believes what it delivers.

import { Hono } from 'hono';
import { bearerAuth } from 'hono/bearer-auth';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';

import type { Clock } from '#sandbox/clock.ts';
import type { StandIn } from '#sandbox/stand-in.ts';

import { type Asked, bodyJson, headerJson, type Message, messageJson, readOrder } from './message.ts';
import { type Dead, type Journey, Office } from './office.ts';
import { Invalid, Unsupported } from './refusal.ts';
import { openTimetable, type Schedule, scheduleJson, type Timetable } from './timetable.ts';

export interface Qstash extends StandIn {
  /** Every message ever published, in order, with its attempts. */
  readonly messages: readonly Message[];
  readonly dlq: readonly Dead[];
  readonly schedules: readonly Schedule[];
  /** What was asked for that this stand-in answers with 501; a product that works leaves it empty. */
  readonly unsupported: readonly string[];
  /** Lets a test double, delay or lose deliveries. */
  journey: Journey;
}

export interface QstashOptions {
  readonly clock: Clock;
  readonly token: string;
  readonly signingKeys: { readonly current: string; readonly next: string };
  /** Carries a delivery to its destination; what it throws is a network failure, and retried. */
  readonly deliver: (request: Request) => Promise<Response>;
  /** Upstash documents both ten minutes, the default here, and ninety days. */
  readonly dedupeWindowMs?: number;
}

/** Opens a QStash whose time is the clock's; its schedules are background appointments. */
export function openQstash({
  clock,
  token,
  signingKeys,
  deliver,
  dedupeWindowMs = 600_000,
}: QstashOptions): Qstash {
  const born = clock.now().toString(36);
  let ids = 0;
  const newId = (prefix: string) => `${prefix}_${born}${(ids += 1).toString().padStart(6, '0')}`;
  const courier = {
    signingKey: signingKeys.current,
    now: () => clock.now(),
    jti: () => newId('jwt'),
    deliver,
  };
  const office = new Office({ clock, courier, dedupeWindowMs, newId });
  const timetable = openTimetable(clock, (order, scheduleId) => void office.publish(order, scheduleId));
  const unsupported: string[] = [];

  const app = new Hono();
  const unauthorized = { message: refusal('unauthorized') };
  app.use(bearerAuth({ token, noAuthenticationHeader: unauthorized, invalidToken: unauthorized }));
  servePublishing(app, office);
  serveMessages(app, office);
  serveDlq(app, office);
  serveSchedules(app, timetable, newId);
  app.notFound((c) => {
    unsupported.push(`${c.req.method} ${c.req.path}`);
    return c.json(refusal(`the sandbox does not serve ${c.req.method} ${c.req.path}`), 501);
  });
  app.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse();
    if (error instanceof Invalid || error instanceof z.ZodError) return c.json(refusal(error.message), 400);
    if (!(error instanceof Unsupported)) throw error;
    unsupported.push(error.message);
    return c.json(refusal(error.message), 501);
  });

  return {
    hosts: ['qstash.upstash.io'],
    fetch: async (request) => await app.fetch(request),
    messages: office.messages,
    dlq: office.dlq,
    unsupported,
    get schedules() {
      return timetable.list();
    },
    get journey() {
      return office.journey;
    },
    set journey(journey) {
      office.journey = journey;
    },
  };
}

function refusal(error: string): { error: string } {
  return { error };
}

/** The rest of the path is the destination, and the query is the destination's. */
async function asked(request: Request, before: string): Promise<Asked> {
  const { pathname, search } = new URL(request.url);
  const body = new Uint8Array(await request.arrayBuffer());
  return { url: pathname.slice(before.length) + search, headers: request.headers, body };
}

function published(office: Office, request: Asked) {
  const { message, isDuplicate } = office.publish(readOrder(request));
  return { messageId: message.messageId, url: message.url, ...(isDuplicate && { deduplicated: true }) };
}

const Batch = z.array(
  z.object({
    destination: z.string(),
    headers: z.record(z.string(), z.string()).default({}),
    body: z.string().default(''),
    queue: z.string().optional(),
  }),
);

function servePublishing(app: Hono, office: Office): void {
  app.post('/v2/publish/*', async (c) => {
    const answer = published(office, await asked(c.req.raw, '/v2/publish/'));
    return c.json(answer, 'deduplicated' in answer ? 202 : 201);
  });
  app.post('/v2/batch', async (c) => {
    const batch = Batch.parse(await c.req.json());
    if (batch.some(({ queue }) => queue !== undefined)) throw new Unsupported('queues are not served here');
    const items = batch.map(({ destination, headers, body }) => {
      return { url: destination, headers: new Headers(headers), body: new TextEncoder().encode(body) };
    });
    return c.json(items.map((item) => published(office, item)));
  });
}

function serveMessages(app: Hono, office: Office): void {
  // QStash forgets a message when it has come to its end.
  const waiting = () => office.messages.filter(({ state }) => state === 'waiting');

  app.get('/v2/messages/:id', (c) => {
    const message = waiting().find(({ messageId }) => messageId === c.req.param('id'));
    return message === undefined ? c.json(refusal('message not found'), 404) : c.json(messageJson(message));
  });
  app.delete('/v2/messages/:id', (c) => {
    const message = waiting().find(({ messageId }) => messageId === c.req.param('id'));
    if (message === undefined) return c.json(refusal('message not found'), 404);
    office.cancel(message);
    return c.json({ cancelled: 1 });
  });
  app.delete('/v2/messages', (c) => {
    const ids = c.req.queries('messageIds');
    const other = Object.keys(c.req.queries()).filter((name) => name !== 'messageIds' && name !== 'count');
    if (other.length > 0) throw new Unsupported(`messages cannot be filtered by ${other.join(', ')} here`);
    const chosen = waiting().filter(({ messageId }) => ids === undefined || ids.includes(messageId));
    return c.json({ cancelled: chosen.filter((message) => office.cancel(message)).length });
  });
}

function serveDlq(app: Hono, office: Office): void {
  app.get('/v2/dlq', (c) => {
    const { chosen, cursor } = select(office.dlq, new URL(c.req.url).searchParams);
    return c.json({ messages: chosen.map(deadJson), cursor });
  });
  app.delete('/v2/dlq/:id', (c) => {
    const index = office.dlq.findIndex(({ dlqId }) => dlqId === c.req.param('id'));
    if (index < 0) return c.json(refusal('message not found'), 404);
    office.dlq.splice(index, 1);
    return c.body(null, 200);
  });
  app.delete('/v2/dlq', (c) => {
    const { chosen, isMore } = select(office.dlq, new URL(c.req.url).searchParams);
    for (const dead of chosen) office.dlq.splice(office.dlq.indexOf(dead), 1);
    return c.json({ deleted: chosen.length, cursor: isMore ? '0' : undefined });
  });
  app.post('/v2/dlq/retry', (c) => {
    const { chosen, isMore } = select(office.dlq, new URL(c.req.url).searchParams);
    const responses = chosen.map((dead) => ({ messageId: office.revive(dead).messageId }));
    return c.json({ responses, cursor: isMore ? '0' : undefined });
  });
}

/** What dead letters can be chosen by; naming a fact several times means any of the values. */
const facts = new Map<string, (dead: Dead) => string | undefined>([
  ['dlqIds', ({ dlqId }) => dlqId],
  ['messageId', ({ message }) => message.messageId],
  ['scheduleId', ({ message }) => message.scheduleId],
  ['url', ({ message }) => message.url],
  ['label', ({ message }) => message.label],
]);

/** A page of the dead letters that the query names; the cursor is how many came before. */
function select(
  dlq: readonly Dead[],
  query: URLSearchParams,
): { chosen: Dead[]; cursor: string | undefined; isMore: boolean } {
  const start = Number(query.get('cursor') ?? 0);
  const end = start + Number(query.get('count') ?? 100);
  const filters = [...new Set(query.keys())]
    .filter((name) => name !== 'cursor' && name !== 'count')
    .map((name) => {
      const fact = facts.get(name);
      if (fact === undefined) throw new Unsupported(`the DLQ cannot be filtered by ${name} here`);
      return (dead: Dead) => query.getAll(name).includes(fact(dead) ?? '');
    });
  const matching = dlq.filter((dead) => filters.every((filter) => filter(dead)));
  const isMore = matching.length > end;
  return { chosen: matching.slice(start, end), cursor: isMore ? String(end) : undefined, isMore };
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

function serveSchedules(app: Hono, timetable: Timetable, newId: (prefix: string) => string): void {
  const missing = refusal('schedule not found');

  app.get('/v2/schedules', (c) => c.json(timetable.list().map(scheduleJson)));
  app.get('/v2/schedules/:id', (c) => {
    const schedule = timetable.find(c.req.param('id'));
    return schedule === undefined ? c.json(missing, 404) : c.json(scheduleJson(schedule));
  });
  app.delete('/v2/schedules/:id', (c) =>
    timetable.remove(c.req.param('id')) ? c.body(null, 200) : c.json(missing, 404),
  );
  // The client sends PATCH; the API description says POST.
  app.on(['PATCH', 'POST'], '/v2/schedules/:id/:act{pause|resume}', (c) => {
    const found = timetable.pause(c.req.param('id'), c.req.param('act') === 'pause');
    return found ? c.body(null, 200) : c.json(missing, 404);
  });
  app.post('/v2/schedules/*', async (c) => {
    const { headers } = c.req.raw;
    const cron = headers.get('upstash-cron');
    if (cron === null) throw new Invalid('a schedule needs the header Upstash-Cron');
    const order = readOrder(await asked(c.req.raw, '/v2/schedules/'));
    const scheduleId = headers.get('upstash-schedule-id') ?? newId('scd');
    if (!/^[\w.-]+$/.test(scheduleId)) throw new Invalid(`invalid schedule id "${scheduleId}"`);
    timetable.add({ scheduleId, cron, order });
    return c.json({ scheduleId }, 201);
  });
}
