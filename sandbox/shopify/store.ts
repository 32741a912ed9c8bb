/** A small shop with Shopify's behavior: orders live here, are read by Admin GraphQL and announced by signed webhooks. */
import type { Clock } from '../clock.ts';
import { secrets } from '../secret.ts';
import type { StandIn } from '../stand-in.ts';
import { openActs } from './act/acts.ts';
import { type Courier, openCourier, uuidFrom } from './courier.ts';
import { type AdminFault, adminApiVersion, openAdmin } from './graphql/admin.ts';
import type { BulkErrorCode } from './graphql/bulk/operation.ts';
import { type FileStorage, openFileStorage } from './graphql/bulk/storage.ts';
import { openAdminContext } from './graphql/open.ts';
import { declaredScopes } from './graphql/scope.ts';
import { idsFrom } from './id.ts';
import type { Acts } from './model/act.ts';
import type { StoreOrder } from './model/order.ts';
import type { Shop, ShopState } from './model/shop.ts';
import { openInstallation, tokenPath } from './oauth/installation.ts';
import type { TokenOfficeOptions } from './oauth/office.ts';
import { bodyText } from './payload/json.ts';
import { payloadOf } from './payload/payload.ts';
import { openPublisher } from './payload/publish.ts';
import { type RawOverrides, rawRequest } from './raw.ts';
import { signDelivery } from './sign.ts';
import { openState, type ShopSettings } from './state.ts';
import { declaredSubscriptions, type Subscription } from './subscription.ts';
import { openSubscriptionBook } from './subscription-book.ts';

export type StoreOptions = {
  readonly clock: Clock;
  readonly domain?: string;
  /** The app's secret, which signs the webhooks. */
  readonly clientSecret: string;
  /** A token that never expires, as X-Shopify-Access-Token; those of the token endpoint are good beside it. */
  readonly accessToken: string;
  /** The app's id, by which it asks for tokens. */
  readonly clientId?: string;
  /** How a webhook reaches the app. */
  readonly deliver: (request: Request) => Promise<Response>;
  readonly webhookUrl: string;
  /** Makes ids of all kinds differ between stores that open at the same instant. */
  readonly seed?: number;
  readonly shop?: ShopSettings;
  /** What the app subscribes to when it is installed; the product's own configuration unless other ones are given. */
  readonly subscriptions?: readonly Subscription[];
  /** The access scopes that the merchant granted; those of the product's own configuration unless other ones are given. */
  readonly scopes?: readonly string[];
  /** Told of each order that an act of this store has changed, whether or not anything of it is announced. */
  readonly changed?: (order: StoreOrder) => void;
  /** Whether the app is installed from the start (it is). Until `subscribe` nothing is rendered or sent. */
  readonly installed?: boolean;
  /** Where the files of bulk operations lie; stores of one world share it. */
  readonly storage?: FileStorage;
};

export interface Store extends StandIn, Acts, Pick<Courier, 'deliveries' | 'mode' | 'transit' | 'release'> {
  readonly state: ShopState;
  readonly shop: Shop;
  readonly webhookUrl: string;
  readonly orders: readonly StoreOrder[];
  /** The text of an orders/* webhook for the order as it now is. */
  orderBody(order: StoreOrder): string;
  /** Signs and sends one delivery once, outside the journal and without retries. */
  sendRaw(topic: string, body: string | Uint8Array<ArrayBuffer>, overrides?: RawOverrides): Promise<Response>;
  failNextAdminCalls(calls: number, fault: AdminFault): void;
  /** The next bulk operation breaks off after its first page. */
  failNextBulkOperation(code: BulkErrorCode): void;
  /** The token endpoint answers the next calls as a proxy that is ill. */
  failNextTokenCalls(calls: number): void;
  /** The app is installed: from now on it is told what it has subscribed to. */
  subscribe(): void;
  /** The app is uninstalled: nothing is sent to it any more, and none of its tokens is good. */
  unsubscribe(): void;
}

export function openStore(options: StoreOptions): Store {
  const { clock, webhookUrl } = options;
  const domain = options.domain ?? 'plumb-demo.myshopify.com';
  const state = openState(domain, options.shop ?? {}, clock.now());
  const { shop, orders } = state;
  const salt = `${domain} ${options.seed ?? 0} ${clock.now()}`;
  const signer = { domain, secret: options.clientSecret, apiVersion: adminApiVersion, url: webhookUrl };
  const courier = openCourier({
    clock,
    salt,
    async send(sending) {
      const url = new URL(sending.uri, webhookUrl).href;
      return options.deliver(await signDelivery({ ...sending, ...signer, url }));
    },
  });
  const declared = options.subscriptions ?? declaredSubscriptions();
  const subscriptions = openSubscriptionBook(options.installed === false ? [] : declared);
  const announce = openPublisher({ clock, state, courier, subscriptions, salt });
  const actContext = { clock, state, nextId: idsFrom(salt), announce, changed: options.changed };
  const acts = openActs(actContext);
  const scopes = options.scopes === undefined ? declaredScopes() : new Set(options.scopes);
  const storage = options.storage ?? openFileStorage(clock);
  const context = openAdminContext({ actContext, acts, scopes, book: subscriptions, storage, salt });
  const installation = openInstallation({
    office: officeOf(options, { domain, salt, scopes }),
    book: subscriptions,
    declared,
    isInstalled: options.installed !== false,
  });
  const admin = openAdmin({ ...context, accepts: (token) => installation.accepts(token) });
  let raws = 0;

  // The courier itself becomes the store, so that its `mode` and `transit` stay live when they are assigned.
  return Object.assign(courier, acts, {
    hosts: [domain, ...storage.hosts],
    state,
    shop,
    webhookUrl,
    orders,
    async fetch(request: Request): Promise<Response> {
      const { hostname, pathname } = new URL(request.url);
      if (storage.hosts.includes(hostname)) return storage.fetch(request);
      return pathname === tokenPath ? installation.answer(request) : admin.answer(request);
    },
    failNextBulkOperation: (code: BulkErrorCode) => context.bulk.failNext(code),
    failNextTokenCalls: (calls: number) => installation.failNext(calls),
    failNextAdminCalls: (calls: number, fault: AdminFault) => admin.failNext(calls, fault),
    orderBody: (order: StoreOrder) => bodyText(payloadOf({ topic: 'orders/updated', order }, state)),
    subscribe: () => installation.install(),
    unsubscribe: () => installation.uninstall(),
    async sendRaw(topic: string, body: string | Uint8Array<ArrayBuffer>, overrides: RawOverrides = {}) {
      raws += 1;
      const webhookId = uuidFrom(`${salt} raw ${raws}`);
      const delivery = { topic, body, webhookId, triggeredAt: clock.now(), ...signer };
      return options.deliver(await rawRequest(delivery, overrides));
    },
  });
}

function officeOf(
  { clock, clientId = secrets.shopifyApiKey, clientSecret, accessToken }: StoreOptions,
  of: { readonly domain: string; readonly salt: string; readonly scopes: ReadonlySet<string> },
): TokenOfficeOptions {
  return { ...of, clock, clientId, clientSecret, scopes: [...of.scopes], permanentToken: accessToken };
}
