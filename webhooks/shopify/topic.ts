import type { Fact, FactBodies, FactKind, Noted } from '#domain/fact.ts';
import { gid, type Gid } from '#domain/gid.ts';
import { instant, type Instant } from '#domain/instant.ts';
import { giftCardChangeLane, lane, type Lane } from '#domain/lane.ts';
import { type Money, money } from '#domain/money.ts';
import { Park } from '#domain/obstacle.ts';

/** What a topic's translation is told of the delivery around the payload. */
export type Said = { readonly topic: string; readonly at: Instant; readonly deliveryId: string };

/** One subscribed topic. Both functions throw `Park` on a payload they do not understand. */
export type Topic = {
  readonly translate: (payload: unknown, said: Said) => readonly Fact[];
};

export function orderLane(order: Gid<'Order'>): Lane {
  return lane('order', order.slice('gid://shopify/Order/'.length));
}

const outgoing = new Set(['sale', 'capture']);

/** Where a tender belongs: to its order, and if it changed a gift card also to all other changes of that amount. */
export function tenderLanes(
  order: Gid<'Order'>,
  tender: {
    readonly gateway: string | null | undefined;
    readonly kind: string;
    readonly status: string;
    readonly amount: Money;
  },
): readonly [Lane, ...Lane[]] {
  const { gateway, amount } = tender;
  const kind = tender.kind.toLowerCase();
  const isPaid = tender.status.toLowerCase() === 'success' && (outgoing.has(kind) || kind === 'refund');
  if (gateway !== 'gift_card' || !isPaid) return [orderLane(order)];
  const change = outgoing.has(kind) ? money(-amount.minor, amount.currency) : amount;
  return [orderLane(order), giftCardChangeLane(change)];
}

/** The exact id where the payload carries it as text, else the one made of the numeric id. */
export function exact<Kind extends string>(
  kind: Kind,
  given: string | null | undefined,
  id: string,
): Gid<Kind> {
  const prefix = `gid://shopify/${kind}/`;
  return gid(kind, given?.startsWith(prefix) === true ? given.slice(prefix.length) : id);
}

type NotedKind = {
  [Kind in FactKind]: FactBodies[Kind] extends Noted
    ? Noted extends FactBodies[Kind]
      ? Kind
      : never
    : never;
}[FactKind];

/** A fact whose use comes later: the named fields, stamped with the sender's time where it gave one. */
export function noted(
  kind: NotedKind,
  about: { key: string; lanes: readonly [Lane, ...Lane[]]; at: string | null | undefined; said: Said },
  body: Noted,
): Fact {
  const happenedAt = instant(about.at) ?? about.said.at;
  return { kind, key: about.key, lanes: about.lanes, happenedAt, authority: false, body };
}

/** A sender's time that must be one. */
export function instantOf(text: string): Instant {
  const at = instant(text);
  if (at === undefined) throw new Park('a time is not a time');
  return at;
}
