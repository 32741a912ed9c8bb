/** npm run bench: what Home and an Order cost in the browser, beside their limits. Exits 1 where one is broken. */
import { parseArgs } from 'node:util';
import { openStaffedWorld } from '#sandbox/admin/open.ts';
import { openBrowser } from '#sandbox/browser.ts';
import { virtualClock } from '#sandbox/clock.ts';
import { prepareTemplate } from '#sandbox/database.ts';
import { startPostgres } from '#sandbox/postgres.ts';
import { dawn, liveMorning } from '#sandbox/run/morning.ts';
import { limits, measure, type PageCost } from '#tests/support/panel-cost.ts';

const loads = 10;

type Figure = { readonly value: number; readonly limit: number; readonly ofLimit: number };
type Result = {
  readonly page: string;
  readonly lcpMedianMs: Figure;
  readonly lcpWorstMs: Figure;
  readonly trips: Figure;
  readonly gzipBytes: Figure;
};

const names: Readonly<Record<string, string>> = {
  lcpMedianMs: 'largest paint, median, ms',
  lcpWorstMs: 'largest paint, worst, ms',
  trips: 'round trips to the database',
  gzipBytes: 'page, style and script, gzip bytes',
};

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const results = await run();
const broken = results.flatMap((one) => figuresOf(one).filter(([, { value, limit }]) => value > limit));
if (values.json) console.log(JSON.stringify({ loads, results, broken: broken.length }));
else for (const line of results.flatMap(linesOf)) console.log(line);
process.exitCode = broken.length === 0 ? 0 : 1;

async function run(): Promise<Result[]> {
  const postgres = await startPostgres();
  try {
    await prepareTemplate(postgres);
    const staffed = await openStaffedWorld({
      server: postgres,
      database: 'bench',
      clock: virtualClock(dawn),
    });
    const browser = await openBrowser();
    try {
      const { path } = await liveMorning(staffed.world);
      const measured: Result[] = [];
      for (const [page, place] of Object.entries({ Home: '/', Order: path })) {
        const costs: PageCost[] = [];
        for (let load = 0; load < loads; load += 1) costs.push(await measure(staffed, browser, place));
        measured.push(resultOf(page, costs));
      }
      return measured;
    } finally {
      await browser.close();
      await staffed.close();
    }
  } finally {
    await postgres.stop();
  }
}

function resultOf(page: string, costs: readonly PageCost[]): Result {
  const worst = (name: keyof PageCost) => Math.max(...costs.map((one) => one[name]));
  const sorted = costs.map((one) => one.lcpMs).toSorted((one, other) => one - other);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return {
    page,
    lcpMedianMs: figure(median, limits.lcpMs),
    lcpWorstMs: figure(worst('lcpMs'), limits.lcpMs),
    trips: figure(worst('trips'), limits.trips),
    gzipBytes: figure(worst('gzipBytes'), limits.gzipBytes),
  };
}

function figure(value: number, limit: number): Figure {
  return { value: Math.ceil(value), limit, ofLimit: Number((value / limit).toFixed(2)) };
}

function figuresOf({ lcpMedianMs, lcpWorstMs, trips, gzipBytes }: Result): [string, Figure][] {
  return Object.entries({ lcpMedianMs, lcpWorstMs, trips, gzipBytes });
}

function linesOf(result: Result): string[] {
  return figuresOf(result).map(
    ([name, { value, limit, ofLimit }]) =>
      `${result.page.padEnd(6)} ${(names[name] ?? name).padEnd(35)} ${String(value).padStart(7)} of ${String(limit).padStart(6)}  ${ofLimit.toFixed(2)}`,
  );
}
