/** One measured life: a past that the app reads when it is installed, a day that it hears of, and what it found of both. */
import { virtualClock } from '../clock.ts';
import type { DatabaseServer } from '../postgres/database.ts';
import { beginningOf, liveSpan, shopOf, type Span } from '../run/span.ts';
import { rareLooks } from '../simulation/weather.ts';
import { openWorld } from '../world.ts';
import { type ByKind, kindFigures, type PlantedFigures, plantedFigures } from './figure.ts';
import { scoreLines } from './line.ts';
import { scoreOf } from './score.ts';
import { laneOf, seenIn } from './seen.ts';

const hourMs = 3_600_000;

export type MeasuredTerms = Span & { readonly country: string };

export type Measured = {
  readonly terms: MeasuredTerms;
  readonly orders: number;
  /** Orders of which nothing that lasts was planted. */
  readonly cleanOrders: number;
  readonly figures: PlantedFigures;
  readonly kinds: ByKind;
  readonly unexplained: { readonly found: number; readonly planted: number };
  /** Sentences about all that was not found as it was planted, and about what was found though nobody planted it. */
  readonly lines: readonly string[];
  readonly seconds: { readonly past: number; readonly reading: number; readonly rest: number };
  /** Why it was not lived to its end; null when it was. */
  readonly broken: string | null;
};

type ToLive = {
  readonly server: DatabaseServer;
  readonly database: string;
  readonly terms: MeasuredTerms;
  readonly script: string;
  readonly progress: (day: number) => void;
};

export async function measureLife({ server, database, terms, script, progress }: ToLive): Promise<Measured> {
  const { seed, country } = terms;
  const clock = virtualClock(beginningOf(terms));
  // A day in which store and ERP are asked every half hour takes longer, and finds the same.
  const shop = { ...shopOf(terms), policy: { sweepMs: 4 * hourMs } };
  const world = await openWorld({ server, database, clock, seed, script, country, shop, runtime: 'process' });
  world.qstash.journey = rareLooks();
  try {
    const since = { past: 0, reading: 0, day: 0, rest: 0 };
    let last = performance.now();
    const life = await liveSpan(world, terms, {
      watch({ part, life: living }) {
        since[part] += performance.now() - last;
        last = performance.now();
        progress(living.figures().day);
      },
    });
    const { orders, planted } = life;
    const lanes = new Set(orders.map(({ orderId }) => laneOf(orderId)));
    const isOfLife = (lane: string): boolean => lanes.has(lane) || lane.startsWith('erp/');
    const score = scoreOf({ planted, isOfLife }, await seenIn(world));
    return {
      terms,
      orders: orders.length,
      cleanOrders: orders.filter((one) => !one.planted.some(({ lasting }) => lasting)).length,
      figures: plantedFigures(score, planted.length),
      kinds: kindFigures(score.findings),
      unexplained: score.unexplained,
      lines: scoreLines(score),
      seconds: {
        past: since.past / 1000,
        reading: since.reading / 1000,
        rest: (since.day + since.rest) / 1000,
      },
      broken: null,
    };
  } finally {
    await world.dispose();
    await server.dropDatabase(database);
  }
}

export function notMeasured(terms: MeasuredTerms, broken: string): Measured {
  return {
    terms,
    orders: 0,
    cleanOrders: 0,
    figures: plantedFigures(noScore, 0),
    kinds: {},
    unexplained: noScore.unexplained,
    lines: [],
    seconds: { past: 0, reading: 0, rest: 0 },
    broken,
  };
}

const noScore = {
  findings: [],
  unmeasured: [],
  healed: [],
  unhealed: [],
  falseBreaks: [],
  unexplained: { found: 0, planted: 0 },
};
