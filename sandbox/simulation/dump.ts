/** What a life has left in Postgres, as one text that equal lives share byte for byte. */
import { asOwner } from '#sandbox/database.ts';
import type { World } from '#sandbox/world.ts';
import type pg from 'pg';

/** Chance made these; whether they are there is still told. */
const random = new Set([
  'shop.data_key',
  'shop.mapping_tag',
  'connection.sealed_credentials',
  'inbox.sealed',
  'lane.claimed_by',
]);

/** Rows by their surrogate id, in the words by which the world knows them. */
const named: Readonly<Record<string, string>> = {
  shop: `select id::text as id, domain as name from shop`,
  connection: `select id::text as id, kind as name from connection`,
  delivery: `select id::text as id, source || ' ' || dedupe_key as name from inbox`,
  entry: `select id::text as id, key as name from journal_entry`,
};

const references: Readonly<Record<string, keyof typeof named>> = {
  shop_id: 'shop',
  connection_id: 'connection',
  delivery_id: 'delivery',
  entry_id: 'entry',
  reverses: 'entry',
};

type Column = { readonly table: string; readonly name: string; readonly is_identity: boolean };
type Row = Readonly<Record<string, string | null>>;
type Names = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Every row of every table, one a line, sorted. Left out are sealed bytes, claim tokens and surrogate ids; where a
 * row names another by such an id, the other's own key stands. Of a lane's rows with a surrogate id, `nth` tells
 * in which order they came.
 */
export async function dump(world: World): Promise<string> {
  return asOwner(world.server, world.database, async (client) => {
    const names = await namesIn(client);
    const lines: string[] = [];
    for (const [table, columns] of await tablesIn(client)) {
      const { rows } = await client.query<Row>(
        `select ${columns.map(expression).join(', ')} from "${table}" t`,
      );
      for (const row of rows) lines.push(`${table} ${JSON.stringify(readable(row, names))}`);
    }
    return `${lines.toSorted().join('\n')}\n`;
  });
}

async function tablesIn(client: pg.Client): Promise<Map<string, Column[]>> {
  const { rows } = await client.query<Column>(
    `select c.table_name as table, c.column_name as name, c.is_identity = 'YES' as is_identity
     from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'public' and t.table_type = 'BASE TABLE' order by c.table_name, c.ordinal_position`,
  );
  const tables = Map.groupBy(rows, ({ table }) => table);
  if (tables.size === 0) throw new Error('the database has no tables to dump');
  return tables;
}

async function namesIn(client: pg.Client): Promise<Names> {
  const names = new Map<string, ReadonlyMap<string, string>>();
  for (const [kind, query] of Object.entries(named)) {
    const { rows } = await client.query<{ id: string; name: string }>(query);
    names.set(kind, new Map(rows.map(({ id, name }) => [id, name])));
  }
  return names;
}

/** Text of Postgres's own making, because no reader of ours may round a number. */
function expression(column: Column, _: number, columns: readonly Column[]): string {
  const name = `t."${column.name}"`;
  if (random.has(`${column.table}.${column.name}`))
    return `case when ${name} is not null then 'left out' end as "${column.name}"`;
  if (!column.is_identity) return `${name}::text as "${column.name}"`;
  const hasLane = columns.some((one) => one.name === 'lane');
  return hasLane
    ? `(row_number() over (partition by t.shop_id, t.lane order by ${name}))::text as nth`
    : `null as "${column.name}"`;
}

function readable(row: Row, names: Names): Row {
  const known = (kind: string, id: string): string => {
    const name = names.get(kind)?.get(id);
    if (name === undefined) throw new Error(`the dump finds no ${kind} with the id ${id}`);
    return name;
  };
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => {
      const kind = references[column];
      if (value === null) return [column, null];
      if (kind !== undefined) return [column, known(kind, value)];
      const [, deliveryId] = /^delivery\/(\d+)$/.exec(value) ?? [];
      return [column, deliveryId === undefined ? value : `delivery/${known('delivery', deliveryId)}`];
    }),
  );
}
