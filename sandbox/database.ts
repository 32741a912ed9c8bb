/** The product's database on a local server: a migrated template, copies of it, and shops to begin with. */
import pg from 'pg';
import { migrateDatabase } from '#drizzle/migrate.ts';
import { credentialScope, newDataKey, openDataKey, readMasterSecrets, seal } from '#src/inbox/seal.ts';
import type { Policy } from '#domain/policy.ts';
import { type Mode, type WorkflowName, workflowNames } from '#domain/workflow.ts';
import type { DatabaseServer } from './postgres/database.ts';
import { hosts, secrets, workerLogin } from './secret.ts';

const template = 'plumbline_template';
/** An app that may not read all orders sees those of sixty days. */
const pastMs = 60 * 86_400_000;

/** Runs one piece of work as the owner of a database. */
export async function asOwner<Result>(
  server: DatabaseServer,
  database: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: server.url(database) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Migrates the template once a server; `freshDatabase` copies it in a few milliseconds. */
export async function prepareTemplate(server: DatabaseServer): Promise<void> {
  await server.createDatabase(template);
  await migrateDatabase(server.url(template));
  await asOwner(server, template, async (client) => {
    await client.query(
      `create role ${workerLogin} login nobypassrls password '${secrets.workerPassword}' in role plumbline_app`,
    );
  });
}

export async function freshDatabase(server: DatabaseServer, name: string): Promise<void> {
  await server.createDatabase(name, template);
}

export type NewShop = {
  readonly domain: string;
  readonly installedAt: string;
  readonly currency: string;
  readonly timeZone: string;
  /** Of invoice posting. */
  readonly mode: Mode;
  /** Of the other workflows, which are off where nothing is said. */
  readonly modes?: Partial<Record<WorkflowName, Mode>>;
  readonly cutOverAt: string;
  readonly policy?: Partial<Policy>;
  readonly erp?: { readonly enforcesKeys: boolean; readonly executionMsMax: number };
  /** Where its ERP is, when it is not the demo shop's. */
  readonly erpUrl?: string;
  /** The app reads the shop's past from this instant on; without it, nothing of it. */
  readonly pastSince?: string;
};

/** In which mode a workflow of the shop begins. */
export function modeIn(shop: NewShop, name: WorkflowName): Mode {
  return shop.modes?.[name] ?? (name === 'invoice posting' ? shop.mode : 'off');
}

/** An installed shop with its connections, their tokens sealed as an installation would seal them. Returns its id. */
export async function installShop(client: pg.Client, shop: NewShop): Promise<string> {
  const master = readMasterSecrets(secrets.masterSecrets);
  const dataKey = await newDataKey(master, shop.domain);
  const shopKey = await openDataKey(master, shop.domain, dataKey);
  const sealed = async (kind: string, token: string) =>
    seal(shopKey, credentialScope(kind), JSON.stringify({ token }));
  const { rows } = await client.query<{ id: string }>(
    `insert into shop (domain, state, installed_at, currency, time_zone, policy, data_key)
     values ($1, 'installed', $2, $3, $4, $5, $6) returning id::text`,
    [shop.domain, shop.installedAt, shop.currency, shop.timeZone, JSON.stringify(shop.policy ?? {}), dataKey],
  );
  const id = rows[0]?.id ?? '';
  const erp = shop.erp ?? { enforcesKeys: true, executionMsMax: 60_000 };
  await client.query(
    `insert into connection (shop_id, kind, base_url, sealed_credentials, enforces_keys, execution_ms_max)
     values ($1, 'store', $2, $3, false, 60000), ($1, 'erp', $4, $5, $6, $7)`,
    [
      id,
      `https://${shop.domain}`,
      await sealed('store', secrets.storeToken),
      shop.erpUrl ?? hosts.erp,
      await sealed('erp', secrets.erpToken),
      erp.enforcesKeys,
      erp.executionMsMax,
    ],
  );
  for (const name of workflowNames) {
    const mode = modeIn(shop, name);
    await client.query('insert into workflow (shop_id, name, mode, cut_over_at) values ($1, $2, $3, $4)', [
      id,
      name,
      mode,
      shop.cutOverAt,
    ]);
  }
  if (shop.pastSince !== undefined)
    await client.query(
      `insert into backfill (shop_id, resource, state, since, due_at)
       select $1, resource, 'wanted', $2, $3 from unnest(array['fulfillments', 'refunds', 'returns', 'orders']) resource`,
      [id, shop.pastSince, shop.installedAt],
    );
  const { installedAt, pastSince = installedAt, cutOverAt } = shop;
  const documentsSince = shop.pastSince ?? new Date(Date.parse(cutOverAt) - pastMs).toISOString();
  await client.query(
    `insert into sweep (shop_id, resource, since, due_at)
     select $1, resource, since, $2 from (values ('orders', $3::timestamptz), ('completeness', $3),
       ('erp-documents', $4::timestamptz), ('erp-periods', $4), ('balance-transactions', $5::timestamptz),
       ('payouts', $5), ('gift-cards', timestamptz '1970-01-01 00:00Z')) of (resource, since)`,
    [id, installedAt, pastSince, documentsSince, cutOverAt],
  );
  return id;
}
