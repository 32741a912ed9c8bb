/** The Worker's network as a story watches it: who was asked what and when, and the instant at which power fails. */
import type { World } from '#sandbox/world.ts';

type Party = 'database' | 'queue' | 'store' | 'erp';

export type Call = {
  readonly at: number;
  readonly party: Party;
  readonly method: string;
  readonly path: string;
  readonly search: URLSearchParams;
  /** Of a database call: its statements and their parameters. */
  readonly body: string;
};

/** Answers a call in the place of its party, or lets it through. */
export type Interference = (call: Call, answer: () => Promise<Response>) => Promise<Response>;

export type Wire = {
  readonly calls: readonly Call[];
  /** Asked about every call; undefined lets all through. */
  interfere: Interference | undefined;
};

/** Listens to all that the Worker sends from now on. */
export function listen(world: World): Wire {
  const calls: Call[] = [];
  const wire: Wire & { calls: Call[] } = { calls, interfere: undefined };
  world.intercept = async (request, answer) => {
    const { hostname, pathname: path, searchParams: search } = new URL(request.url);
    const body = await request.clone().text();
    const call = {
      at: world.clock.now(),
      party: partyOf(hostname),
      method: request.method,
      path,
      search,
      body,
    };
    calls.push(call);
    return wire.interfere === undefined ? answer() : wire.interfere(call, answer);
  };
  return wire;
}

function partyOf(hostname: string): Party {
  if (hostname.startsWith('erp.')) return 'erp';
  if (hostname.startsWith('qstash.')) return 'queue';
  return hostname.endsWith('.myshopify.com') ? 'store' : 'database';
}

export function isCreate(call: Call): boolean {
  return call.party === 'erp' && call.method === 'POST';
}

/** Whether power fails before a call reaches its party, or when it took effect but was not answered yet. */
export type Moment = 'before' | 'after';

const downMs = 1000;

/**
 * Kills the Worker once at each of these calls, when it comes to it; a fresh one is up a second later. Says how
 * many of them did not happen yet.
 */
export function powerFailures(
  world: World,
  wire: Wire,
  failures: { readonly moment: Moment; readonly meant: readonly ((call: Call) => boolean)[] },
): { left: () => number } {
  const left = [...failures.meant];
  wire.interfere = async (call, answer) => {
    const at = left.findIndex((meant) => meant(call));
    if (at < 0) return answer();
    left.splice(at, 1);
    if (failures.moment === 'after') await answer();
    // The clock goes on while the Worker dies, so its return is on the agenda before.
    const killed = world.worker.kill();
    world.clock.at(world.clock.now() + downMs, 'the Worker comes back', async () => world.worker.start());
    await killed;
    throw new Error('the Worker is gone');
  };
  return { left: () => left.length };
}
