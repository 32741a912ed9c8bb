/** The product's own questions to Postgres, asked by whoever looks at a world from outside. */
import { PgDialect } from 'drizzle-orm/pg-core';
import type { Statement } from '#src/client/database.ts';
import { asOwner } from '#sandbox/database.ts';
import type { World } from '#sandbox/world.ts';

const dialect = new PgDialect();

/** Answers one statement in the scope of one shop. */
export async function inScope<Row>(
  { server, database }: World,
  shopId: string,
  one: Statement<Row>,
): Promise<Row[]> {
  const { sql, params } = dialect.sqlToQuery(one.query);
  return asOwner(server, database, async (client) => {
    await client.query(`select set_config('app.shop_id', $1, false)`, [shopId]);
    const { rows } = await client.query<Row & Record<string, unknown>>(sql, params);
    return rows;
  });
}
