import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { secrets, workerLogin } from '#sandbox/secret.ts';
import { testWorld } from '#tests/support/world.ts';

const world = await testWorld();
const shop = world.shopId;
const worker = new pg.Client({
  connectionString: world.server.url(world.database, workerLogin, secrets.workerPassword),
});
const owner = new pg.Client({ connectionString: world.server.url(world.database) });
await Promise.all([worker.connect(), owner.connect()]);
afterAll(async () => {
  await Promise.all([worker.end(), owner.end()]);
  await world[Symbol.asyncDispose]();
});

type Line = { readonly minor: number; readonly currency?: string; readonly account?: string };
type Entry = {
  readonly key: string;
  readonly effectiveOn?: string;
  readonly postingDate?: string;
  readonly lines: readonly Line[];
  readonly lineCount?: number;
  readonly controlTotal?: number;
  readonly reverses?: string;
};

const good: readonly Line[] = [
  { account: '1100', minor: 11900 },
  { account: '4000', minor: -10000 },
  { account: '2000.MwSt', minor: -1900 },
];

const turn = (lines: readonly Line[]): Line[] => lines.map((line) => ({ ...line, minor: -line.minor }));

/** The statement that books one entry with its lines, as the product writes it: all in one. */
function booking({ key, lines, lineCount, controlTotal, reverses, ...days }: Entry): string {
  const { effectiveOn = '2026-11-23', postingDate = effectiveOn } = days;
  const debit = lines.reduce((sum, { minor }) => (minor > 0 ? sum + minor : sum), 0);
  const rows = lines.map(
    ({ minor, currency = 'EUR', account = '1200' }, at) =>
      `(${at + 1}, '${account}', '${currency}', ${minor}::bigint)`,
  );
  const entry = `insert into journal_entry (shop_id, key, digest, lane, order_gid, source, happened_at, effective_on,
      posting_date, recorded_at, currency, rule_version, reverses, line_count, control_total)
    values (${shop}, '${key}', repeat('0', 64), 'order/1', 'gid://shopify/Order/1', 'test', '2026-11-23T08:00:00Z',
      '${effectiveOn}', '${postingDate}', '2026-11-23T08:00:00Z', 'EUR', 1, ${reverses ?? 'null'}, ${lineCount ?? lines.length},
      ${controlTotal ?? debit}) returning id`;
  if (rows.length === 0) return entry;
  return `with e as (${entry})
    insert into journal_line (shop_id, entry_id, line, account, currency, minor, item)
    select ${shop}, e.id, l.* , 'item' from e, (values ${rows.join(', ')}) l returning entry_id as id`;
}

/** Books for good; answers the entry's id. */
async function book(entry: Entry): Promise<string> {
  await worker.query(`select set_config('app.shop_id', '${shop}', false)`);
  const { rows } = await worker.query<{ id: string }>(booking(entry));
  const [row] = rows;
  if (row === undefined) throw new Error('nothing was booked');
  return row.id;
}

/** Why Postgres refuses a statement: the constraint, or else the code. */
async function refusal(client: pg.Client, statement: string): Promise<string | undefined> {
  if (client === worker) await client.query(`select set_config('app.shop_id', '${shop}', false)`);
  try {
    await client.query('begin');
    await client.query(statement);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    return error.constraint ?? error.code;
  } finally {
    await client.query('rollback');
  }
  return undefined;
}

const lineOf = (id: string, line: number, minor: number) =>
  `insert into journal_line values (${shop}, ${id}, ${line}, '1200', 'EUR', ${minor}, 'item', '{}')`;

describe('the database refuses, of the Worker and of its owner alike,', () => {
  const entries: [name: string, entry: Entry, reason: string | undefined][] = [
    ['nothing of an entry that is whole', { key: 'whole', lines: good }, undefined],
    ['an entry that does not balance', { key: 'a', lines: [{ minor: 100 }, { minor: -99 }] }, 'PL003'],
    ['an entry without lines', { key: 'b', lines: [], lineCount: 2, controlTotal: 100 }, 'PL003'],
    ['an entry of one line', { key: 'c', lines: [{ minor: 100 }] }, 'entry_has_two_lines'],
    ['fewer lines than announced', { key: 'd', lines: good, lineCount: 4 }, 'PL003'],
    ['another total than announced', { key: 'e', lines: good, controlTotal: 1 }, 'PL003'],
    ['an entry that moves nothing', { key: 'f', lines: good, controlTotal: 0 }, 'entry_moves_money'],
    ['a line of zero', { key: 'g', lines: [...good, { minor: 0 }] }, 'line_is_not_zero'],
    [
      'a line in another currency, even if the sum is zero',
      { key: 'h', lines: [{ minor: 100 }, { minor: -100, currency: 'USD' }] },
      'PL003',
    ],
  ];
  test.each(entries)('%s', async (_, entry, reason) => {
    expect(await refusal(worker, booking(entry))).toBe(reason);
    expect(await refusal(owner, booking(entry))).toBe(reason);
  });

  test('a second entry with one key, whatever it says', async () => {
    await book({ key: 'once', lines: good });
    expect(await refusal(worker, booking({ key: 'once', lines: good }))).toBe('entry_key_is_for_ever');
    const other = booking({ key: 'once', lines: [{ minor: 1 }, { minor: -1 }] });
    expect(await refusal(worker, other)).toBe('entry_key_is_for_ever');
  });

  test('a second reversal of one entry, and the reversal of none', async () => {
    const reverses = await book({ key: 'wrong', lines: good });
    const turned = turn(good);
    await book({ key: 'reversal', lines: turned, reverses });
    expect(await refusal(worker, booking({ key: 'again', lines: turned, reverses }))).toBe('reversed_once');
    expect(await refusal(worker, booking({ key: 'none', lines: turned, reverses: '987654' }))).toBe(
      'journal_entry_shop_id_reverses_fkey',
    );
  });

  test('a reversal that does not mirror: another amount, account or day, or less than all of it', async () => {
    const reverses = await book({ key: 'mirrored', lines: good });
    const turned = turn(good);
    const [first, ...rest] = turned;
    const wrong: [string, Partial<Entry>][] = [
      ['double', { lines: turned.map((line) => ({ ...line, minor: 2 * line.minor })) }],
      ['same side', { lines: good }],
      ['elsewhere', { lines: [{ minor: -11900, ...first, account: '1300' }, ...rest] }],
      [
        'in part',
        {
          lines: [
            { account: '1100', minor: -10000 },
            { account: '4000', minor: 10000 },
          ],
        },
      ],
      ['another day', { lines: turned, effectiveOn: '2026-11-22' }],
    ];
    for (const [key, other] of wrong)
      expect(await refusal(worker, booking({ key, lines: [], ...other, reverses })), key).toBe('PL005');
    expect(await refusal(worker, booking({ key: 'right', lines: turned, reverses }))).toBeUndefined();
  });

  test('a posting before the day of effect', async () => {
    const early = { key: 'early', lines: good, effectiveOn: '2026-11-23', postingDate: '2026-11-22' };
    expect(await refusal(worker, booking(early))).toBe('entry_is_not_posted_before_it_took_effect');
  });

  test('a posting into a period that the ERP closed, and none into one that is open', async () => {
    const period = (month: string, status: string) =>
      `insert into fact (shop_id, kind, key, home, also, happened_at, authority, digest, body, delivery_id, recorded_at)
       values (${shop}, 'erp_period', '${month}', 'erp/periods', '{}', '2026-11-01T00:00:00Z', true, repeat('0', 64),
         '{"period":"${month}","from":"${month}-01","to":"${month}-30","status":"${status}"}', 1, '2026-11-01T00:00:00Z')`;
    await owner.query(period('2026-09', 'closed'));
    await owner.query(period('2026-06', 'open'));
    const on = (postingDate: string) =>
      booking({ key: postingDate, lines: good, effectiveOn: '2026-05-05', postingDate });
    for (const client of [worker, owner]) {
      expect(await refusal(client, on('2026-09-01'))).toBe('PL004');
      expect(await refusal(client, on('2026-09-30'))).toBe('PL004');
      expect(await refusal(client, on('2026-10-01'))).toBeUndefined();
      expect(await refusal(client, on('2026-06-15'))).toBeUndefined();
    }
  });

  test('a line added later, alone or in a pair that balances', async () => {
    const id = await book({ key: 'closed', lines: good });
    for (const client of [worker, owner]) {
      expect(await refusal(client, lineOf(id, 4, 5))).toBe('PL003');
      const pair = `${lineOf(id, 4, 5)}, (${shop}, ${id}, 5, '1200', 'EUR', -5, 'item', '{}')`;
      expect(await refusal(client, pair)).toBe('PL003');
    }
  });

  test('a line of no entry, and an account without a number', async () => {
    expect(await refusal(worker, lineOf('987654', 1, 5))).toBe('journal_line_shop_id_entry_id_fkey');
    const id = await book({ key: 'numbered', lines: good });
    const nameless = lineOf(id, 4, 5).replace("'1200'", "'cash'");
    expect(await refusal(worker, nameless)).toBe('account_is_numbered');
  });
});

describe('what is booked stays as it is', () => {
  test.each(['journal_entry', 'journal_line'])('%s is never updated, deleted or truncated', async (table) => {
    await book({ key: `kept in ${table}`, lines: good });
    for (const change of [
      `update ${table} set currency = 'USD'`,
      `delete from ${table}`,
      `truncate ${table} cascade`,
    ]) {
      expect(await refusal(worker, change), `${change} by the Worker`).toBe('42501');
      expect(await refusal(owner, change), `${change} by the owner`).toBe('PL002');
    }
    expect(await refusal(owner, `delete from ${table} where false`), 'not even of nothing').toBe('PL002');
  });
});
