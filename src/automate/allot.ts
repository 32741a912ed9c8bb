/** From which fulfillment orders of the store a shipment's units are taken; why from none, where that cannot be. */
import type { FulfillBody } from '#domain/act.ts';

/** What is read of a fulfillment order, in the order in which the store lists them. */
type Allottable = {
  readonly id: string;
  readonly status: string;
  readonly requestStatus: string;
  readonly assignedLocation: {
    readonly location: {
      readonly id: string;
      readonly name: string;
      readonly isFulfillmentService: boolean;
    } | null;
  };
  readonly lineItems: {
    readonly nodes: readonly {
      readonly id: string;
      readonly remainingQuantity: number;
      readonly lineItem: { readonly id: string };
    }[];
  };
};

type Part = {
  readonly fulfillmentOrder: string;
  readonly lines: readonly { readonly id: string; readonly quantity: number }[];
};

/** All units or none: a shipment is never cut to what the store has left. */
export function allot(
  { shipment: { number }, location, lines, unplaced }: FulfillBody,
  all: readonly Allottable[],
): { readonly parts: readonly Part[] } | { readonly reason: string } {
  if (unplaced.length > 0) return { reason: beyond(number) };
  if (location === null)
    return { reason: `${number} left a warehouse that is mapped to no location of the store` };
  const there = all.filter(({ assignedLocation }) => assignedLocation.location?.id === location);
  const service = there.find(({ assignedLocation }) => assignedLocation.location?.isFulfillmentService);
  if (service !== undefined)
    return {
      reason: `${nameOf(service)} belongs to a fulfillment service, which tells the store of ${number} by itself`,
    };
  const parts: Part[] = [];
  const left = new Map<string, number>(lines.map(({ lineItem, quantity }) => [lineItem, quantity]));
  for (const one of there.filter(isShippable)) {
    const taken = one.lineItems.nodes.flatMap(({ id, remainingQuantity, lineItem }) => {
      const quantity = Math.min(left.get(lineItem.id) ?? 0, remainingQuantity);
      if (quantity <= 0) return [];
      left.set(lineItem.id, (left.get(lineItem.id) ?? 0) - quantity);
      return [{ id, quantity }];
    });
    if (taken.length > 0) parts.push({ fulfillmentOrder: one.id, lines: taken });
  }
  const missing = [...left].flatMap(([lineItem, quantity]) => (quantity > 0 ? [lineItem] : []));
  if (parts.length > 0 && missing.length === 0) return { parts };
  return { reason: reasonOf(number, { missing, there, all }) };
}

/** A request that a service has not answered yet blocks shipping, as a hold does. */
function isShippable({ status, requestStatus }: Allottable): boolean {
  return (status === 'OPEN' || status === 'IN_PROGRESS') && requestStatus !== 'SUBMITTED';
}

type Missing = {
  readonly missing: readonly string[];
  readonly there: readonly Allottable[];
  readonly all: readonly Allottable[];
};

function reasonOf(number: string, { missing, there, all }: Missing): string {
  const waits = (one: Allottable): boolean =>
    one.lineItems.nodes.some(
      ({ remainingQuantity, lineItem }) => remainingQuantity > 0 && missing.includes(lineItem.id),
    );
  const blocked = there.find((one) => !isShippable(one) && waits(one));
  if (blocked !== undefined) {
    const status = blocked.status.toLowerCase().replaceAll('_', ' ');
    return `${number} left, but what it is of is ${status} in the store`;
  }
  const elsewhere = all.find((one) => !there.includes(one) && waits(one));
  if (elsewhere !== undefined)
    return `${number} left another location than ${nameOf(elsewhere)}, from where the store means to ship it`;
  return beyond(number);
}

function beyond(number: string): string {
  return `${number} has more than the store has left to ship`;
}

function nameOf({ assignedLocation: { location } }: Allottable): string {
  return location?.name ?? 'a location that is gone';
}
