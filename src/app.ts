/** The composition root: env → Deps, routes. The only place that knows clock, randomness and environment. */
import { cfWorkerAdapterInitialized } from '@shopify/shopify-api/adapters/cf-worker';
import { ApiVersion, LogSeverity, shopifyApi } from '@shopify/shopify-api';
import { type Context, Hono } from 'hono';
import { etag } from 'hono/etag';
import { z } from 'zod';
import { erpSource } from '#webhooks/erp/source.ts';
import { receive } from '#webhooks/receive.ts';
import { shopifySource } from '#webhooks/shopify/source.ts';
import type { Source } from '#webhooks/source.ts';
import { translators } from '#webhooks/translators.ts';
import { openDatabase, StoreDown } from '#src/client/database.ts';
import { consoleLog } from '#src/client/log.ts';
import { openQueue } from '#src/client/queue.ts';
import { openKnownMappings } from '#src/stabilize/shop-facts/known-mappings.ts';
import { openBudgets } from '#src/client/shopify/budget.ts';
import { openapi } from '#src/contract/openapi.ts';
import { callbackSecrets } from '#src/inbox/callback-secret.ts';
import { readMasterSecrets } from '#src/inbox/seal.ts';
import { keep } from '#src/inbox/store.ts';
import type { PanelDeps } from '#src/panel/deps.ts';
import { registerPanel } from '#src/panel/routes.ts';
import type { Lane } from '#domain/lane.ts';
import type { Deps } from '#src/task/deps.ts';
import { drain } from '#src/task/drain.ts';
import { runTask } from '#src/task/route.ts';
import { tick } from '#src/task/tick.ts';

/** Every variable and secret that wrangler.toml names. */
const environment = z.object({
  APP_URL: z.url(),
  DATABASE_URL: z.string(),
  MASTER_SECRETS: z.string(),
  SHOPIFY_API_KEY: z.string(),
  SHOPIFY_API_SECRET: z.string(),
  SHOPIFY_CDN: z.url(),
  SHOPIFY_ADMIN: z.url(),
  QSTASH_URL: z.url(),
  QSTASH_TOKEN: z.string(),
  QSTASH_CURRENT_SIGNING_KEY: z.string(),
  QSTASH_NEXT_SIGNING_KEY: z.string(),
  RAW_RETENTION_DAYS: z.coerce.number().int().positive(),
});

type Base = {
  readonly deps: () => Deps;
  readonly panel: () => PanelDeps;
  readonly shopifySource: Source;
  readonly erpSource: Source;
};

/** What does not change between requests of one isolate; `deps()` opens a database that counts one request's trips. */
function compose(env: unknown): Base {
  // A bundler that drops the adapter as an import without use would leave the library without crypto and fetch.
  if (!cfWorkerAdapterInitialized) throw new Error('the Shopify library lacks its adapter for Workers');
  const settings = environment.parse(env);
  const shopify = shopifyApi({
    apiKey: settings.SHOPIFY_API_KEY,
    apiSecretKey: settings.SHOPIFY_API_SECRET,
    hostName: new URL(settings.APP_URL).host,
    apiVersion: ApiVersion.October26,
    isEmbeddedApp: true,
    logger: { level: LogSeverity.Error, log: () => undefined },
    future: {},
  });
  const source = shopifySource(async (parameters) => shopify.webhooks.validate(parameters));
  const secrets = readMasterSecrets(settings.MASTER_SECRETS);
  const erp = erpSource(async (shop) => callbackSecrets(secrets, shop));
  const now = () => new Date().toISOString();
  const shared = {
    now,
    newId: () => crypto.randomUUID(),
    queue: openQueue({
      baseUrl: settings.QSTASH_URL,
      token: settings.QSTASH_TOKEN,
      currentSigningKey: settings.QSTASH_CURRENT_SIGNING_KEY,
      nextSigningKey: settings.QSTASH_NEXT_SIGNING_KEY,
      appUrl: settings.APP_URL,
    }),
    shopify,
    budgets: openBudgets(now),
    knownMappings: openKnownMappings(),
    secrets,
    translators,
    rawRetentionDays: settings.RAW_RETENTION_DAYS,
    log: consoleLog,
  };
  const deps = () => ({ ...shared, db: openDatabase(settings.DATABASE_URL) });
  const origins = {
    cdn: new URL(settings.SHOPIFY_CDN).origin,
    admin: new URL(settings.SHOPIFY_ADMIN).origin,
  };
  return {
    deps,
    panel: () => ({ ...deps(), ...origins }),
    shopifySource: source,
    erpSource: erp,
  };
}

/** Builds the app; the environment is read once, at the first request. */
export function createApp() {
  let base: Base | undefined;
  let contract: ReturnType<typeof openapi> | undefined;
  const baseOf = (env: unknown): Base => (base ??= compose(env));
  const app = new Hono();

  const receiving = async (c: Context, { deps: open }: Base, source: Source): Promise<Response> => {
    const deps = open();
    const received = await receive(source, c.req.raw, {
      now: deps.now,
      keep: async (delivery) => keep(deps.db, deps.secrets, delivery),
      isStoreDown: (error) => error instanceof StoreDown,
    });
    const { kept } = received;
    if (kept !== undefined) c.executionCtx.waitUntil(drainBehind(open(), kept.shopId, kept.lane));
    return answered(c, deps, received.response);
  };
  app.post('/webhooks/shopify', async (c) => receiving(c, baseOf(c.env), baseOf(c.env).shopifySource));
  app.post('/webhooks/erp/:shop', async (c) => receiving(c, baseOf(c.env), baseOf(c.env).erpSource));
  app.get('/erp/v1/openapi.json', etag(), (c) =>
    c.json((contract ??= openapi()), 200, { 'cache-control': 'public, max-age=3600' }),
  );

  app.post('/task/:task', async (c) => {
    const deps = baseOf(c.env).deps();
    return answered(c, deps, await runTask(deps, c.req.param('task'), c.req.raw));
  });

  registerPanel(app, (env) => baseOf(env).panel());

  app.notFound((c) => c.text('There is nothing here.\n', 404));
  app.onError((error, c) => {
    // Nothing internal reaches the answer; a message of ours names no one.
    consoleLog({ event: 'request-failed', route: c.req.path, error: `${error.name}: ${error.message}` });
    return c.text('Something went wrong; send it again.\n', error instanceof StoreDown ? 503 : 500);
  });

  return {
    fetch: app.fetch,
    /** The dead-man's switch: ticks by itself, and sees to it that QStash ticks. */
    async scheduled(env: unknown): Promise<void> {
      const deps = baseOf(env).deps();
      await deps.queue.keepTicking();
      await tick(deps);
    },
  };
}

/** The sender has its answer; whatever fails from here is found again by the tick. */
async function drainBehind(deps: Deps, shopId: string, lane: Lane): Promise<void> {
  try {
    await drain(deps, shopId, [lane]);
    deps.log({ event: 'drain', shop: shopId, lane, trips: deps.db.trips });
  } catch (error) {
    deps.log({
      event: 'drain-failed',
      shop: shopId,
      lane,
      error: error instanceof Error ? error.message : 'unknown',
    });
  }
}

/** Shows on the answer how many round trips to the database it took. */
function answered(c: Context, deps: Deps, response: Response): Response {
  const { trips } = deps.db;
  response.headers.set('server-timing', `db;desc="${trips} round trip${trips === 1 ? '' : 's'}"`);
  deps.log({ event: 'request', route: c.req.path, status: response.status, trips });
  return response;
}
