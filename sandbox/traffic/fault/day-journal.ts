/** Webhooks that are forged, cut, or about nothing anybody knows. */
import { uuidFrom } from '#sandbox/shopify/courier.ts';
import { orderGid } from '#sandbox/shopify/order.ts';
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import type { Site } from '../staff/site.ts';
import type { FaultKind } from './catalog.ts';
import type { DayFault, DayFaultTools } from './day-fault.ts';

type Forged = Parameters<Site['world']['store']['sendRaw']>;

/** Sends something made from a recent order's own body. */
function forged(kind: FaultKind, make: (body: string, id: string) => Forged): DayFault {
  return {
    live: true,
    async act(site, { chance }) {
      const order = recentOrder(site, chance.whole(1, 20));
      if (order === undefined) return;
      // As every other webhook's: nothing in it tells that it is none of the store's.
      const webhookId = uuidFrom(`${kind} ${site.seed} ${site.now()} ${chance.whole(0, 999_999)}`);
      const gid = orderGid(order);
      site.plant({ kind, subject: webhookId, order: gid, at: site.now(), note: order.name });
      // Whoever forges does not wait for an answer, and nobody sends it again when the Worker is down.
      await site.world.store
        .sendRaw(...make(site.world.store.orderBody(order), webhookId))
        .catch(() => undefined);
    },
  };
}

function recentOrder(site: Site, back: number): StoreOrder | undefined {
  const { orders } = site.world.store.state;
  const order = orders.at(-Math.min(back, orders.length));
  return order?.test === true ? undefined : order;
}

export const deliveryForged = forged('delivery-forged', (body, webhookId) => [
  'orders/updated',
  body.replace(/"total_price":"[^"]*"/, '"total_price":"0.01"'),
  { webhookId, signedBody: body },
]);

export const deliveryTruncated = forged('delivery-truncated', (body, webhookId) => [
  'orders/updated',
  body.slice(0, Math.floor(body.length / 2)),
  { webhookId },
]);

export const deliveryUnknownTopic = forged('delivery-unknown-topic', (_body, webhookId) => [
  'moons/phase_changed',
  '{"id":1}',
  { webhookId },
]);

export const deliveryUnknownShop = forged('delivery-unknown-shop', (body, webhookId) => [
  'orders/create',
  body,
  { webhookId, domain: 'nobody-knows-this-shop.myshopify.com' },
]);

export const deliveryUnknownValue = forged('delivery-unknown-value', (body, webhookId) => [
  'orders/updated',
  body.replace(/"financial_status":"[^"]*"/, '"financial_status":"moonlit"'),
  { webhookId },
]);

const hourMs = 3_600_000;

export const receiverDown: DayFault = {
  live: true,
  act(site: Site, { outages }: DayFaultTools) {
    outages.push({ from: site.now(), until: site.now() + hourMs });
    const note = 'nothing is delivered for an hour';
    site.plant({ kind: 'receiver-down', subject: 'app', at: site.now(), note });
  },
};
