/** A small shop with Shopify's behavior: orders live here, are read by Admin GraphQL and announced by signed webhooks. */
import type { Clock } from '../clock.ts';
import type { StandIn } from '../stand-in.ts';
import type { ActContext } from './act/context.ts';
import { openFulfillmentActs } from './act/fulfillment.ts';
import { openGoodsActs } from './act/goods.ts';
import { openOrderActs } from './act/order.ts';
import { openPaymentsActs } from './act/payout.ts';
import { openReturnActs } from './act/return.ts';
import { type AdminFault, adminApiVersion, openAdmin } from './admin.ts';
import { type Courier, openCourier, uuidFrom } from './courier.ts';
import { idsFrom } from './id.ts';
import type { Acts } from './model/act.ts';
import type { StoreOrder } from './model/order.ts';
import type { Shop, ShopState } from './model/shop.ts';
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
  /** What the app must send as X-Shopify-Access-Token. */
  readonly accessToken: string;
  /** How a webhook reaches the app. */
  readonly deliver: (request: Request) => Promise<Response>;
  readonly webhookUrl: string;
  /** Makes ids of all kinds differ between stores that open at the same instant. */
  readonly seed?: number;
  readonly shop?: ShopSettings;
  /** What the app subscribes to when it is installed; the product's own configuration unless other ones are given. */
  readonly subscriptions?: readonly Subscription[];
  /** Whether the app is installed from the start (it is). Until `subscribe` nothing is rendered or sent. */
  readonly installed?: boolean;
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
  /** The app is installed: from now on it is told what it has subscribed to. */
  subscribe(): void;
  /** The app is uninstalled: nothing is sent to it any more. */
  unsubscribe(): void;
}

export function openStore(options: StoreOptions): Store {
  const { clock, webhookUrl, accessToken } = options;
  const domain = options.domain ?? 'plumb-demo.myshopify.com';
  const state = openState(domain, options.shop ?? {}, clock.now());
  const { shop, orders } = state;
  const salt = `${domain} ${options.seed ?? 0} ${clock.now()}`;
  const signer = { domain, secret: options.clientSecret, apiVersion: adminApiVersion, url: webhookUrl };
  const courier = openCourier({
    clock,
    salt,
    send: async (sending) => options.deliver(await signDelivery({ ...sending, ...signer })),
  });
  const declared = options.subscriptions ?? declaredSubscriptions();
  const subscriptions = openSubscriptionBook(options.installed === false ? [] : declared);
  const announce = openPublisher({ clock, state, courier, subscriptions, salt });
  const acts = openActs({ clock, state, nextId: idsFrom(salt), announce });
  const admin = openAdmin({ clock, shop, accessToken, orders });
  let raws = 0;

  // The courier itself becomes the store, so that its `mode` and `transit` stay live when they are assigned.
  return Object.assign(courier, acts, {
    hosts: [domain],
    state,
    shop,
    webhookUrl,
    orders,
    fetch: (request: Request) => admin.answer(request),
    failNextAdminCalls: (calls: number, fault: AdminFault) => admin.failNext(calls, fault),
    orderBody: (order: StoreOrder) => bodyText(payloadOf({ topic: 'orders/updated', order }, state)),
    subscribe(): void {
      subscriptions.clear();
      for (const subscription of declared) subscriptions.add(subscription);
    },
    unsubscribe: () => subscriptions.clear(),
    async sendRaw(topic: string, body: string | Uint8Array<ArrayBuffer>, overrides: RawOverrides = {}) {
      raws += 1;
      const webhookId = uuidFrom(`${salt} raw ${raws}`);
      const delivery = { topic, body, webhookId, triggeredAt: clock.now(), ...signer };
      return options.deliver(await rawRequest(delivery, overrides));
    },
  });
}

function openActs(context: ActContext): Acts {
  return {
    ...openOrderActs(context),
    ...openReturnActs(context),
    ...openFulfillmentActs(context),
    ...openGoodsActs(context),
    ...openPaymentsActs(context),
  };
}
