/** A small shop with Shopify's behavior: orders live here, are read by Admin GraphQL and announced by signed webhooks. */
import type { Clock } from '../clock.ts';
import type { StandIn } from '../stand-in.ts';
import { type AdminFault, adminApiVersion, openAdmin } from './admin.ts';
import { type Courier, type Delivery, openCourier, uuidFrom } from './courier.ts';
import { bodyText, type Life, openLife } from './life.ts';
import type { StoreOrder } from './order.ts';
import { orderPayload } from './payload-order.ts';
import type { Shop } from './payload.ts';
import { type RawOverrides, rawRequest } from './raw.ts';
import { signDelivery } from './sign.ts';

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
  /** Makes webhook and event ids differ between stores that open at the same instant. */
  readonly seed?: number;
};

export interface Store extends StandIn, Life, Pick<Courier, 'deliveries' | 'mode' | 'transit' | 'release'> {
  readonly shop: Shop;
  readonly webhookUrl: string;
  readonly orders: readonly StoreOrder[];
  /** The text of an orders/* webhook for the order as it now is. */
  orderBody(order: StoreOrder): string;
  /** Signs and sends one delivery once, outside the journal and without retries. */
  sendRaw(topic: string, body: string | Uint8Array<ArrayBuffer>, overrides?: RawOverrides): Promise<Response>;
  failNextAdminCalls(calls: number, fault: AdminFault): void;
}

export function openStore(options: StoreOptions): Store {
  const { clock, webhookUrl } = options;
  const domain = options.domain ?? 'plumb-demo.myshopify.com';
  const shop: Shop = {
    id: 548380009n,
    domain,
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
    locationId: 905684977n,
  };
  const salt = `${domain} ${options.seed ?? 0} ${clock.now()}`;
  const orders: StoreOrder[] = [];
  const signer = { domain, secret: options.clientSecret, apiVersion: adminApiVersion, url: webhookUrl };
  const send = async (delivery: Delivery): Promise<Response> =>
    options.deliver(await signDelivery({ ...delivery, ...signer }));
  const courier = openCourier({ clock, salt, send });
  const life = openLife({ clock, shop, salt, courier, orders });
  const admin = openAdmin({ clock, shop, accessToken: options.accessToken, orders });
  let raws = 0;

  // The courier itself becomes the store, so that its `mode` and `transit` stay live when they are assigned.
  return Object.assign(courier, life, {
    hosts: [domain],
    shop,
    webhookUrl,
    orders,
    fetch: (request: Request) => admin.answer(request),
    failNextAdminCalls: (calls: number, fault: AdminFault) => admin.failNext(calls, fault),
    orderBody: (order: StoreOrder) => bodyText(orderPayload(order, shop)),
    async sendRaw(topic: string, body: string | Uint8Array<ArrayBuffer>, overrides: RawOverrides = {}) {
      raws += 1;
      const webhookId = uuidFrom(`${salt} raw ${raws}`);
      const delivery = { topic, body, webhookId, triggeredAt: clock.now(), ...signer };
      return options.deliver(await rawRequest(delivery, overrides));
    },
  });
}
