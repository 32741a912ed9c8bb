/** Promises about whose rows are whose: two shops live in one database and know nothing of each other. */
import { asOwner } from '#sandbox/database.ts';
import { workerLogin } from '#sandbox/secret.ts';
import type { World } from '#sandbox/world.ts';
import type pg from 'pg';
import type { Lived } from '../life.ts';
import type { Invariant } from './invariant.ts';

export const shopInvariants: readonly Invariant[] = [
  {
    number: 11,
    promise: "no row of one shop is reachable in another shop's scope",
    findings: async ({ world }) => reachable(world),
  },
  {
    number: 11,
    promise: "no shop knows another shop's orders",
    async findings(lived) {
      const { world, neighborDomain } = lived;
      const lanes = await world.ask<{ domain: string; key: string }>(
        `select s.domain, l.key from lane l join shop s on s.id = l.shop_id where l.key like 'order/%' order by 1, 2`,
      );
      const here = ordersOf(lived.world.store);
      const nextDoor = ordersOf(lived.neighbor);
      return lanes.flatMap(({ domain, key }) =>
        (domain === neighborDomain ? nextDoor : here).has(key.slice('order/'.length))
          ? []
          : [`${domain} has ${key}, which is no order of its store`],
      );
    },
  },
  {
    number: 11,
    promise: 'the Worker asks nobody that is not named for it',
    findings: async ({ world }) => [...new Set(world.strangers)].map((host) => `it asked for ${host}`),
  },
];

function ordersOf({ state }: Lived['neighbor']): ReadonlySet<string> {
  return new Set([...state.orders.map((one) => String(one.id)), ...[...state.deletedOrderIds].map(String)]);
}

/** Looks with the Worker's own login, in each shop's scope and in none, at every table that has a shop. */
async function reachable(world: World): Promise<string[]> {
  return asOwner(world.server, world.database, async (client) => {
    const shops = (await client.query<{ id: string }>('select id::text from shop order by id')).rows;
    const tables = (
      await client.query<{ name: string }>(
        `select table_name as name from information_schema.columns join information_schema.tables using (table_schema, table_name)
         where table_schema = 'public' and table_type = 'BASE TABLE' and column_name = 'shop_id' order by 1`,
      )
    ).rows.map((one) => one.name);
    if (shops.length < 2 || tables.length === 0) throw new Error('two shops and their tables are looked at');
    const findings: string[] = [];
    for (const scope of ['', ...shops.map((one) => one.id)])
      for (const table of tables) {
        const foreign = await countIn(client, { table, scope, where: `shop_id::text <> '${scope}'` });
        if (foreign > 0)
          findings.push(`in the scope "${scope}" ${foreign} foreign rows of ${table} are seen`);
        const own = await countIn(client, { table, scope, where: `shop_id::text = '${scope}'` });
        const { rows } = await client.query<{ count: number }>(
          `select count(*)::int as count from "${table}" where shop_id::text = $1`,
          [scope],
        );
        if (own !== rows[0]?.count)
          findings.push(`in the scope "${scope}" ${own} of ${rows[0]?.count} own rows of ${table} are seen`);
      }
    return findings;
  });
}

async function countIn(
  client: pg.Client,
  { table, scope, where }: { readonly table: string; readonly scope: string; readonly where: string },
): Promise<number> {
  await client.query('begin');
  try {
    await client.query(`set local role ${workerLogin}`);
    await client.query(`select set_config('app.shop_id', $1, true)`, [scope]);
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int as count from "${table}" where ${where}`,
    );
    return rows[0]?.count ?? 0;
  } finally {
    await client.query('rollback');
  }
}
