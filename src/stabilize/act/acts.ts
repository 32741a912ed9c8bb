/** What the facts of an order oblige the store to be told: shipments and payments that the ERP knew of first. */
import type { ActBody } from '#domain/act.ts';
import type { Instant } from '#domain/instant.ts';
import type { Obligation } from '#domain/posting.ts';
import type { ShopFacts, ShopSettings } from '#domain/shop.ts';
import type { KnownOrder } from '#src/stabilize/know.ts';
import { paymentActs } from './payment.ts';
import { shipmentActs } from './shipment.ts';

/** Where an order stands: its shop, and what is known of it as a whole. */
export type ActContext = {
  readonly shop: ShopSettings;
  readonly shopFacts: ShopFacts;
  readonly now: Instant;
};

export type ActsOf = (order: KnownOrder, context: ActContext) => readonly Obligation<ActBody>[];

/** Pure: equal facts give equal acts, whenever they are planned. */
export const actsOf: ActsOf = (order, context) => [
  ...shipmentActs(order, context),
  ...paymentActs(order, context),
];
