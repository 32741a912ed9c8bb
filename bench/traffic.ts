/** npm run bench -- traffic: how long a shop's life takes to be generated, and how much of it there is. Exits 1 where a limit is broken. */
import { parseArgs } from 'node:util';
import { virtualClock } from '#sandbox/clock.ts';
import { openErp } from '#sandbox/erp/erp.ts';
import { openStore } from '#sandbox/shopify/store.ts';
import { openLife } from '#sandbox/traffic/life.ts';
import { shopSettings } from '#sandbox/traffic/profile.ts';
import { stopwatch, watchMemory } from '#tests/support/stopwatch.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    days: { type: 'string', default: '60' },
    rate: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
  },
});
const plan = { seed: Number(values.seed), days: Number(values.days), rate: Number(values.rate) };
const from = Date.parse('2026-09-24T04:00:00.000Z');
const dayMs = 86_400_000;

/** Of the processor's time, which a busy machine does not stretch. */
const limits = { cpuSeconds: 20, rssMb: 800 };

const rows = [
  await lived({ country: 'DE', faults: 'none', announced: false }),
  await lived({ country: 'DE', faults: 'hostile', announced: false }),
  await lived({ country: 'US', faults: 'none', announced: false }),
  await lived({ country: 'DE', faults: 'none', announced: true }),
];
const broken = rows.filter((row) => row.cpuSeconds > limits.cpuSeconds || row.rssMbMax > limits.rssMb);
if (values.json) console.log(JSON.stringify({ plan, rows, limits, broken: broken.length }));
else for (const line of rows.flatMap(linesOf)) console.log(line);
process.exitCode = broken.length === 0 ? 0 : 1;

type Way = { readonly country: string; readonly faults: 'none' | 'hostile'; readonly announced: boolean };
type Row = Awaited<ReturnType<typeof lived>>;

/** A life of which an app is told or not; nobody answers but with 200. */
async function lived(way: Way) {
  const clock = virtualClock(from);
  const store = openStore({
    clock,
    clientSecret: 'nobody-verifies-this',
    accessToken: 'shpat_sandbox',
    webhookUrl: 'https://app.plumbline.test/webhooks/shopify',
    shop: shopSettings(plan.seed, way.country),
    deliver: async () => new Response(),
  });
  if (!way.announced) store.unsubscribe();
  const memory = watchMemory();
  const spent = stopwatch();
  const erp = openErp({ clock, token: 'erp' });
  const liveFrom = way.announced ? from : from + plan.days * dayMs;
  const life = openLife({ clock, store, erp }, { ...plan, from, faults: way.faults, liveFrom });
  await clock.run({ until: life.endsAt });
  const { orders, planted, refused } = life.figures();
  return {
    ...way,
    orders,
    planted,
    refused,
    documents: erp.documents.length,
    deliveries: store.deliveries.length,
    ...spent(),
    rssMbMax: memory(),
  };
}

function linesOf(one: Row): string[] {
  const name = `${one.country} ${one.faults}${one.announced ? ' announced' : ''}`.padEnd(18);
  const row = (what: string, value: number, limit?: number): string =>
    `Life   ${name} ${what.padEnd(34)} ${String(value).padStart(7)}${limit === undefined ? '' : ` of ${String(limit).padStart(6)}  ${(value / limit).toFixed(2)}`}`;
  return [
    row('orders', one.orders),
    row('faults planted', one.planted),
    row('documents in the ERP', one.documents),
    row('webhooks sent', one.deliveries),
    row('acts the store refused', one.refused),
    row('generated in, s', one.seconds),
    row('of that our own processor time, s', one.cpuSeconds, limits.cpuSeconds),
    row('memory at most, MB', one.rssMbMax, limits.rssMb),
  ];
}
