/** One lane as the flow is given it: told by deliveries whose facts the test names. */
import type { Delivery, Translate } from '#domain/delivery.ts';
import type { Fact } from '#domain/fact.ts';
import { nothingKnown, type ShopFacts, type ShopSettings } from '#domain/shop.ts';
import { flow, type LaneOutcome, type LaneSnapshot } from '#src/flow.ts';
import {
  at,
  dated,
  headerFact,
  orderFacts,
  orderLane,
  type OrderStory,
  payment,
  shopSettings,
} from './order-facts.ts';

type Told = Delivery & { readonly facts: readonly Fact[] | Error };

/** A delivery that says these facts, or that its reader throws. */
export function delivery(id: string, facts: readonly Fact[] | Error, rest: Partial<Delivery> = {}): Told {
  return {
    id,
    source: 'shopify',
    topic: 'any',
    receivedAt: at(0),
    triggeredAt: null,
    body: '',
    facts,
    ...rest,
  };
}

/** What a webhook said some minutes after nine: by default the head of the order. */
export const news = (id: string, minutes: number, facts: readonly Fact[] = [heard]) =>
  delivery(id, facts, { receivedAt: at(minutes) });
const heard: Fact = { ...headerFact(), authority: false };

export type Around = Partial<LaneSnapshot> & { readonly shop?: ShopSettings; readonly shopFacts?: ShopFacts };

export function run(told: readonly Told[], { shop, shopFacts, ...snapshot }: Around = {}): LaneOutcome {
  const translate: Translate = ({ id }) => {
    const facts = told.find((one) => one.id === id)?.facts ?? [];
    if (facts instanceof Error) throw facts;
    return facts;
  };
  const lane = {
    lane: orderLane,
    heardAt: null,
    readDueAt: null,
    deliveries: told,
    facts: [],
    postings: [],
    entries: [],
    claims: [],
    ...snapshot,
  } as const;
  const translators = new Map(['shopify', 'shopify-admin', 'erp-receipt'].map((name) => [name, translate]));
  return flow(lane, {
    shop: shop ?? shopSettings(),
    shopFacts: shopFacts ?? nothingKnown,
    now: at(30),
    translators,
  });
}

/** The lane of an order whose story is known and read. */
export const after = (story: OrderStory, rest: Around = {}) =>
  run([], { facts: dated(orderFacts(story)), heardAt: at(0), ...rest });

export const paid: OrderStory = { transactions: [payment(1, 5)] };
/** What an outcome holds that writes neither to the books nor to the plan. */
export const nothing = { entries: [], postings: [], withdraw: [] };
