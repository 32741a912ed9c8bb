import { randomUUID } from 'node:crypto';

import { neon, neonConfig } from '@neondatabase/serverless';
import { sql as fragment } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/neon-http';
import { integer, pgTable, text } from 'drizzle-orm/pg-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';

import { type Neon, openNeon } from '#sandbox/neon.ts';
import { attachPostgres } from '#sandbox/postgres/database.ts';

const postgres = attachPostgres(inject('postgresUrl'));
const database = `neon_${randomUUID()}`;
const connectionString = postgres.url(database).replace(/@.*\//, '@db.plumbline.test/');
let endpoint: Neon;

beforeAll(() => postgres.createDatabase(database));
afterAll(() => postgres.dropDatabase(database));
beforeEach(async () => {
  endpoint = openNeon({ postgres });
  neonConfig.fetchFunction = (url: string, init: RequestInit) => endpoint.fetch(new Request(url, init));
  await neon(connectionString).query('drop table if exists entry');
  await neon(connectionString).query('create table entry (id int primary key, note text)');
  endpoint.resetLog();
});
afterEach(() => endpoint.close());

test('is found at the host the driver derives from the connection string', async () => {
  const asked: string[] = [];
  neonConfig.fetchFunction = (url: string, init: RequestInit) => {
    asked.push(url);
    return endpoint.fetch(new Request(url, init));
  };
  await neon(connectionString)`select 1`;
  expect(asked).toEqual(['https://api.plumbline.test/sql']);
  expect(endpoint.hosts).toEqual(['api.plumbline.test']);
});

test('values come back as the driver reads them from text, bigint and numeric as strings', async () => {
  const sql = neon(connectionString);
  const [row] = await sql`
    select ${7}::int as i, ${'12345678901234567890'}::numeric as n, 9007199254740993::bigint as b, ${true}::bool as yes,
      ${null}::text as nothing, ${[1, 2]}::int[] as list, ${{ a: [1] }}::jsonb as json, 'x'::text as word`;
  expect(row).toEqual({
    i: 7,
    n: '12345678901234567890',
    b: '9007199254740993',
    yes: true,
    nothing: null,
    list: [1, 2],
    json: { a: [1] },
    word: 'x',
  });
});

test('full results carry the command, the row count and the fields', async () => {
  const sql = neon(connectionString, { fullResults: true });
  const inserted = await sql`insert into entry values (1, 'one'), (2, 'two')`;
  expect(inserted).toMatchObject({ command: 'INSERT', rowCount: 2, rows: [] });
  const selected = await sql.query('select id, note from entry order by id', [], { arrayMode: true });
  expect(selected).toMatchObject({
    command: 'SELECT',
    rowCount: 2,
    rows: [
      [1, 'one'],
      [2, 'two'],
    ],
    rowAsArray: true,
  });
  expect(selected.fields.map(({ name, dataTypeID }) => [name, dataTypeID])).toEqual([
    ['id', 23],
    ['note', 25],
  ]);
});

test("a statement's error has the fields of Postgres", async () => {
  const sql = neon(connectionString);
  await sql`insert into entry values (1, 'one')`;
  await expect(sql`insert into entry values (1, 'again')`).rejects.toMatchObject({
    name: 'NeonDbError',
    code: '23505',
    severity: 'ERROR',
    constraint: 'entry_pkey',
    table: 'entry',
    detail: 'Key (id)=(1) already exists.',
  });
  await expect(sql`select nonsense`).rejects.toMatchObject({ code: '42703', position: '8' });
});

test('one text holds one statement, as over the extended protocol', async () => {
  await expect(neon(connectionString).query('select 1; select 2')).rejects.toMatchObject({ code: '42601' });
});

test('a batch is one trip and one transaction: the first error undoes all', async () => {
  const sql = neon(connectionString);
  const insert = (id: number) => sql`insert into entry values (${id}, 'x')`;
  await expect(sql.transaction([insert(1), insert(2), insert(1)])).rejects.toMatchObject({ code: '23505' });
  expect(await sql`select count(*)::int as n from entry`).toEqual([{ n: 0 }]);
  const results = await sql.transaction([insert(1), sql`select id from entry`]);
  expect(results).toEqual([[], [{ id: 1 }]]);
  expect(endpoint.trips).toBe(3);
  expect(endpoint.log[2]?.statements).toEqual(["insert into entry values ($1, 'x')", 'select id from entry']);
});

test('a batch runs in the isolation and mode that its headers ask for, and leaves nothing set', async () => {
  const sql = neon(connectionString);
  const modes = sql`select current_setting('transaction_isolation') as isolation, current_setting('transaction_read_only') as read_only`;
  const options = { isolationLevel: 'Serializable', readOnly: true, deferrable: true } as const;
  expect(await sql.transaction([modes], options)).toEqual([[{ isolation: 'serializable', read_only: 'on' }]]);
  await sql.transaction([sql`select set_config('app.shop_id', '7', true)`]);
  expect(
    await sql`select current_setting('app.shop_id', true) as shop, current_setting('transaction_read_only') as read_only`,
  ).toEqual([{ shop: '', read_only: 'off' }]);
});

test('a constraint that is checked at commit fails the batch', async () => {
  const sql = neon(connectionString);
  await sql`create table child (entry int references entry deferrable initially deferred)`;
  await expect(sql.transaction([sql`insert into child values (9)`, sql`select 1`])).rejects.toMatchObject({
    code: '23503',
  });
  await sql`drop table child`;
});

test('the user, the password and the database of the connection string are honored', async () => {
  const role = `reader_${randomUUID().slice(0, 8)}`;
  await neon(connectionString).query(`create role ${role} login password 'secret'`);
  const as = (password: string, name = database) =>
    `postgresql://${role}:${password}@db.plumbline.test/${name}`;
  expect(await neon(as('secret'))`select current_user::text as me`).toEqual([{ me: role }]);
  await expect(neon(as('guess'))`select 1`).rejects.toMatchObject({ code: '28P01' });
  await expect(neon(as('secret', 'nowhere'))`select 1`).rejects.toMatchObject({ code: '3D000' });
  await expect(neon(as('secret'))`insert into entry values (1, 'x')`).rejects.toMatchObject({
    code: '42501',
  });
  await neon(connectionString).query(`drop role ${role}`);
});

test('a transaction left open by one request does not leak into the next', async () => {
  const sql = neon(connectionString);
  await sql.query('begin');
  await sql`insert into entry values (1, 'x')`;
  expect(await sql`select id from entry`).toEqual([{ id: 1 }]);
});

test("bodies beyond ten megabytes are refused in both directions, with the proxy's status", async () => {
  const sql = neon(connectionString);
  const tooLong = 'x'.repeat(10 * 1024 * 1024);
  await expect(sql`select length(${tooLong})`).rejects.toThrow('HTTP status 413');
  await expect(sql`select repeat('x', ${10 * 1024 * 1024 + 1})`).rejects.toThrow('HTTP status 507');
  await expect(
    sql.transaction([
      sql`insert into entry values (1, 'x')`,
      sql`select repeat('x', ${10 * 1024 * 1024 + 1})`,
    ]),
  ).rejects.toThrow('507');
  expect(await sql`select id from entry`).toEqual([]);
});

test('a server that cannot be reached is no error of the statement', async () => {
  const nowhere = openNeon({ postgres: { host: '127.0.0.1', port: 1 } });
  neonConfig.fetchFunction = (url: string, init: RequestInit) => nowhere.fetch(new Request(url, init));
  const refused = neon(connectionString)`select 1`;
  await expect(refused).rejects.toThrow('HTTP status 500');
  await expect(refused).rejects.toMatchObject({ code: undefined });
});

test('an endpoint that is down does nothing, one whose answer is lost has done it', async () => {
  const sql = neon(connectionString);
  endpoint.intercept = () => 'down';
  await expect(sql`insert into entry values (1, 'x')`).rejects.toThrow('Error connecting to database');
  endpoint.intercept = async (statements) => (statements[0]?.startsWith('insert') ? 'lose-answer' : 'pass');
  await expect(sql`insert into entry values (2, 'x')`).rejects.toThrow('Error connecting to database');
  expect(await sql`select id from entry`).toEqual([{ id: 2 }]);
});

test('a request that is given up cancels its running statement', async () => {
  const giveUp = new AbortController();
  const sql = neon(connectionString);
  const waiting = endpoint.fetch(
    new Request('https://api.plumbline.test/sql', {
      method: 'POST',
      headers: { 'neon-connection-string': connectionString, 'neon-raw-text-output': 'true' },
      body: JSON.stringify({ query: 'select pg_sleep(3600)', params: [] }),
      signal: giveUp.signal,
    }),
  );
  const isRunning = async () =>
    (await sql`select 1 from pg_stat_activity where wait_event = 'PgSleep'`).length > 0;
  await expect.poll(isRunning).toBe(true);
  giveUp.abort();
  expect(await (await waiting).json()).toMatchObject({ code: '57014' });
});

test('drizzle selects, inserts and batches through it', async () => {
  const entry = pgTable('entry', { id: integer().primaryKey(), note: text() });
  const db = drizzle(neon(connectionString));
  const [inserted, seen] = await db.batch([
    db
      .insert(entry)
      .values([
        { id: 1, note: 'one' },
        { id: 2, note: null },
      ])
      .onConflictDoNothing()
      .returning(),
    db.select({ n: fragment<number>`count(*)::int` }).from(entry),
  ]);
  expect(inserted).toEqual([
    { id: 1, note: 'one' },
    { id: 2, note: null },
  ]);
  expect(seen).toEqual([{ n: 2 }]);
  expect(endpoint.trips).toBe(1);
});
