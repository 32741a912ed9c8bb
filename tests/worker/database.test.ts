import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import * as automate from '#drizzle/schema/automate.ts';
import * as govern from '#drizzle/schema/govern.ts';
import * as inbox from '#drizzle/schema/inbox.ts';
import * as routing from '#drizzle/schema/routing.ts';
import * as stabilize from '#drizzle/schema/stabilize.ts';
import { secrets, workerLogin } from '#sandbox/secret.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';
import { tables } from './support/look.ts';
import { paid } from './support/order.ts';

const world = await testWorld({ shop: { pastSince: '2026-09-24T08:00:00.000Z' } });
const ours = world.shopId;
await world.installStore('other-shop.myshopify.com');
const [others] = await world.ask<{ id: string }>('select id::text from shop where id <> $1', [ours]);
const theirs = others?.id ?? '';
world.store.fulfill(world.store.placeOrder(paid));
await live(world, 10 * minute);
// What so honest a life leaves nothing of.
const then = `'2026-11-23T08:00:00Z'`;
for (const rows of [
  `policy values (${ours}, 1, ${then}, '{}', ${then}, 'us')`,
  `mapping values (${ours}, 'gateway', 'shopify_payments', '1020', ${then}, 'us')`,
  `projection values (${ours}, ${then}) on conflict do nothing`,
  `balance_day values (${ours}, '9999', 'EUR', ${then}, ${then}, 1, 1, 2)`,
  `open_balance values (${ours}, 'order/1', '1100', 'EUR', 1)`,
  `completeness values (${ours}, 'orders', ${then}, 1, 1, '[]', ${then}) on conflict do nothing`,
  `break (shop_id, lane, key, leg, cause, about, sentence, evidence, first_seen_at, last_seen_at)
    values (${ours}, 'order/1', 'erp/STATUS/1', 'erp', 'STATUS', '1', '', '{}', ${then}, ${then})`,
  `open_item values (${ours}, 'due/1', 'order/1', 'due', 'invoice', 'invoice', 1, 'EUR', '2026-11-23', '')`,
  `open_item values (${ours}, 'document/1', 'erp/1', 'document', 'invoice', 'invoice', 1, 'EUR', '2026-11-23', '')`,
  `breaker values (${ours}, (select min(id) from connection where shop_id = ${ours}), 'closed', '[]', 0, null, 1, 'it serves', ${then})`,
  `routing_book values (${ours}, 1, '{}', 'a beginning', ${then}, 'us')`,
  `shadow values (${ours}, 'due/1', 'order/1', 'invoice posting', 'invoice', ${then}, true, '{}', '[]', '[]', true, ${then})`,
  `claim values (${ours}, 'due/1', 'document/1', 'order/1', 'erp/1', '', '', 'claimed', ${then})`,
])
  await world.ask(`insert into ${rows}`);

const worker = new pg.Client({
  connectionString: world.server.url(world.database, workerLogin, secrets.workerPassword),
});
const owner = new pg.Client({ connectionString: world.server.url(world.database) });
await Promise.all([worker.connect(), owner.connect()]);
afterAll(async () => {
  await Promise.all([worker.end(), owner.end()]);
  await world[Symbol.asyncDispose]();
});

type Rows = Record<string, unknown>[];

/** Runs statements in one transaction that is undone, in the scope of a shop or of none; answers the last one's rows. */
async function within(
  client: pg.Client,
  shop: string | null,
  ...statements: readonly string[]
): Promise<Rows> {
  await client.query('begin');
  try {
    if (shop !== null) await client.query(`select set_config('app.shop_id', $1, true)`, [shop]);
    let rows: Rows = [];
    for (const statement of statements) ({ rows } = await client.query<Record<string, unknown>>(statement));
    return rows;
  } finally {
    await client.query('rollback');
  }
}

/** What Postgres refuses with: its code, and the constraint when one was broken. */
async function refusal(work: Promise<unknown>): Promise<{ code: string | undefined; constraint?: string }> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    const { code, constraint } = error;
    return constraint === undefined ? { code } : { code, constraint };
  }
  return { code: undefined };
}

const ownColumn = (table: string) => (table === 'shop' ? 'id' : 'shop_id');

describe('one shop sees nothing of another', () => {
  test('the life before these tests left rows in every table', async () => {
    for (const table of tables) {
      const rows = await within(owner, null, `select from ${table} where ${ownColumn(table)} = ${ours}`);
      expect(rows.length, table).toBeGreaterThan(0);
    }
  });

  test.each(tables)('without a shop no row of %s is visible', async (table) => {
    expect(await within(worker, null, `select * from ${table}`)).toEqual([]);
    expect(await within(worker, '', `select * from ${table}`)).toEqual([]);
  });

  test.each(tables)('in the scope of a shop only its own rows of %s are visible', async (table) => {
    const shops = `select distinct ${ownColumn(table)}::text as shop from ${table}`;
    expect(await within(worker, ours, shops)).toEqual([{ shop: ours }]);
    expect(await within(worker, theirs, `select from ${table} where ${ownColumn(table)} = ${ours}`)).toEqual(
      [],
    );
  });

  test('a row of another shop can be neither written nor changed nor stirred', async () => {
    const insert = `insert into lane (shop_id, key) values (${theirs}, 'order/1')`;
    expect(await refusal(within(worker, ours, insert))).toEqual({ code: '42501' });
    const update = `update lane set shop_id = ${theirs}`;
    expect(await refusal(within(worker, ours, update))).toEqual({ code: '42501' });
    const changed = `update lane set stirred = stirred + 1 where shop_id = ${ours} returning key`;
    expect(await within(worker, theirs, changed)).toEqual([]);
  });

  test('the scope of a transaction ends with it', async () => {
    expect(await within(worker, ours, 'select from shop')).toHaveLength(1);
    expect(await within(worker, null, 'select from shop')).toHaveLength(0);
  });

  test('every table with a shop is under row level security, with policies for reading and writing', async () => {
    const rows = await within(
      owner,
      null,
      `select c.relname as name, c.relrowsecurity as secured,
         (select count(*)::int from pg_policy p where p.polrelid = c.oid and p.polname <> 'named_shop') as policies,
         (select bool_and(p.polcmd = '*' and p.polpermissive
            and pg_get_expr(p.polqual, p.polrelid) like '%current_shop()%') from pg_policy p
            where p.polrelid = c.oid and p.polname <> 'named_shop') as scoped
       from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`,
    );
    expect(rows).toEqual(
      tables.toSorted().map((name) => ({ name, secured: true, policies: 1, scoped: true })),
    );
  });
});

describe('the door for people, who come with the proven domain of their shop', () => {
  const asked = async (domain: string, query: string) =>
    within(worker, null, `select set_config('app.shop_domain', '${domain}', true)`, query);

  test('shows the row of that shop and no other row of any table', async () => {
    const domain = 'plumb-demo.myshopify.com';
    expect(await asked(domain, 'select domain from shop')).toEqual([{ domain }]);
    for (const table of tables.filter((one) => one !== 'shop')) {
      expect(await asked(domain, `select from ${table}`), table).toEqual([]);
    }
    expect(await asked('nobody.myshopify.com', 'select from shop')).toEqual([]);
    expect(await asked('', 'select from shop')).toEqual([]);
  });

  test('lets nothing be changed', async () => {
    const update = `update shop set state = 'uninstalled' returning id`;
    expect(await asked('plumb-demo.myshopify.com', update)).toEqual([]);
  });
});

describe("the Worker's role", () => {
  test('is no superuser, bypasses no policy, owns nothing and may not become another', async () => {
    const [role] = await within(
      owner,
      null,
      `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
         (select array_agg(g.rolname::text) from pg_auth_members m join pg_roles g on g.oid = m.roleid where m.member = r.oid) as roles,
         (select count(*)::int from pg_class c where c.relowner = r.oid) as tables,
         (select count(*)::int from pg_proc f where f.proowner = r.oid) as functions
       from pg_roles r where rolname = '${workerLogin}'`,
    );
    expect(role).toEqual({
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolreplication: false,
      roles: ['plumbline_app'],
      tables: 0,
      functions: 0,
    });
    const [group] = await within(
      owner,
      null,
      `select rolsuper, rolbypassrls, rolcanlogin,
         (select count(*)::int from pg_class c where c.relowner = r.oid) as tables,
         (select count(*)::int from pg_auth_members m where m.member = r.oid) as roles
       from pg_roles r where rolname = 'plumbline_app'`,
    );
    expect(group).toEqual({ rolsuper: false, rolbypassrls: false, rolcanlogin: false, tables: 0, roles: 0 });
  });

  test.each([
    'create table mine ()',
    'alter table inbox disable row level security',
    'alter table journal_entry disable trigger all',
    "update shop set domain = 'x.myshopify.com'",
    "update inbox set dedupe_key = 'x'",
    "update workflow set cut_over_at = '2020-01-01'",
    'delete from inbox',
    'delete from posting',
    'delete from break',
    "update policy set body = '{}'",
    'delete from sweep',
    'set role postgres',
    "set session_replication_role = 'replica'",
  ])('may not: %s', async (statement) => {
    expect(await refusal(within(worker, ours, statement))).toEqual({ code: '42501' });
  });

  test('may run exactly the functions it is granted, and nobody else may run any', async () => {
    const rows = await within(
      owner,
      null,
      `select proname as name, has_function_privilege('plumbline_app', oid, 'execute') as app,
         exists (select from aclexplode(coalesce(proacl, acldefault('f', proowner))) a where a.grantee = 0) as everyone
       from pg_proc where pronamespace = 'public'::regnamespace order by 1`,
    );
    expect(rows.filter((one) => one['everyone'] === true)).toEqual([]);
    const granted = rows.filter((one) => one['app'] === true).map((one) => one['name']);
    expect(granted).toEqual([
      'advance',
      'claim',
      'current_shop',
      'due_shops',
      'instant',
      'iso',
      'keep',
      'match_open_items',
      'posting_due',
      'project_ledger',
      'tell_claims',
    ]);
  });
});

describe('functions', () => {
  test('exactly keep and due_shops look across shops, on a search path of their own', async () => {
    const rows = await within(
      owner,
      null,
      `select proname as name, proconfig as settings from pg_proc
       where pronamespace = 'public'::regnamespace and prosecdef order by 1`,
    );
    expect(rows).toEqual([
      { name: 'due_shops', settings: ['search_path=public, pg_temp'] },
      { name: 'keep', settings: ['search_path=public, pg_temp'] },
    ]);
  });

  test('no function, trigger, default, policy, view or rule asks for the time', async () => {
    const rows = await within(
      owner,
      null,
      `select text from (
         select pg_get_functiondef(oid) as text from pg_proc where pronamespace = 'public'::regnamespace
         union all select pg_get_triggerdef(t.oid) from pg_trigger t
         union all select pg_get_expr(adbin, adrelid) from pg_attrdef
         union all select pg_get_expr(polqual, polrelid) from pg_policy
         union all select pg_get_constraintdef(c.oid) from pg_constraint c where connamespace = 'public'::regnamespace
         union all select definition from pg_views where schemaname = 'public') t
       where text ~* '\\m(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\\s*\\('
         or text ~* '\\m(current_date|current_time|current_timestamp|localtime|localtimestamp)\\M'`,
    );
    expect(rows).toEqual([]);
  });
});

describe('the drizzle schema', () => {
  const declared = [automate, govern, inbox, routing, stabilize]
    .flatMap((file): unknown[] => Object.values(file))
    .filter((one) => one instanceof PgTable)
    .map((one) => getTableConfig(one));

  test('has exactly the tables of the database', () => {
    expect(declared.map(({ name }) => name).toSorted()).toEqual(tables.toSorted());
  });

  test.each(declared)('describes $name as it is', async ({ name, columns }) => {
    const rows = await within(
      owner,
      null,
      `select attname as name, format_type(atttypid, atttypmod) as type, attnotnull as required,
         attidentity <> '' as generated
       from pg_attribute where attrelid = '${name}'::regclass and attnum > 0 and not attisdropped order by 1`,
    );
    const written = columns.map((column) => ({
      name: column.name,
      type: column.getSQLType().replace(/^char\(/, 'character('),
      required: column.notNull,
      generated: column.generatedIdentity !== undefined,
    }));
    expect(written.toSorted((one, other) => (one.name < other.name ? -1 : 1))).toEqual(rows);
  });
});
