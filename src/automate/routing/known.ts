/** What the facts of an order say of where it leaves from, and from where it could. */
import type { Fact, OrderHeader } from '#domain/fact.ts';
import type { FulfillmentOrder, OrderSupply } from '#domain/fulfillment-order.ts';
import type { Gid } from '#domain/gid.ts';
import type { RoutingBook } from '#domain/routing.ts';

export type Location = Gid<'Location'>;

export type RoutedOrder = {
  readonly header: OrderHeader;
  readonly supply: OrderSupply;
  /** What is left to ship, by the place it leaves from, in the order of their ids. */
  readonly fulfillmentOrders: readonly FulfillmentOrder[];
};

/** One part of an order under the rules of its shop. */
export type Part = {
  readonly one: FulfillmentOrder;
  readonly order: RoutedOrder;
  readonly book: RoutingBook;
};

/** Null as long as the store was not asked where the order leaves from. */
export function routedOrder(facts: readonly Fact[]): RoutedOrder | null {
  const header = facts.find((fact) => fact.kind === 'order')?.body;
  const supply = facts.find((fact) => fact.kind === 'order_supply')?.body;
  if (header === undefined || supply === undefined) return null;
  const fulfillmentOrders = facts
    .flatMap((fact) => (fact.kind === 'fulfillment_order' ? [fact.body] : []))
    .filter(({ lines }) => lines.length > 0)
    .toSorted((left, right) => (left.fulfillmentOrder < right.fulfillmentOrder ? -1 : 1));
  return { header, supply, fulfillmentOrders };
}

/**
 * Units of a line that a location could ship: what is at hand there, and what this part has been promised already.
 * So moving a part there does not make the location look empty for it.
 */
export function unitsAt(
  { one, order: { supply } }: Part,
  line: FulfillmentOrder['lines'][number],
  location: Location,
): number {
  const levels = supply.stock.filter(({ lineItem }) => lineItem === line.lineItem);
  // What the catalog does not know, nobody counts.
  if (levels.length === 0) return Infinity;
  const level = levels.find((each) => each.location === location);
  if (level === undefined) return 0;
  if (level.available === null) return Infinity;
  return Math.max(level.available + (one.location === location ? line.quantity : 0), 0);
}

export function hasAll(part: Part, location: Location): boolean {
  return part.one.lines.every((line) => unitsAt(part, line, location) >= line.quantity);
}

/** Whether this line must not leave from there, whatever a rule prefers. */
export function isExcluded({ book }: Part, sku: string | null, location: Location): boolean {
  return book.exclusions.some(
    (each) => each.location === location && sku !== null && each.skus.includes(sku),
  );
}

export function placeName({ supply }: RoutedOrder, location: Location | null): string {
  if (location === null) return 'no location';
  return (
    supply.places.find((each) => each.location === location)?.name ??
    `location ${location.slice(location.lastIndexOf('/') + 1)}`
  );
}

/** "A, B or C". */
export function oneOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}
