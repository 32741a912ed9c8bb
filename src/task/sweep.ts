/** Asks store and ERP what changed, whatever was delivered: page after page, each kept as a delivery like any other. */
import { erpConnection, storeConnection } from '#src/inbox/read/store.ts';
import { settingsOf, shopSettings } from '#src/inbox/store.ts';
import * as step from '#src/stabilize/catch-up/step.ts';
import { around, saveSweep, sweepOf, takeSweepTurns } from '#src/stabilize/catch-up/store.ts';
import type { Pass, Resource, Sweep } from '#src/stabilize/catch-up/step.ts';
import type { Statement } from '#src/client/database.ts';
import { type Instant, later } from '#domain/instant.ts';
import type { Lane } from '#domain/lane.ts';
import { Park, RetryLater } from '#domain/obstacle.ts';
import type { Deps } from './deps.ts';
import { drain } from './drain.ts';
import { match } from './match.ts';
import { balanceTransactions } from './sweep-balance.ts';
import { completeness } from './sweep-completeness.ts';
import { erpDocuments } from './sweep-document.ts';
import { giftCards } from './sweep-gift-card.ts';
import { orders } from './sweep-order.ts';
import { type Page, type Reader, sweepLane, type Turn } from './sweep-page.ts';
import { payouts } from './sweep-payout.ts';
import { erpPeriods } from './sweep-period.ts';
import { wake } from './wake.ts';

/** Longer than a call's pages take; a Worker that died gives the turn back by this. */
const turnMs = 5 * 60_000;
/** After so many pages a call reads what it has and has itself called again, so that none lives long. */
const pagesPerCallMax = 6;
const untilUnderstoodMs = 60_000;
const misunderstoodMs = 3_600_000;

const readers: Readonly<Record<Resource, Reader>> = {
  'erp-periods': erpPeriods,
  'erp-documents': erpDocuments,
  orders,
  completeness,
  'balance-transactions': balanceTransactions,
  payouts,
  'gift-cards': giftCards,
};

/** Takes each sweep that is due as far as one call may; whoever finds the turns taken does nothing. */
export async function sweep(deps: Deps, shopId: string): Promise<void> {
  const now = deps.now();
  const until = later(now, turnMs);
  const [rows, [settings], [store], [erp], [known]] = await deps.db.trip(shopId, [
    takeSweepTurns(now, until),
    shopSettings(),
    storeConnection(),
    erpConnection(),
    around(),
  ]);
  if (settings === undefined || store === undefined || known === undefined) return;
  const shop = settingsOf(settings);
  const turn = { deps, shopId, shop, until, store, erp: erp ?? null, around: known };
  const due: Instant[] = [];
  for (const resource of step.resources) {
    const row = rows.find((one) => one.resource === resource);
    const left = row === undefined ? null : await goOn(turn, sweepOf(row));
    if (left?.dueAt !== undefined && left.dueAt !== null) due.push(left.dueAt);
  }
  // What is found is read at once; what waits for the next pass is found by the tick.
  const soon = due.filter((at) => at <= deps.now());
  if (soon.length > 0) await wake(deps, [{ task: 'sweep', body: { shopId } }]);
}

/** Null when the turn was lost; then somebody else goes on. */
async function goOn(turn: Turn, from: Sweep): Promise<Sweep | null> {
  const { deps } = turn;
  let of = from;
  let isNew = turn.around.unread.includes(sweepLane(from.resource));
  try {
    const pages = await readPages(turn, from, (read, page) => {
      of = read;
      isNew ||= page.writes.length > 0;
    });
    if (pages === null || of.pass === null) return pages;
    if (isNew && !(await understand(turn, of))) return await wait(turn, of);
    return await end(turn, of, of.pass);
  } catch (error) {
    if (!(error instanceof RetryLater) && !(error instanceof Park)) throw error;
    const afterMs = error instanceof RetryLater ? error.afterMs : misunderstoodMs;
    const hindered = step.hindered(of, { reason: error.message, afterMs, now: deps.now() });
    // A page that is refused for good, such as one behind a cursor that ran out, is not asked for again.
    return save(turn, error instanceof Park ? { ...hindered, pass: null } : hindered, []);
  }
}

async function readPages(
  turn: Turn,
  from: Sweep,
  keep: (of: Sweep, page: Page) => void,
): Promise<Sweep | null> {
  const { deps, until } = turn;
  const reader = readers[from.resource];
  let of = from;
  let { pass } = from;
  if (pass === null) {
    const begin = reader.begin(turn, from);
    const now = deps.now();
    if ('waitFor' in begin)
      return save(turn, step.waiting(from, begin.waitFor, later(now, begin.waitMs)), []);
    of = step.begun(from, begin.since, now);
    pass = of.pass;
  }
  for (let pages = 0; pass !== null && !pass.isRead && pages < pagesPerCallMax; pages += 1) {
    const page = await reader.page(turn, pass);
    of = step.advanced(of, pass, page);
    pass = of.pass;
    const [[mine]] = await deps.db.trip(turn.shopId, [saveSweep(of, { until, next: until })], page.writes);
    if (mine === undefined) return null;
    keep(of, page);
  }
  return of;
}

/** Reads what was kept of the pages; false when some of it still waits. */
async function understand(turn: Turn, { resource }: Sweep): Promise<boolean> {
  const home = sweepLane(resource);
  await drainAndMatch(turn, [home]);
  const [[known]] = await turn.deps.db.trip(turn.shopId, [around()]);
  return known?.unread.includes(home) === false;
}

async function wait(turn: Turn, of: Sweep): Promise<Sweep | null> {
  const until = later(turn.deps.now(), untilUnderstoodMs);
  return save(turn, step.waiting(of, 'what was read waits to be understood', until), []);
}

/** The pass ends when all its pages are understood: only then is everything through its beginning known. */
async function end(turn: Turn, of: Sweep, pass: Pass): Promise<Sweep | null> {
  if (!pass.isRead) return save(turn, { ...of, dueAt: turn.deps.now() }, []);
  const { writes, ...next } = readers[of.resource].end(turn, pass);
  const saved = await save(turn, step.ended(of, pass, next), writes);
  if (writes.length > 0) await drainAndMatch(turn, null);
  return saved;
}

async function drainAndMatch({ deps, shopId }: Turn, lanes: readonly Lane[] | null): Promise<void> {
  if (await drain(deps, shopId, lanes)) await match(deps, shopId);
}

/** Writes how far it came and gives the turn back. */
async function save(turn: Turn, of: Sweep, writes: readonly Statement<unknown>[]): Promise<Sweep | null> {
  const { deps, shopId, until } = turn;
  const [[mine]] = await deps.db.trip(shopId, [saveSweep(of, { until, next: null })], writes);
  const { resource, readThrough, rowsRead, reason, failures, dueAt } = of;
  deps.log({ event: 'sweep', shop: shopId, resource, readThrough, rowsRead, reason, failures, dueAt });
  return mine === undefined ? null : of;
}
