/** The QStash-signed endpoints: verify, parse, call, answer. */
import { z } from 'zod';
import { StoreDown } from '#src/client/database.ts';
import type { Lane } from '#domain/lane.ts';
import { backfill } from './backfill.ts';
import type { Deps } from './deps.ts';
import { look } from './look.ts';
import { post } from './post.ts';
import { read } from './read.ts';
import { sweep } from './sweep.ts';
import { tick, workShop } from './tick.ts';

const shopId = z.string().regex(/^\d+$/);
const laneText = z.templateLiteral([z.string(), '/', z.string()]);

type Task = (deps: Deps, body: unknown) => Promise<void>;

const tasks: Readonly<Record<string, Task>> = {
  tick: async (deps) => tick(deps),
  shop: async (deps, body) => workShop(deps, z.object({ shopId }).parse(body).shopId),
  backfill: async (deps, body) => backfill(deps, z.object({ shopId }).parse(body).shopId),
  sweep: async (deps, body) => sweep(deps, z.object({ shopId }).parse(body).shopId),
  read: async (deps, body) => {
    const about = z.object({ shopId, lane: laneText }).parse(body);
    const lane: Lane = about.lane;
    await read(deps, about.shopId, lane);
  },
  look: async (deps, body) => {
    const about = z.object({ shopId, lane: laneText }).parse(body);
    const lane: Lane = about.lane;
    await look(deps, about.shopId, lane);
  },
  post: async (deps, body) => {
    const about = z.object({ shopId, key: z.string() }).parse(body);
    await post(deps, about.shopId, about.key);
  },
};

/** 401 for whatever QStash did not sign; 503 has it called again; a body we never sent is not retried. */
export async function runTask(deps: Deps, name: string, request: Request): Promise<Response> {
  const body = await request.text();
  if (!(await deps.queue.verify(request, name, body)))
    return new Response('the signature does not fit\n', { status: 401 });
  const task = Object.hasOwn(tasks, name) ? tasks[name] : undefined;
  if (task === undefined) return neverAgain(`there is no task ${name}`);
  try {
    await task(deps, body === '' ? {} : JSON.parse(body));
    return new Response('done\n');
  } catch (error) {
    if (error instanceof StoreDown)
      return new Response('the database is down\n', { status: 503, headers: { 'retry-after': '30' } });
    if (error instanceof z.ZodError || error instanceof SyntaxError)
      return neverAgain('not a body of this task');
    throw error;
  }
}

/** QStash's own status for a message that no repetition can mend. */
function neverAgain(why: string): Response {
  return new Response(`${why}\n`, { status: 489, headers: { 'upstash-nonretryable-error': 'true' } });
}
