/** Changes of an order that a sweep saw before any delivery told of them. */
import type { Fact, OrderSeen } from '#domain/fact.ts';
import { type Instant, later } from '#domain/instant.ts';
import { type Dated, learn } from '#src/stabilize/know.ts';

/** A delivery of a change that is younger may simply be on its way. */
export const graceMs = 5 * 60_000;

/** A change that the store had to be asked about, because no delivery had told of it. */
export type Missed = { readonly happenedAt: Instant; readonly foundAt: Instant; readonly afterMs: number };

/** When the store is to be asked about an order, because a sweep saw it in a state that nobody told of; else null. */
export function askDueAt(facts: readonly Fact[], now: Instant): Instant | null {
  const seen = untold(facts);
  if (seen === null) return null;
  const read = facts.find((one) => one.kind === 'order_read');
  // An answer given since then says all that there is to say, also when it does not show the order.
  if (read !== undefined && read.happenedAt >= seen.foundAt) return null;
  const due = later(seen.updatedAt, graceMs);
  return due < now ? now : due;
}

type Learned = Dated & { readonly deliveryId: string };

/** The change that an answer of the store just brought to light, if sweeps alone had told of it. */
export function missedBy(known: readonly Dated[], learned: readonly Learned[]): Missed | null {
  const reads = learned.filter(({ fact }) => fact.kind === 'order_read' && fact.body.found);
  const answers = new Set(reads.map(({ deliveryId }) => deliveryId));
  if (answers.size === 0) return null;
  const before = learn(
    known,
    learned.filter(({ deliveryId }) => !answers.has(deliveryId)),
  ).map(({ fact }) => fact);
  const seen = untold(before);
  const already = before.find((one) => one.kind === 'order_read');
  if (seen === null || (already !== undefined && already.happenedAt >= seen.foundAt)) return null;
  const { updatedAt: happenedAt, foundAt } = seen;
  return { happenedAt, foundAt, afterMs: Date.parse(foundAt) - Date.parse(happenedAt) };
}

function untold(facts: readonly Fact[]): OrderSeen | null {
  const seen = facts.find((one) => one.kind === 'order_seen');
  if (seen === undefined) return null;
  const header = facts.find((one) => one.kind === 'order');
  return header !== undefined && header.happenedAt >= seen.body.updatedAt ? null : seen.body;
}
