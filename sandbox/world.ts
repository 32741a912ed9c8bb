/** The outside world on one machine, around the Worker's real bundle, in its real runtime or in our own process. */
import { callbackSecrets } from '#src/inbox/callback-secret.ts';
import { readMasterSecrets } from '#src/inbox/seal.ts';
import { type Mode, type WorkflowName, workflowNames } from '#domain/workflow.ts';
import { buildWorker } from './worker/build.ts';
import type { WorkerHost, WorkerOptions } from './worker/contract.ts';
import { openPower, type PoweredNetwork } from './worker/crash.ts';
import type { Clock } from './clock.ts';
import { asOwner, freshDatabase, installShop, modeIn, type NewShop } from './database.ts';
import { type Erp, openErp } from './erp/erp.ts';
import { type Neon, openNeon } from './neon.ts';
import type { DatabaseServer } from './postgres/database.ts';
import { openQstash, type Qstash } from './qstash/qstash.ts';
import { bindingsFor, hosts, secrets } from './secret.ts';
import { openFileStorage } from './shopify/graphql/bulk/storage.ts';
import { openStore, type Store, type StoreOptions } from './shopify/store.ts';
import type { StandIn } from './stand-in.ts';
import { type MirroredStripe, openMirroredStripe } from './stripe/mirrored.ts';
import { shopSettings } from './traffic/profile.ts';

export type WorldOptions = {
  readonly server: DatabaseServer;
  /** The name of the world's own database on that server. */
  readonly database: string;
  readonly clock: Clock;
  /** Where the bundle runs: in workerd, its real runtime and the default, or in our own process, which is faster. */
  readonly runtime?: 'workerd' | 'process';
  readonly live?: boolean;
  readonly port?: number;
  readonly seed?: number;
  /** Where the demo shop is, with the currency, the taxes and the time of there; the sandbox's own when left out. */
  readonly country?: string;
  /** Changes to the demo shop: its mode, cut-over, policy or ERP. */
  readonly shop?: Partial<NewShop>;
  /** How long the ERP really works on a call at most; as long as its connection says when left out. */
  readonly erpExecutionMs?: number;
  /** Whether the ERP tells of each invoice that we post into it; off by default. */
  readonly erpAnnounces?: boolean;
  /** Settings of the Worker that are to differ from the sandbox's own. */
  readonly bindings?: Readonly<Record<string, string>>;
  /** The Worker's bundle, when it was built already. */
  readonly script?: string;
  /** What a Worker's log line is given to; none by default. */
  readonly log?: (line: string) => void;
};

/** One request that a store sent to the Worker, with what it was answered; null when no answer came. */
export type Sent = {
  readonly webhookId: string | null;
  readonly topic: string | null;
  readonly status: number | null;
};

export interface World {
  readonly clock: Clock;
  readonly database: string;
  readonly server: DatabaseServer;
  readonly shopId: string;
  readonly neon: Neon;
  readonly qstash: Qstash;
  readonly store: Store;
  /** The merchant's account there, in which whatever the demo shop takes through `stripe` is found again. */
  readonly stripe: MirroredStripe;
  readonly erp: Erp;
  /** Of the demo shop's workflows, as people who work beside them last saw them. */
  readonly modes: ReadonlyMap<WorkflowName, Mode>;
  /** The demo shop's and those of all further stores: no two shops share their books. */
  readonly erps: readonly Erp[];
  readonly worker: WorkerHost;
  /** The Worker's network: counts its requests, and fails at those that a plan names. */
  readonly power: PoweredNetwork;
  /** Every request that any store of this world sent. */
  readonly sent: readonly Sent[];
  /** Hosts that were asked for and are not of this world; a product that works leaves it empty. */
  readonly strangers: string[];
  /** Asked about each request of the Worker to ERP, QStash or store before it is answered. */
  intercept: undefined | ((request: Request, answer: () => Promise<Response>) => Promise<Response>);
  /** Opens a further store that has installed the app. */
  installStore(domain: string): Promise<Store>;
  /** Whoever works beside the app looks at how its workflows stand. */
  lookAtModes(): Promise<void>;
  /** A question to Postgres as its owner, outside the Worker. */
  ask<Row extends Record<string, unknown>>(query: string, values?: readonly unknown[]): Promise<Row[]>;
  dispose(): Promise<void>;
}

export const demoDomain = 'plumb-demo.myshopify.com';

/** Opens a world with one demo shop whose invoice posting is in `auto` from the day before the clock's time. */
export async function openWorld(options: WorldOptions): Promise<World> {
  const { server, database, clock } = options;
  await freshDatabase(server, database);
  const demo = demoShop(options);
  const shopId = await asOwner(server, database, async (client) => installShop(client, demo));

  const sent: Sent[] = [];
  const carry = async (request: Request): Promise<Response> => power.call(async () => worker.fetch(request));
  const callbackSecret = await callbackSecretOf(demo.domain);
  const around = surroundings(options, demo, { carry, sent, callbackSecret });
  const power = openPower(clock, () => worker);
  const worker = await openRuntime(options.runtime, {
    script: options.script ?? (await buildWorker()).script,
    bindings: { ...bindingsFor(database), ...options.bindings },
    outbound: async (request) => power.pass(request, async (it) => answerTo(it, world, around.standIns)),
    clock,
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.live === undefined ? {} : { live: options.live }),
    log({ message }) {
      options.log?.(message);
    },
  });

  const modes = new Map(workflowNames.map((name) => [name, modeIn(demo, name)]));

  const world: World = {
    ...around,
    modes,
    clock,
    database,
    server,
    shopId,
    worker,
    power,
    sent,
    strangers: [],
    intercept: undefined,
    async installStore(domain) {
      const host = `erp.${domain.split('.')[0]}.plumbline.test`;
      const theirs = { ...demo, domain, erpUrl: `https://${host}` };
      await asOwner(server, database, async (client) => installShop(client, theirs));
      const further = around.openStore(domain);
      const furtherErp = around.openErpAt(host);
      around.standIns.push(further, furtherErp);
      around.erps.push(furtherErp);
      return further;
    },
    lookAtModes: async () => lookAtModes(world, modes),
    async ask<Row extends Record<string, unknown>>(query: string, values: readonly unknown[] = []) {
      return asOwner(server, database, async (client) => (await client.query<Row>(query, [...values])).rows);
    },
    async dispose() {
      await worker.dispose();
      await around.neon.close();
    },
  };
  return world;
}

async function lookAtModes(world: World, modes: Map<WorkflowName, Mode>): Promise<void> {
  const standing = 'select name, mode from workflow where shop_id = $1';
  for (const { name, mode } of await world.ask<{ name: WorkflowName; mode: Mode }>(standing, [world.shopId]))
    modes.set(name, mode);
}

/** A host is loaded when it is wanted: a process that lives many lives needs no workerd. */
async function openRuntime(runtime: WorldOptions['runtime'], options: WorkerOptions): Promise<WorkerHost> {
  if (runtime === 'process') return (await import('./worker/in-process.ts')).openInProcessWorker(options);
  return (await import('./worker/host.ts')).openWorker(options);
}

/** Whoever of this world has the name answers; a name that nobody has is noted, for a test to find. */
async function answerTo(request: Request, world: World, standIns: readonly StandIn[]): Promise<Response> {
  const { hostname } = new URL(request.url);
  const standIn = standIns.find((one) => one.hosts.includes(hostname));
  if (standIn === undefined) {
    world.strangers.push(hostname);
    throw new Error(`${hostname} is not of this world`);
  }
  const answer = async () => standIn.fetch(request);
  return world.intercept === undefined ? answer() : world.intercept(request, answer);
}

/** The secret that the merchant gave their ERP. */
export async function callbackSecretOf(domain: string): Promise<string> {
  const [secret] = await callbackSecrets(readMasterSecrets(secrets.masterSecrets), domain);
  return secret;
}

type Ways = {
  readonly carry: (request: Request) => Promise<Response>;
  readonly sent: Sent[];
  readonly callbackSecret: string;
};

/** All that the Worker can reach, and that reaches the Worker by `carry`. */
function surroundings(options: WorldOptions, demo: NewShop, { carry, sent, callbackSecret }: Ways) {
  const { server, clock, seed = 1, erpAnnounces = false } = options;
  const storage = openFileStorage(clock);
  const openShopStore = (domain: string, more: Pick<StoreOptions, 'changed' | 'shop'> = {}): Store =>
    openStore({
      ...more,
      clock,
      domain,
      storage,
      clientSecret: secrets.shopifyApiSecret,
      accessToken: secrets.storeToken,
      deliver: async (request) => journaled(sent, request, carry),
      webhookUrl: `${hosts.app}/webhooks/shopify`,
      seed,
    });
  const { qstashSigningKeys: signingKeys, qstashToken: token } = secrets;
  const { enforcesKeys, executionMsMax } = demo.erp ?? { enforcesKeys: true, executionMsMax: 60_000 };
  const neon = openNeon({ postgres: server, now: () => clock.now() });
  const qstash = openQstash({ clock, token, signingKeys, deliver: carry });
  const about = {
    clock,
    token: secrets.erpToken,
    enforcesKeys,
    executionTimeMs: options.erpExecutionMs ?? executionMsMax,
    stockCurrency: demo.currency,
  };
  const erp = openErp({
    ...about,
    callbacks: { url: `${hosts.app}/webhooks/erp/${demo.domain}`, secret: callbackSecret, carry },
    announces: erpAnnounces,
  });
  const { currency } = demo;
  const stripe = openMirroredStripe({ clock, secretKey: secrets.stripeKey, currency, seed });
  const store = openShopStore(demo.domain, {
    changed: (order) => stripe.look(order),
    ...(options.country === undefined ? {} : { shop: shopSettings(seed, options.country) }),
  });
  const standIns: StandIn[] = [neon, qstash, erp, store, stripe];
  const openErpAt = (host: string): Erp => openErp({ ...about, host });
  return { neon, qstash, erp, erps: [erp], store, stripe, standIns, openStore: openShopStore, openErpAt };
}

const dayMs = 86_400_000;

function demoShop({ clock, shop, country, seed = 1 }: WorldOptions): NewShop {
  const yesterday = new Date(clock.now() - dayMs).toISOString();
  const { currency, timeZone } =
    country === undefined ? { currency: 'EUR', timeZone: 'Europe/Berlin' } : shopSettings(seed, country);
  return {
    domain: demoDomain,
    installedAt: yesterday,
    currency,
    timeZone,
    mode: 'auto',
    cutOverAt: yesterday,
    ...shop,
  };
}

async function journaled(
  sent: Sent[],
  request: Request,
  carry: (request: Request) => Promise<Response>,
): Promise<Response> {
  const about = {
    webhookId: request.headers.get('x-shopify-webhook-id'),
    topic: request.headers.get('x-shopify-topic'),
  };
  try {
    const response = await carry(request);
    sent.push({ ...about, status: response.status });
    return response;
  } catch (error) {
    sent.push({ ...about, status: null });
    throw error;
  }
}
