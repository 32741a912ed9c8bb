/** What a test sees of the Worker's world from outside: the rows of the database and the calls that QStash would make. */
import { createHash, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { hosts, secrets } from '#sandbox/secret.ts';
import type { World } from '#sandbox/world.ts';

/** A delivery as the inbox has it. */
export type KeptDelivery = {
  readonly topic: string;
  readonly lane: string;
  readonly state: string;
  readonly reason: string | null;
  readonly sealed: boolean;
};

/** The rows that a webhook id has in the inbox, whatever the shop; at most one if all is well. */
export async function inboxOf(world: World, webhookId: string): Promise<KeptDelivery[]> {
  return world.ask<KeptDelivery>(
    `select topic, lane, state, reason, sealed is not null as sealed from inbox
     where source = 'shopify' and dedupe_key = $1`,
    [webhookId],
  );
}

/** The webhook id of the last request that any store sent. */
export function lastWebhookId(world: World): string {
  const last = world.sent.at(-1);
  if (last?.webhookId == null) throw new Error('the last request had no webhook id');
  return last.webhookId;
}

export const tables = [
  'shop',
  'connection',
  'workflow',
  'lane',
  'inbox',
  'fact',
  'journal_entry',
  'journal_line',
  'proof',
  'posting',
  'posting_attempt',
  'decision',
  'backfill',
  'projection',
  'balance_day',
  'open_balance',
  'policy',
  'mapping',
  'sweep',
  'completeness',
  'break',
  'breaker',
  'open_item',
  'claim',
  'routing_book',
  'shadow',
] as const;
export type Table = (typeof tables)[number];

/** A digest of everything each table holds, so that a test can say that nothing else changed. */
export async function contents(world: World): Promise<ReadonlyMap<Table, string>> {
  const digest = (table: Table) =>
    `select '${table}' as name, count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as digest from ${table} t`;
  const rows = await world.ask<{ name: Table; digest: string }>(tables.map(digest).join(' union all '));
  return new Map(rows.map(({ name, digest: found }) => [name, found]));
}

/** The tables whose rows are not what they were. */
export function changed(before: ReadonlyMap<Table, string>, after: ReadonlyMap<Table, string>): Table[] {
  return tables.filter((table) => before.get(table) !== after.get(table));
}

/** How many rows a condition finds. */
export async function count(world: World, table: Table, where = 'true'): Promise<number> {
  const [row] = await world.ask<{ rows: number }>(
    `select count(*)::int as rows from ${table} where ${where}`,
  );
  return row?.rows ?? 0;
}

export type TaskCall = {
  /** The text to send. */
  readonly body: string;
  /** Signs this text but sends the other one. */
  readonly signedBody?: string;
  /** Signs for this task but calls the other one. */
  readonly signedTask?: string;
  readonly key?: string;
  readonly signedAt?: number;
};

/** A call of a task as QStash signs it, by the clock of the world unless it says otherwise. */
export async function taskRequest(world: World, task: string, call: TaskCall): Promise<Request> {
  const { body, signedBody = body, signedTask = task, signedAt = world.clock.now() } = call;
  const digest = `${createHash('sha256').update(signedBody).digest('base64url')}=`;
  const seconds = Math.floor(signedAt / 1000);
  const signature = await new SignJWT({ body: digest })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer('Upstash')
    .setSubject(`${hosts.app}/task/${signedTask}`)
    .setIssuedAt(seconds)
    .setNotBefore(seconds)
    .setExpirationTime(seconds + 300)
    .setJti(randomUUID())
    .sign(new TextEncoder().encode(call.key ?? secrets.qstashSigningKeys.current));
  return new Request(`${hosts.app}/task/${task}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'upstash-signature': signature },
    body,
  });
}

/** Sends a request to the Worker and waits until all of its work has ended. */
export async function send(world: World, request: Request): Promise<Response> {
  const { response, settled } = await world.worker.fetch(request);
  await settled;
  return response;
}

/** Calls a task as QStash would. */
export async function callTask(
  world: World,
  task: string,
  body: Readonly<Record<string, string>>,
): Promise<Response> {
  return send(world, await taskRequest(world, task, { body: JSON.stringify(body) }));
}
