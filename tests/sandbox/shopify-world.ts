/** A store with a listening app, on a clock that stands still, for the tests of the sandbox's own parts. */
import { virtualClock } from '#sandbox/clock.ts';
import { openStore, type StoreOptions } from '#sandbox/shopify/store.ts';

export const monday = Date.parse('2026-11-02T05:00:00Z');
export const secret = 'hush-this-is-the-client-secret';
const accessToken = 'shpat_sandbox';
export const vat = { title: 'DE MwSt', rate: '0.19' };
export const lamp = { sku: 'LAMP', title: 'Lamp', quantity: 1, unitPrice: 11900n, taxes: [vat] };

export function openWorld(app: Pick<StoreOptions, 'deliver'> = { deliver: async () => new Response() }) {
  const clock = virtualClock(monday);
  const received: Request[] = [];
  const store = openStore({
    clock,
    clientSecret: secret,
    accessToken,
    webhookUrl: 'https://app.plumbline.test/webhooks/shopify',
    deliver: (request) => {
      received.push(request.clone());
      return app.deliver(request);
    },
  });
  return { clock, store, received };
}

export type World = ReturnType<typeof openWorld>;

export async function ask(store: World['store'], query: string, variables: Record<string, unknown> = {}) {
  const response = await store.fetch(
    new Request(`https://${store.shop.domain}/admin/api/2026-10/graphql.json`, {
      method: 'POST',
      headers: { 'X-Shopify-Access-Token': accessToken, 'Content-Type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    }),
  );
  const answer: unknown = await response.json();
  return { status: response.status, answer };
}
