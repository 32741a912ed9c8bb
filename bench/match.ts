/**
 * npm run bench -- match: 100,000 documents that are due and 100,000 that are there, filed under other orders, are
 * matched in one run. Exits 1 where it takes too long, or where one match is wrong.
 */
import { parseArgs } from 'node:util';
import pg from 'pg';
import { asOwner, freshDatabase, installShop, prepareTemplate } from '#sandbox/database.ts';
import { startPostgres } from '#sandbox/postgres.ts';
import { secrets, workerLogin } from '#sandbox/secret.ts';
import { enterItems, type MatchLoad, matchLoad } from '#tests/support/match-load.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, size: { type: 'string', default: '100000' } },
});
const size = Number(values.size);
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
    await prepareTemplate(postgres);
    await freshDatabase(postgres, 'bench');
    const load = matchLoad(size);
    const shop = await asOwner(postgres, 'bench', async (owner) => {
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
    const client = new pg.Client({
      connectionString: postgres.url('bench', workerLogin, secrets.workerPassword),
    });
    await client.connect();
    try {
      await client.query(`select set_config('app.shop_id', $1, false)`, [shop]);
      return await measured(client, load);
    } finally {
      await client.end();
    }
  } finally {
    await postgres.stop();
  }
}

async function measured(client: pg.Client, load: MatchLoad) {
  const join = await seconds(client, plainJoin);
  const match = await seconds(client, `select * from match_open_items('2026-11-25T08:00:00Z')`);
  const again = await seconds(client, `select * from match_open_items('2026-11-25T09:00:00Z')`);
  const tell = await seconds(client, `select tell_claims('2026-11-25T09:00:00Z', ${2 * size})`);
  const { rows } = await client.query<{ due: string; document: string; state: string }>(
    'select due_ref as due, document_ref as document, state from claim where shop_id = current_shop()',
  );
  const claimed = rows.filter((one) => one.state === 'claimed');
  const right = claimed.filter((one) => load.truth.get(one.due) === one.document);
  return {
    dues: load.items.filter((one) => one.side === 'due').length,
    documents: load.items.filter((one) => one.side === 'document').length,
    seconds: match,
    againSeconds: again,
    toldSeconds: tell,
    joinSeconds: join,
    ratio: Number((match / join).toFixed(2)),
    claimed: claimed.length,
    wrong: claimed.length - right.length,
    missed: load.truth.size - right.length,
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
    row('logged, and lanes stirred, in, s', one.toldSeconds),
    row('claimed', one.claimed),
    row('wrong', one.wrong, limits.wrong),
    row('unique and not claimed', one.missed, limits.missed),
    row('left to people, several fit', one.tied),
  ];
}
