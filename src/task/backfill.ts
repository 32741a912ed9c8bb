/** Reads a shop's recent past: bulk operations, whose files are kept part by part as deliveries like any other. */
import { type Admin, openAdmin } from '#src/client/shopify/admin.ts';
import { askBulk, FileGone, readBulkFile, startBulk } from '#src/client/shopify/bulk.ts';
import { bulkDocuments } from '#src/client/shopify/bulk-documents.ts';
import { storeConnection } from '#src/inbox/read/store.ts';
import * as step from '#src/stabilize/backfill/step.ts';
import {
  backfillOf,
  backfills,
  giveBackTurn,
  saveBackfill,
  takeBackfillTurn,
} from '#src/stabilize/backfill/store.ts';
import type { Backfill } from '#src/stabilize/backfill/step.ts';
import { endWaiting, stirGhosts } from '#src/stabilize/catch-up/store.ts';
import { type Instant, later } from '#domain/instant.ts';
import { Park, RetryLater } from '#domain/obstacle.ts';
import { deliveriesOf, type Part, partsOf } from './backfill-part.ts';
import { openToken } from './credential.ts';
import type { Deps } from './deps.ts';
import { drain } from './drain.ts';
import { match } from './match.ts';
import { wake } from './wake.ts';

/** Long enough for the parts that one call reads; a Worker that died gives the turn back by this. */
const turnMs = 5 * 60_000;
/** After so many parts a call ends and has itself called again, so that none lives long. */
const partsPerCallMax = 6;

type Turn = {
  readonly deps: Deps;
  readonly shopId: string;
  readonly domain: string;
  readonly admin: Admin;
  readonly until: Instant;
};

/** Takes each resource one step on; whoever finds the turn taken does nothing. */
export async function backfill(deps: Deps, shopId: string): Promise<void> {
  const now = deps.now();
  const until = later(now, turnMs);
  const [taken, rows, [connection]] = await deps.db.trip(shopId, [
    takeBackfillTurn(now, until),
    backfills(),
    storeConnection(),
  ]);
  if (taken.length === 0 || connection === undefined) return;
  const accessToken = await openToken(deps, 'store', connection);
  const { domain } = connection;
  const admin = openAdmin(deps.shopify, { shop: domain, accessToken, budgets: deps.budgets });
  const turn = { deps, shopId, domain, until, admin };
  const left: Backfill[] = [];
  for (const resource of step.resources) {
    const row = rows.find((one) => one.resource === resource);
    if (row !== undefined) left.push(await goOn(turn, backfillOf(row), left));
  }
  await deps.db.trip(shopId, [], [giveBackTurn(until)]);
  if (await drain(deps, shopId, null)) await match(deps, shopId);
  const [next] = left.flatMap((one) => one.dueAt ?? []).toSorted();
  if (next !== undefined) await wake(deps, [{ task: 'backfill', body: { shopId }, notBefore: next }]);
}

async function goOn(turn: Turn, of: Backfill, before: readonly Backfill[]): Promise<Backfill> {
  const now = turn.deps.now();
  try {
    // An operation that runs may have ended early; anything else waits for its time.
    if (of.state === 'running') return await save(turn, await look(turn, of));
    if (of.dueAt === null || of.dueAt > now) return of;
    if (of.state === 'wanted') return await save(turn, await start(turn, of));
    // An order whose goods are not known yet would be read as one whose goods have not left.
    if (before.some((one) => one.state === 'failed'))
      return await save(turn, step.given(of, 'what comes before it could not be read'));
    if (before.some((one) => one.state !== 'done')) return { ...of, dueAt: null };
    return await readOn(turn, of, before);
  } catch (error) {
    return save(turn, hindered(of, error, turn.deps.now()));
  }
}

function hindered(of: Backfill, error: unknown, now: Instant): Backfill {
  if (error instanceof RetryLater) return step.postponed(of, error.message, later(now, error.afterMs));
  if (error instanceof FileGone) return step.again(of, 'the file of the operation is gone', now);
  if (error instanceof Park) return step.given(of, error.message);
  throw error;
}

async function save(turn: Turn, of: Backfill): Promise<Backfill> {
  const now = turn.deps.now();
  // The order of statements matters: whoever waited for the past sees whether this was the last of it.
  const waited = of.state === 'done' ? [stirGhosts(), endWaiting(['orders', 'completeness'], now)] : [];
  await turn.deps.db.trip(turn.shopId, [saveBackfill(of, { until: turn.until, now }), ...waited]);
  const { resource, state, rootsRead, roots, reason } = of;
  turn.deps.log({ event: 'backfill', shop: turn.shopId, resource, state, rootsRead, roots, reason });
  return of;
}

async function start({ admin, deps }: Turn, of: Backfill): Promise<Backfill> {
  const now = deps.now();
  return step.started(of, await startBulk(admin, bulkDocuments[of.resource](of.since)), now);
}

/** Asks how the operation stands. One that the store forgot is begun anew. */
async function look(turn: Turn, of: Backfill): Promise<Backfill> {
  const state = await askBulk(turn.admin, of.operationId ?? '');
  const now = turn.deps.now();
  return state === null ? step.again(of, 'the store forgot the operation', now) : step.told(of, state, now);
}

/** Keeps part after part from where the last call ended, each in one trip with the place it brings us to. */
async function readOn(turn: Turn, from: Backfill, before: readonly Backfill[]): Promise<Backfill> {
  const { deps, shopId } = turn;
  const [askedAt = deps.now()] = [...before, from].flatMap((one) => one.startedAt ?? []).toSorted();
  const state = await askBulk(turn.admin, from.operationId ?? '');
  if (state === null || state.url === null) throw new FileGone('the operation shows no file');
  let of = from;
  let parts = 0;
  for await (const part of partsOf(readBulkFile(state.url, from.bytesRead))) {
    of = step.advanced(of, part);
    if (!(await keepPart({ ...turn, askedAt }, part, of))) return { ...of, dueAt: null };
    parts += 1;
    if (parts < partsPerCallMax) continue;
    deps.log({
      event: 'backfill',
      shop: shopId,
      resource: of.resource,
      rootsRead: of.rootsRead,
      roots: of.roots,
    });
    return { ...of, dueAt: deps.now() };
  }
  return save(turn, step.finished(of));
}

/** False when the turn is no longer ours; then nothing was kept. */
async function keepPart(
  turn: Turn & { readonly askedAt: Instant },
  part: Part,
  of: Backfill,
): Promise<boolean> {
  const { deps, shopId, until } = turn;
  const now = deps.now();
  const kept = await deliveriesOf(deps, part, { ...turn, of, now });
  const [[mine]] = await deps.db.trip(shopId, [saveBackfill({ ...of, dueAt: now }, { until, now }), ...kept]);
  return mine !== undefined;
}
