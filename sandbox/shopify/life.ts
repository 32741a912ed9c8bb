/** The acts of a shop's life: each changes an order and announces it as Shopify would, under one event id. */
import { stringify } from 'lossless-json';
import type { Clock } from '../clock.ts';
import type { Courier } from './courier.ts';
import { uuidFrom } from './courier.ts';
import {
  financialStatusOf,
  fulfillmentStatusOf,
  type StoreFulfillment,
  type StoreOrder,
  type StoreTransaction,
} from './order.ts';
import { fulfillmentPayload } from './payload-fulfillment.ts';
import { orderPayload } from './payload-order.ts';
import { transactionPayload } from './payload-transaction.ts';
import type { Json, Shop } from './payload.ts';
import { place } from './place.ts';
import type { OrderSpec, PaymentSpec } from './spec.ts';
import { type FulfillLine, recordCancellation, recordFulfillment, recordPayment } from './till.ts';

export type Life = {
  placeOrder(spec: OrderSpec): StoreOrder;
  pay(order: StoreOrder, payment: PaymentSpec): StoreTransaction;
  /** Fulfills the units named, or everything that is left. */
  fulfill(order: StoreOrder, lines?: readonly FulfillLine[]): StoreFulfillment;
  /** Only of orders that are neither paid nor shipped. */
  cancel(order: StoreOrder): void;
  /** Takes the order out of the Admin API, as a merchant may do with a test order. */
  deleteOrder(order: StoreOrder): void;
};

type News = readonly (readonly [topic: string, payload: Json])[];

/** The text of a webhook body, every digit of its ids kept. */
export function bodyText(payload: Json): string {
  return stringify(payload) ?? '';
}

export function openLife(world: {
  clock: Clock;
  shop: Shop;
  salt: string;
  courier: Courier;
  orders: StoreOrder[];
}): Life {
  const { clock, shop, orders } = world;
  const till = { clock, nextId: idsFrom(clock.now()) };
  let placed = 0;
  let actions = 0;

  function announce(order: StoreOrder, news: News): void {
    actions += 1;
    if (order.quiet) return;
    const eventId = uuidFrom(`${world.salt} event ${actions}`);
    for (const [topic, payload] of news) world.courier.accept({ topic, eventId, body: bodyText(payload) });
  }

  return {
    placeOrder(spec) {
      placed += 1;
      const order = place(spec, {
        nextId: till.nextId,
        index: placed,
        now: clock.now(),
        currency: shop.currency,
      });
      orders.push(order);
      const payment = spec.payment === undefined ? undefined : recordPayment(order, spec.payment, till);
      announce(order, [['orders/create', orderPayload(order, shop)], ...newsOfPayment(order, payment, shop)]);
      return order;
    },
    pay(order, payment) {
      const transaction = recordPayment(order, payment, till);
      announce(order, [
        ...newsOfPayment(order, transaction, shop),
        ['orders/updated', orderPayload(order, shop)],
      ]);
      return transaction;
    },
    fulfill(order, lines) {
      const fulfillment = recordFulfillment(order, lines, till);
      announce(order, newsOfFulfillment(order, fulfillment, shop));
      return fulfillment;
    },
    cancel(order) {
      recordCancellation(order, clock);
      const payload = orderPayload(order, shop);
      announce(order, [
        ['orders/cancelled', payload],
        ['orders/updated', payload],
      ]);
    },
    deleteOrder(order) {
      remove(orders, order);
      announce(order, [['orders/delete', { id: order.id }]]);
    },
  };
}

/**
 * Far above 2^53, and neighbors differ in their last digit, so whoever reads an id as a double mixes orders up.
 * The instant of opening is part of the first id, so a store opened anew does not repeat the ids of its last life.
 */
function idsFrom(openedAt: number): () => bigint {
  let last = 820_982_911_946_154_508n + BigInt(Math.floor(openedAt / 1000)) * 1_000_000n;
  return () => (last += 1n);
}

function newsOfPayment(order: StoreOrder, payment: StoreTransaction | undefined, shop: Shop): News {
  const news: (readonly [string, Json])[] = [];
  if (payment !== undefined)
    news.push(['order_transactions/create', transactionPayload(order, payment, shop)]);
  // An order of zero is paid by being placed, without any transaction.
  const settles = payment === undefined || (payment.status === 'success' && payment.kind !== 'authorization');
  if (settles && financialStatusOf(order) === 'paid') news.push(['orders/paid', orderPayload(order, shop)]);
  return news;
}

function newsOfFulfillment(order: StoreOrder, fulfillment: StoreFulfillment, shop: Shop): News {
  const complete = fulfillmentStatusOf(order) === 'fulfilled';
  const payload = orderPayload(order, shop);
  return [
    ['fulfillments/create', fulfillmentPayload(order, fulfillment, shop)],
    [complete ? 'orders/fulfilled' : 'orders/partially_fulfilled', payload],
    ['orders/updated', payload],
  ];
}

function remove(orders: StoreOrder[], order: StoreOrder): void {
  const index = orders.indexOf(order);
  if (index < 0) throw new Error(`Order ${order.name} is not in the store.`);
  orders.splice(index, 1);
}
