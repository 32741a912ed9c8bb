/** When the store is to be asked about an order: what is told of it is provisional, and the answer is the authority. */
import type { Delivery } from '#domain/delivery.ts';
import type { Fact } from '#domain/fact.ts';
import { type Instant, later } from '#domain/instant.ts';
import { type Lane, laneKind } from '#domain/lane.ts';
import type { ShopSettings } from '#domain/shop.ts';
import { askDueAt } from './missed.ts';

/** A lane as the database showed it, and what is new in it. */
type Asked = {
  readonly lane: Lane;
  readonly heardAt: Instant | null;
  readonly readDueAt: Instant | null;
  readonly deliveries: readonly Pick<Delivery, 'id' | 'receivedAt'>[];
};

type Told = {
  readonly learned: readonly { readonly fact: Fact; readonly deliveryId: string }[];
  readonly facts: readonly Fact[];
};

/** After news of an order the store is asked for the authority, once the subject has been quiet for a while. */
export function askTheStore(
  { lane, heardAt, readDueAt, deliveries }: Asked,
  { learned, facts }: Told,
  { shop, now }: { readonly shop: ShopSettings; readonly now: Instant },
): { heardAt: Instant | null; readDueAt: Instant | null } {
  const news = new Set(
    learned
      .filter((one) => !one.fact.authority && one.fact.kind !== 'erp_document')
      .map((one) => one.deliveryId),
  );
  const received = deliveries.filter((one) => news.has(one.id)).map((one) => one.receivedAt);
  const heard =
    [heardAt, ...received]
      .filter((one) => one !== null)
      .toSorted()
      .at(-1) ?? null;
  if (laneKind(lane) !== 'order' || shop.state !== 'installed') return { heardAt: heard, readDueAt: null };
  const seenDue = askDueAt(facts, now);
  // Whoever is asking already need not be told again.
  if (seenDue !== null && received.length === 0) return { heardAt: heard, readDueAt: readDueAt ?? seenDue };
  const asked = facts.find((fact) => fact.kind === 'order_read');
  // A file of the past tells some orders only in part; whoever was never asked about as a whole is asked for now.
  const isPart = asked === undefined && facts.some((fact) => fact.kind === 'order');
  if (heard === null) return { heardAt: heard, readDueAt: isPart ? (readDueAt ?? now) : null };
  if (asked !== undefined && asked.happenedAt >= heard) return { heardAt: heard, readDueAt: null };
  const due = later(heard, shop.policy.quietMs);
  return { heardAt: heard, readDueAt: received.length > 0 ? due : (readDueAt ?? due) };
}
