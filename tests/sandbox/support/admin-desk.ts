/** A shop whose app writes through Shopify's own client, on a clock that stands still. */
import { cfWorkerAdapterInitialized } from '@shopify/shopify-api/adapters/cf-worker';
import { ApiVersion, GraphqlQueryError, LogSeverity, Session, shopifyApi } from '@shopify/shopify-api';
import { setAbstractFetchFunc } from '@shopify/shopify-api/runtime';

import { virtualClock } from '#sandbox/clock.ts';
import type { StoreVariant } from '#sandbox/shopify/model/catalog.ts';
import { openStore, type Store, type StoreOptions } from '#sandbox/shopify/store.ts';

const monday = Date.parse('2026-11-02T05:00:00Z');
const accessToken = 'shpat_sandbox';
const stores = new Map<string, Store>();

if (!cfWorkerAdapterInitialized) throw new Error('The adapter of the client is missing.');
setAbstractFetchFunc(async (...call) => {
  const request = new Request(...call);
  const store = stores.get(new URL(request.url).host);
  if (store === undefined) throw new TypeError('fetch failed');
  return store.fetch(request);
});

const shopify = shopifyApi({
  apiKey: 'key',
  apiSecretKey: 'hush',
  hostName: 'app.plumbline.test',
  apiVersion: ApiVersion.October26,
  isEmbeddedApp: true,
  logger: { level: LogSeverity.Error, log: () => undefined },
  future: {},
});

/** All that the mutations of these tests ask for. */
const scopes = [
  'read_orders',
  'write_orders',
  'write_order_edits',
  'write_returns',
  'read_returns',
  'write_inventory',
  'read_inventory',
  'read_locations',
  'read_products',
  'write_fulfillments',
  'read_fulfillments',
  'write_merchant_managed_fulfillment_orders',
  'read_merchant_managed_fulfillment_orders',
  'write_third_party_fulfillment_orders',
  'read_third_party_fulfillment_orders',
  'write_assigned_fulfillment_orders',
  'read_assigned_fulfillment_orders',
  'write_gift_cards',
  'read_gift_cards',
  'read_gift_card_transactions',
  'write_gift_card_transactions',
  'read_customers',
];

export type Answered = {
  readonly data: Readonly<Record<string, unknown>>;
  readonly errors: readonly unknown[];
};

let desks = 0;

export function openDesk(options: Pick<StoreOptions, 'shop' | 'scopes'> = {}) {
  const clock = virtualClock(monday);
  const topics: string[] = [];
  desks += 1;
  const domain = `desk-${desks}.myshopify.com`;
  const store = openStore({
    clock,
    domain,
    clientSecret: 'hush',
    accessToken,
    webhookUrl: 'https://app.plumbline.test/webhooks/shopify',
    scopes,
    async deliver(request) {
      topics.push(request.headers.get('X-Shopify-Topic') ?? '');
      return new Response();
    },
    ...options,
  });
  stores.set(domain, store);
  const session = new Session({
    id: `offline_${domain}`,
    shop: domain,
    state: '',
    isOnline: false,
    accessToken,
  });
  const client = new shopify.clients.Graphql({ session });

  return {
    clock,
    store,
    /** Asks by the vendor's client; what it throws as errors of the request is answered here. */
    async ask(document: string, variables: Record<string, unknown> = {}): Promise<Answered> {
      try {
        const { data } = await client.request<Record<string, unknown>>(document, { variables });
        return { data: data ?? {}, errors: [] };
      } catch (error) {
        if (!(error instanceof GraphqlQueryError)) throw error;
        const body: { data?: Record<string, unknown>; errors?: { graphQLErrors?: readonly unknown[] } } =
          error.body ?? {};
        return { data: body.data ?? {}, errors: body.errors?.graphQLErrors ?? [] };
      }
    },
    /** The topics of what was sent since the last time this was asked. */
    async told(): Promise<string[]> {
      await clock.run({ until: clock.now() + 60_000 });
      return topics.splice(0, topics.length).toSorted();
    },
    /** A product of one variant with units at the shop's own location. */
    stocked(units = 10, title = 'Lamp'): StoreVariant {
      const { variants } = store.addProduct({
        title,
        variants: [{ title: 'Default Title', sku: title.toUpperCase(), price: 11900n }],
      });
      const [variant] = variants;
      if (variant === undefined) throw new Error('The product has no variant.');
      const at = { inventoryItemId: variant.inventoryItemId, locationId: store.shop.locationId };
      store.setQuantity(at, 'available', { quantity: units, reason: 'received' });
      return variant;
    },
    availableOf(variant: StoreVariant, locationId = store.shop.locationId): number | undefined {
      const level = store.state.inventory.levels.get(`${variant.inventoryItemId}/${locationId}`);
      return level?.quantities.available;
    },
  };
}

export type Desk = ReturnType<typeof openDesk>;

export function idOf(type: string, thing: { readonly id: bigint }): string {
  return `gid://shopify/${type}/${thing.id}`;
}
