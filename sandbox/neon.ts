// Neon's SQL over HTTP in front of a Postgres: what the real driver sends is run for real, one trip a request.

import pg from 'pg';
import { z } from 'zod';

import { failure, Refused } from '#sandbox/neon/failure.ts';
import { openSession, type Result, type Session } from '#sandbox/neon/session.ts';

import type { StandIn } from './stand-in.ts';

/** `down`: the endpoint cannot be reached. `lose-answer`: the work is done and committed, its answer never arrives. */
type Verdict = 'pass' | 'down' | 'lose-answer';

export interface Neon extends StandIn {
  /** How many requests were sent here since the start or the last `resetLog`. */
  readonly trips: number;
  /** Every request in order, with the text of its statements. */
  readonly log: readonly { readonly statements: readonly string[]; readonly at: number }[];
  resetLog(): void;
  /** Asked about each request before it runs. */
  intercept: undefined | ((statements: readonly string[]) => Verdict | Promise<Verdict>);
  /** Lets go of every connection. */
  close(): Promise<void>;
}

export interface NeonOptions {
  readonly postgres: { readonly host: string; readonly port: number };
  /** Defaults to the host the driver derives from `db.plumbline.test`. */
  readonly host?: string;
  /** Stamps the log. */
  readonly now?: () => number;
}

// The proxy's limits, in its source.
const requestBytesMax = 10 * 1024 * 1024;
const responseBytesMax = 10 * 1024 * 1024;

const Statement = z.object({
  query: z.string(),
  params: z.array(z.unknown()).default([]),
  arrayMode: z.boolean().optional(),
});
const Body = z.union([z.object({ queries: z.array(Statement) }), Statement]);
type Statement = z.infer<typeof Statement>;
type Body = z.infer<typeof Body>;

/** Opens the endpoint. User, password and database come from each request's connection string, the server from here. */
export function openNeon({ postgres, host = 'api.plumbline.test', now = Date.now }: NeonOptions): Neon {
  const pools = new Map<string, pg.Pool>();
  let log: { statements: readonly string[]; at: number }[] = [];
  // A long life sends the same few texts again and again; the log holds each once.
  const texts = new Map<string, string>();

  function pool(connectionString: string): pg.Pool {
    const open = pools.get(connectionString) ?? connect(connectionString, postgres);
    pools.set(connectionString, open);
    return open;
  }

  const neon: Neon = {
    hosts: [host],
    intercept: undefined,
    get trips() {
      return log.length;
    },
    get log() {
      return log;
    },
    resetLog() {
      log = [];
    },
    async fetch(request) {
      const asked = await read(request).catch((error: unknown) => failure(error));
      if (asked instanceof Response) return asked;
      const { body, connectionString } = asked;

      const statements = ('queries' in body ? body.queries : [body]).map(({ query }) => {
        const known = texts.get(query) ?? query;
        texts.set(known, known);
        return known;
      });
      log.push({ statements, at: now() });
      const verdict = (await neon.intercept?.(statements)) ?? 'pass';
      if (verdict === 'down') throw new TypeError('fetch failed', { cause: new Error(`${host} is down`) });
      const response = await answer(request, body, pool(connectionString));
      if (verdict === 'lose-answer')
        throw new TypeError('fetch failed', { cause: new Error(`${host} hung up`) });
      return response;
    },
    async close() {
      await Promise.all([...pools.values()].map((open) => open.end()));
      pools.clear();
    },
  };
  return neon;
}

/** What the request asks for; refusals are what the proxy answers before it looks for a server. */
async function read(request: Request): Promise<{ body: Body; connectionString: string }> {
  if (new URL(request.url).pathname !== '/sql' || request.method !== 'POST')
    throw new Refused(404, 'only POST /sql is served');
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > requestBytesMax)
    throw new Refused(413, `request is too large (max is ${requestBytesMax} bytes)`);
  const body = Body.safeParse(parse(bytes));
  if (!body.success) throw new Refused(400, `invalid request body: ${z.prettifyError(body.error)}`);
  const connectionString = request.headers.get('neon-connection-string');
  if (connectionString === null) throw new Refused(400, 'missing header: Neon-Connection-String');
  if (request.headers.get('neon-raw-text-output') !== 'true')
    throw new Refused(400, 'the sandbox serves raw text output only');
  return { body: body.data, connectionString };
}

function connect(connectionString: string, { host, port }: NeonOptions['postgres']): pg.Pool {
  const { username, password, pathname } = new URL(connectionString);
  const pool = new pg.Pool({
    host,
    port,
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    max: 20,
    // The statements of a batch travel together, as they do from the proxy's side of the wire.
    pipeline: true,
    connectionTimeoutMillis: 15_000,
    allowExitOnIdle: true,
  });
  // An idle connection that breaks is replaced at the next request, which is where it shows.
  pool.on('error', () => undefined);
  return pool;
}

async function answer(request: Request, body: Body, pool: pg.Pool): Promise<Response> {
  const arrayMode = request.headers.get('neon-array-mode') === 'true';
  let session: Session | undefined;
  try {
    session = await openSession(pool, { signal: request.signal, arrayMode, bytesMax: responseBytesMax });
    const result =
      'queries' in body ? await batch(session, body.queries, request.headers) : await session.run(body);
    session.close();
    return Response.json(result);
  } catch (error) {
    session?.close(error);
    return failure(error, session === undefined);
  }
}

/** All statements in one transaction on one connection; the first that fails undoes those before it. */
async function batch(
  session: Session,
  statements: readonly Statement[],
  headers: Headers,
): Promise<{ results: Result[] }> {
  const modes = transactionModes(headers);
  // Nobody waits between statements: after one that fails the server refuses the rest, and the first failure is told.
  const ran = await Promise.allSettled([
    session.command(`begin ${modes}`),
    ...statements.map(async (statement) => session.run(statement)),
  ]);
  const failed = ran.find((one) => one.status === 'rejected');
  if (failed !== undefined) {
    await session.command('rollback').catch(() => undefined);
    throw failed.reason;
  }
  await session.command('commit');
  const [, ...results] = ran.map((one) => (one.status === 'fulfilled' ? one.value : undefined));
  return { results: results.filter((one) => one !== undefined) };
}

function transactionModes(headers: Headers): string {
  const modes: string[] = [];
  const level = headers.get('neon-batch-isolation-level');
  if (level !== null) modes.push(`isolation level ${isolationLevel(level)}`);
  if (headers.get('neon-batch-read-only') === 'true') modes.push('read only');
  if (headers.get('neon-batch-deferrable') === 'true') modes.push('deferrable');
  return modes.join(', ');
}

function isolationLevel(name: string): string {
  switch (name) {
    case 'ReadUncommitted':
      return 'read uncommitted';
    case 'ReadCommitted':
      return 'read committed';
    case 'RepeatableRead':
      return 'repeatable read';
    case 'Serializable':
      return 'serializable';
    default:
      throw new Refused(400, `invalid isolation level: ${name}`);
  }
}

function parse(bytes: ArrayBuffer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
