/**
 * npm run bench -- match: 100,000 documents that are due and 100,000 that are there, filed under other orders, are
 * matched in one run. Exits 1 where it takes too long, or where one match is wrong.
 */
import { parseArgs } from 'node:util';
import pg from 'pg';
import { asOwner, freshDatabase, installShop, prepareTemplate } from '#sandbox/database.ts';
import { type Postgres, startPostgres } from '#sandbox/postgres.ts';
import { secrets, workerLogin } from '#sandbox/secret.ts';
import { enterItems, type MatchLoad, matchLoad } from '#tests/support/match-load.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, size: { type: 'string', default: '100000' } },
});
const size = Number(values.size);
/** Each in a database of its own; the fastest counts, for whatever else runs on the machine only slows. */
const copies = 3;
const limits = { seconds: 2, wrong: 0, missed: 0 };

/** The same rows by the same evidence, without asking whether it is unique and with nothing kept. */
const plainJoin = `
  select count(*) from (select * from open_item where shop_id = current_shop() and side = 'due') d
  full outer join (select * from open_item where shop_id = current_shop() and side = 'document') c
    on c.item_group = d.item_group and c.currency = d.currency and c.minor = d.minor
    and c.on_date between d.on_date - 10 and d.on_date + 10`;

const result = await run();
const isBroken =
  result.seconds > limits.seconds || result.wrong > limits.wrong || result.missed > limits.missed;
if (values.json) console.log(JSON.stringify({ size, ...result, limits, broken: isBroken }));
else for (const line of linesOf(result)) console.log(line);
process.exitCode = isBroken ? 1 : 0;

type Result = Awaited<ReturnType<typeof run>>;

async function run() {
  const postgres = await startPostgres();
  try {
    const load = matchLoad(size);
    const shop = await prepare(postgres, load);
    const runs: Run[] = [];
    for (let nth = 1; nth <= copies; nth += 1) {
      const database = `bench_${nth}`;
      await postgres.createDatabase(database, 'bench');
      runs.push(await oneRun(postgres, { database, shop, load }));
    }
    const fastest = (name: 'seconds' | 'againSeconds' | 'tellSeconds' | 'joinSeconds'): number =>
      Math.min(...runs.map((one) => one[name]));
    const most = (name: 'wrong' | 'missed' | 'claimed' | 'tied'): number =>
      Math.max(...runs.map((one) => one[name]));
    return {
      dues: load.items.filter((one) => one.side === 'due').length,
      documents: load.items.filter((one) => one.side === 'document').length,
      seconds: fastest('seconds'),
      runs: runs.map((one) => one.seconds),
      joinSeconds: fastest('joinSeconds'),
      ratio: Number((fastest('seconds') / fastest('joinSeconds')).toFixed(2)),
      againSeconds: fastest('againSeconds'),
      tellSeconds: fastest('tellSeconds'),
      claimed: most('claimed'),
      wrong: most('wrong'),
      missed: most('missed'),
      tied: most('tied'),
    };
  } finally {
    await postgres.stop();
  }
}

/** One database with all items in it, of which each run gets a copy. */
async function prepare(postgres: Postgres, load: MatchLoad): Promise<string> {
  await prepareTemplate(postgres);
  await freshDatabase(postgres, 'bench');
  return asOwner(postgres, 'bench', async (owner) => {
    const id = await installShop(owner, {
      domain: 'bench.myshopify.com',
      installedAt: '2026-11-23T08:00:00.000Z',
      currency: 'EUR',
      timeZone: 'Europe/Berlin',
      mode: 'shadow',
      cutOverAt: '2026-11-23T08:00:00.000Z',
    });
    await enterItems(owner, id, load.items);
    await owner.query('vacuum analyze open_item, lane');
    return id;
  });
}

type Run = Awaited<ReturnType<typeof oneRun>>;

async function oneRun(postgres: Postgres, on: { database: string; shop: string; load: MatchLoad }) {
  const client = new pg.Client({
    connectionString: postgres.url(on.database, workerLogin, secrets.workerPassword),
  });
  await client.connect();
  try {
    await client.query(`select set_config('app.shop_id', $1, false)`, [on.shop]);
    return await measured(client, on.load);
  } finally {
    await client.end();
  }
}

async function measured(client: pg.Client, load: MatchLoad) {
  const joinSeconds = await seconds(client, plainJoin);
  const matchSeconds = await seconds(client, `select * from match_open_items('2026-11-25T08:00:00Z')`);
  const againSeconds = await seconds(client, `select * from match_open_items('2026-11-25T09:00:00Z')`);
  const tellSeconds = await seconds(client, `select tell_claims('2026-11-25T09:00:00Z', 1000)`);
  const { rows } = await client.query<{ due: string; document: string; state: string }>(
    'select due_ref as due, document_ref as document, state from claim where shop_id = current_shop()',
  );
  const claimed = rows.filter((one) => one.state === 'claimed');
  const right = claimed.filter((one) => load.truth.get(one.due) === one.document).length;
  return {
    seconds: matchSeconds,
    againSeconds,
    tellSeconds,
    joinSeconds,
    claimed: claimed.length,
    wrong: claimed.length - right,
    missed: load.truth.size - right,
    tied: new Set(rows.filter((one) => one.state === 'tied').map((one) => one.due)).size,
  };
}

async function seconds(client: pg.Client, query: string): Promise<number> {
  const started = performance.now();
  await client.query(query);
  return Number(((performance.now() - started) / 1000).toFixed(2));
}

function linesOf(one: Result): string[] {
  const row = (name: string, value: number, limit?: number) =>
    `Match  ${name.padEnd(35)} ${String(value).padStart(7)}${limit === undefined ? '' : ` of ${String(limit).padStart(6)}  ${(limit === 0 ? value : value / limit).toFixed(2)}`}`;
  return [
    row('documents due', one.dues),
    row('documents there', one.documents),
    row('matched in, s', one.seconds, limits.seconds),
    row('a plain FULL OUTER JOIN of them, s', one.joinSeconds),
    row('times that join', one.ratio),
    row('matched again, nothing new, in, s', one.againSeconds),
    row('1,000 claims logged and stirred, s', one.tellSeconds),
    row('claimed', one.claimed),
    row('wrong', one.wrong, limits.wrong),
    row('unique and not claimed', one.missed, limits.missed),
    row('left to people, several fit', one.tied),
  ];
}
