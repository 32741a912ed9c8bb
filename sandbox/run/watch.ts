/** What somebody sees who watches a living world: how far its past is read, each order's proof, and the figures. */
import type { Life } from '../traffic/life.ts';
import type { World } from '../world.ts';
import { timeLeft } from './past.ts';
import { counted, progressBar, type Terminal } from './terminal.ts';

const lookMs = 2000;

type Watched = {
  readonly world: World;
  readonly life: Life;
  readonly terminal: Terminal;
  /** When the app was installed. */
  readonly since: number;
  /** Lines that were said, by order. */
  readonly said: Map<string, string>;
  isPastRead: boolean;
};

type Resource = {
  readonly resource: string;
  readonly state: string;
  readonly roots: number;
  readonly read: number;
  readonly reason: string | null;
};

export function watch(world: World, life: Life, on: { terminal: Terminal; installedAt: number }): void {
  const { terminal, installedAt: since } = on;
  lookAgain({ world, life, terminal, since, said: new Map(), isPastRead: false });
}

function lookAgain(watched: Watched): void {
  const { clock } = watched.world;
  clock.at(clock.now() + lookMs, 'somebody looks', async () => {
    await watched.world.lookAtModes();
    await sayProofs(watched);
    if (watched.isPastRead) await showFigures(watched);
    else await showPast(watched);
    lookAgain(watched);
  });
}

/** Says each order's proof when it is matched or broken for the first time. */
async function sayProofs({ world, terminal, said }: Watched): Promise<void> {
  const proofs = await world.ask<{ name: string; state: string; documents: string | null }>(
    `select p.order_name as name, p.state, (select string_agg(d.document_number, ', ' order by d.planned_at, d.key)
       from posting d where d.shop_id = p.shop_id and d.lane = p.lane) as documents
     from proof p where p.state not in ('pending', 'before-cut-over', 'test') order by p.as_of`,
  );
  for (const { name, state, documents } of proofs) {
    const line = `${name} ${state}${documents === null ? '' : `: ${documents}`}`;
    if (said.get(name) !== line) terminal.say(line);
    said.set(name, line);
  }
}

async function showPast(watched: Watched): Promise<void> {
  const { world, terminal, since } = watched;
  const resources = await world.ask<Resource>(
    `select resource, state, roots::int, roots_read::int as read, reason from backfill order by resource`,
  );
  const past = pastOrders(watched);
  const [proven] = await world.ask<{ count: number }>(
    `select count(*)::int as count from proof where state <> 'pending' and order_gid = any($1)`,
    [past],
  );
  const count = proven?.count ?? 0;
  const failed = resources.find((one) => one.state === 'failed');
  if (failed !== undefined)
    terminal.say(`The past could not be read (${failed.resource}): ${failed.reason ?? 'for no reason'}`);
  const isRead = resources.every((one) => one.state === 'done') && count >= past.length;
  if (isRead) terminal.say(`The past is read: ${counted(count)} orders, each proven.`);
  watched.isPastRead = isRead || failed !== undefined;
  if (watched.isPastRead) return;
  const roots = resources.reduce((sum, one) => sum + one.roots, 0);
  const read = resources.reduce((sum, one) => sum + one.read, 0);
  const share = roots === 0 ? 0 : (read + count) / (roots + past.length);
  const step =
    roots === 0 ? 'the store writes its past into files' : `${counted(read)} of ${counted(roots)} read`;
  terminal.show(
    `${progressBar(share)}  ${step}, ${counted(count)} of ${counted(past.length)} orders proven · ` +
      timeLeft(world.clock.now() - since, share),
  );
}

/** Orders from before the app was installed that the store still has. */
function pastOrders({ world, life, since }: Watched): string[] {
  const { deletedOrderIds } = world.store.state;
  return life.orders
    .filter(({ order }) => order.createdAt < since && !deletedOrderIds.has(order.id))
    .map(({ orderId }) => orderId);
}

async function showFigures({ world, life, terminal }: Watched): Promise<void> {
  const rows = await world.ask<{ state: string; count: number }>(
    `select state, count(*)::int as count from proof where state not in ('before-cut-over', 'test')
     group by state order by count desc, state`,
  );
  const [posted] = await world.ask<{ count: number }>(
    `select count(*)::int as count from posting where state = 'posted'`,
  );
  const { day, orders } = life.figures();
  terminal.show(
    [
      `day ${counted(day)}`,
      `${counted(orders)} orders`,
      ...rows.map(({ state, count }) => `${counted(count)} ${state}`),
      `${counted(posted?.count ?? 0)} documents posted`,
    ].join(' · '),
  );
}
