/** The proof of an order's story, by an app that posts by itself. */
import type { ErpDocument } from '#domain/fact.ts';
import type { Instant } from '#domain/instant.ts';
import type { LegName, Proof } from '#domain/proof.ts';
import { nothingKnown, type ShopFacts } from '#domain/shop.ts';
import { expectOrder } from '#src/stabilize/expect.ts';
import { prove, type Proven } from '#src/stabilize/prove.ts';
import { documentFor } from './document-facts.ts';
import { at, known, type OrderStory, payment, shipment, shopSettings } from './order-facts.ts';

export type Around = {
  readonly now?: Instant;
  readonly shopFacts?: Partial<ShopFacts>;
  readonly posts?: boolean;
};

/** Half an hour after nine, by an app that posts by itself. */
export function proven(
  story: OrderStory,
  { now = at(30), shopFacts = {}, posts = true }: Around = {},
): Proven {
  const order = known(story);
  const shop = shopSettings();
  const { dues, obligations, course } = expectOrder(order, shop);
  return prove(
    order,
    { dues, obligations, anomalies: course.anomalies, conflicts: [] },
    { now, shop, shopFacts: { ...nothingKnown, ...shopFacts }, claims: [], posts },
  );
}

export function proof(story: OrderStory, around: Around = {}): Proof {
  return proven(story, around).proof;
}

/** "erp AMOUNT -1": each difference with its leg and its minor units. */
export function differences(story: OrderStory, around: Around = {}): string[] {
  return proof(story, around).breaks.map(
    ({ leg: of, cause, amount }) => `${of} ${cause} ${amount === null ? '–' : String(amount.minor)}`,
  );
}

export function leg(name: LegName, of: Proof) {
  const found = of.legs.find((one) => one.leg === name);
  if (found === undefined) throw new Error(`a proof has the leg ${name}`);
  return found;
}

export const paid: OrderStory = { transactions: [payment(1, 5)] };
export const shipped: OrderStory = { ...paid, fulfillments: [shipment(1, 9)] };
/** The story with every document that it obliges, changed by `alter` where it answers one. */
export function documented(
  story: OrderStory,
  alter: (one: ErpDocument) => Partial<ErpDocument> = () => ({}),
): OrderStory {
  const { obligations } = expectOrder(known(story), shopSettings());
  const documents = obligations.map((one) => documentFor(one));
  return { ...story, documents: documents.map((one) => ({ ...one, ...alter(one) })) };
}
