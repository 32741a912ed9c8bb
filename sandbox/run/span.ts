/** Days of a shop to their end: all but the last before the app is installed, the last one with it, and then rest. */
import { setImmediate } from 'node:timers/promises';
import type { WorkflowName } from '#domain/workflow.ts';
import { asOwner, type NewShop } from '../database.ts';
import { modesOf, usuallyAuto } from '../mode.ts';
import type { FaultMode } from '../traffic/fault/planter.ts';
import { type Life, openLife } from '../traffic/life.ts';
import type { World } from '../world.ts';
import { dawn } from './morning.ts';
import { mapSources, openStockedLife } from './stocked.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** A delivery is at most an hour of outage or three of delay away from its first attempt, and Shopify tries for four. */
const restMs = 8 * hourMs;
const pastStepMs = 6 * hourMs;
const presentStepMs = 15 * minuteMs;
const readingStepMs = 5000;
const readingCountMs = 15_000;
const countMs = 6 * hourMs;

export type Span = {
  readonly seed: number;
  readonly days: number;
  /** Orders of an average day. */
  readonly rate: number;
  readonly faults: FaultMode;
  /** These workflows post by themselves, the others not at all. */
  readonly auto?: readonly WorkflowName[];
};

/** `share` is how much of this part is over. */
export type Moment = {
  readonly part: 'past' | 'reading' | 'day' | 'rest';
  readonly share: number;
  readonly life: Life;
};

type Company = {
  /** Makes its appointments when the app is there. */
  readonly installed?: () => Promise<void>;
  readonly watch?: (moment: Moment) => Promise<void> | void;
};

/** When the world's clock begins. */
export function beginningOf({ days }: Pick<Span, 'days'>): number {
  return dawn - (days - 1) * dayMs;
}

/** The shop as the app finds it on the last day. A shop without a past was installed the day before. */
export function shopOf(span: Pick<Span, 'days' | 'auto'>): Partial<NewShop> {
  const modes = modesOf(span.auto ?? usuallyAuto);
  if (span.days === 1) return { modes };
  const installedAt = new Date(dawn).toISOString();
  return { modes, installedAt, cutOverAt: installedAt, pastSince: new Date(beginningOf(span)).toISOString() };
}

/** Lives it, in a world that stands at its beginning. */
export async function liveSpan(world: World, span: Span, company: Company = {}): Promise<Life> {
  const { clock, power } = world;
  const watch = async (moment: Moment): Promise<void> => {
    await company.watch?.(moment);
    // Signals and the screen have their turn.
    await setImmediate();
  };
  const hasPast = span.days > 1;
  const pastLife = hasPast ? await livePast(world, span, watch) : null;
  await world.worker.scheduled('*/5 * * * *');
  await company.installed?.();
  const life = pastLife ?? (await openStockedLife(world, { ...span, from: dawn }));
  const restAt = life.endsAt + restMs;
  let isRead = !hasPast;
  let countedAt = -Infinity;
  while (clock.now() < restAt) {
    if (clock.now() - countedAt >= (isRead ? countMs : readingCountMs)) {
      await countRows(world);
      countedAt = clock.now();
    }
    // Nothing is left to fail once the life is over, so what comes late can come to rest.
    const isOver = clock.now() >= life.endsAt;
    if (isOver) power.plan = undefined;
    await clock.run({ until: Math.min(restAt, clock.now() + (isRead ? presentStepMs : readingStepMs)) });
    if (!isRead) isRead = (await readShareOf(world)) === null;
    const passed = isOver ? (clock.now() - life.endsAt) / restMs : (clock.now() - dawn) / dayMs;
    const part = isOver ? 'rest' : 'day';
    const share = isRead ? passed : ((await readShareOf(world)) ?? 1);
    await watch({ part: isRead ? part : 'reading', share, life });
  }
  return life;
}

async function livePast(world: World, span: Span, watch: (moment: Moment) => Promise<void>): Promise<Life> {
  const { clock, store } = world;
  const from = clock.now();
  // The app is not installed yet: the shop's past is told to nobody.
  store.unsubscribe();
  const life = openLife(world, { ...span, from, liveFrom: dawn });
  await mapSources(world);
  while (clock.now() < dawn) {
    await clock.run({ until: Math.min(dawn, clock.now() + pastStepMs) });
    await watch({ part: 'past', share: (clock.now() - from) / (dawn - from), life });
  }
  store.subscribe();
  return life;
}

/** Postgres counts its rows by itself, by the wall clock; in a day that takes seconds it would never come to it. */
async function countRows({ server, database }: World): Promise<void> {
  await asOwner(server, database, async (client) => client.query('analyze'));
}

/** How much of the past is read and proven; null when all of it is. */
async function readShareOf(world: World): Promise<number | null> {
  const [row] = await world.ask<{ open: number; roots: number; read: number; waiting: number }>(
    `select count(*) filter (where state not in ('done', 'failed'))::int as open, coalesce(sum(roots), 0)::int as roots,
       coalesce(sum(roots_read), 0)::int as read,
       (select count(*)::int from lane where shop_id = $1 and stirred > settled) as waiting
     from backfill where shop_id = $1`,
    [world.shopId],
  );
  if (row === undefined || (row.open === 0 && row.waiting === 0)) return null;
  const whole = row.roots * 2;
  return whole === 0 ? 0 : (row.read + Math.max(0, row.read - row.waiting)) / whole;
}
