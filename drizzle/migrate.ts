/** npm run migrate: brings a database to the newest migration, as its owner. DATABASE_URL names it. */
import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';

const migrationsFolder = fileURLToPath(new URL('migrations', import.meta.url));

/** Applies what is missing, each migration once, all in one transaction. The role plumbline_app is made if need be. */
export async function migrateDatabase(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await migrate(drizzle({ client }), { migrationsFolder });
  } finally {
    await client.end();
  }
}

if (import.meta.main) {
  const { DATABASE_URL } = process.env;
  if (DATABASE_URL === undefined) {
    process.stderr.write('DATABASE_URL must name the database and its owner.\n');
    process.exit(2);
  }
  await migrateDatabase(DATABASE_URL);
  process.stdout.write('The database is at the newest migration.\n');
}
