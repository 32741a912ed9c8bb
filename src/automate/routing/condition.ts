/** Whether a condition of a rule holds for one part of an order, and why, as the end of a sentence. */
import { type Money, shown } from '#domain/money.ts';
import type { RoutingBook, RoutingCondition, RoutingZone } from '#domain/routing.ts';
import type { OrderSupply } from '#domain/fulfillment-order.ts';
import { hasAll, oneOf, type Part, placeName } from './known.ts';

export type Judged = { readonly holds: boolean; readonly says: string };

type Of<Is extends RoutingCondition['is']> = RoutingCondition & { readonly is: Is };

const judges: { readonly [Is in RoutingCondition['is']]: (condition: Of<Is>, part: Part) => Judged } = {
  place({ places }, { order: { supply } }) {
    const names = placesOf(supply.destination);
    const goes = names.length === 0 ? 'it goes nowhere' : `it goes to ${names.at(-1) ?? ''}`;
    return judged(
      places.some((each) => names.includes(each)),
      goes,
      `not to ${oneOf(places)}`,
    );
  },
  zone({ zones }, { order: { supply }, book }) {
    const zone = zoneOf(book, supply.destination);
    const goes = zone === undefined ? 'its destination lies in no zone' : `it goes to zone ${zone.name}`;
    return judged(zone !== undefined && zones.includes(zone.name), goes, `not to ${oneOf(zones)}`);
  },
  tag({ tags }, { order: { supply } }) {
    const found = tags.filter((each) => supply.tags.includes(each));
    return found.length > 0
      ? { holds: true, says: `it is tagged ${oneOf(found)}` }
      : { holds: false, says: `it is not tagged ${oneOf(tags)}` };
  },
  sku({ skus, of }, { one }) {
    const among = one.lines.filter(({ sku }) => sku !== null && skus.includes(sku));
    const names = [...new Set(among.map(({ sku }) => sku ?? ''))];
    if (of === 'any')
      return names.length > 0
        ? { holds: true, says: `it holds ${names.join(', ')}` }
        : { holds: false, says: `it holds none of ${skus.join(', ')}` };
    return among.length === one.lines.length
      ? { holds: true, says: `it holds nothing but ${names.join(', ')}` }
      : { holds: false, says: `it holds other goods than ${skus.join(', ')}` };
  },
  value({ from, below }, { order: { header } }) {
    const { total } = header;
    const fits =
      isSame(from, total) &&
      isSame(below, total) &&
      (from === null || total.minor >= from.minor) &&
      (below === null || total.minor < below.minor);
    const bounds = [
      from === null ? '' : `at least ${shown(from)}`,
      below === null ? '' : `below ${shown(below)}`,
    ].filter((each) => each !== '');
    return judged(fits, `its value is ${shown(total)}`, `not ${bounds.join(' and ')}`);
  },
  stock({ location, enough }, part) {
    const has = hasAll(part, location);
    const name = placeName(part.order, location);
    return { holds: has === enough, says: `${name} ${has ? 'has' : 'does not have'} everything` };
  },
  preorder(_, { one, order: { header, supply } }) {
    if (supply.tags.some((tag) => /^pre-?order$/i.test(tag)))
      return { holds: true, says: 'it is tagged as a preorder' };
    const isLater = one.fulfillAt !== null && one.fulfillAt > header.createdAt && one.status === 'scheduled';
    return isLater
      ? { holds: true, says: `it is to be fulfilled on ${one.fulfillAt?.slice(0, 10) ?? ''}` }
      : { holds: false, says: 'it is no preorder' };
  },
  pickup({ pickup }, { one }) {
    const isPickup = one.method === 'pick_up';
    return {
      holds: isPickup === pickup,
      says: isPickup ? 'the customer fetches it' : 'the customer does not fetch it',
    };
  },
};

/** Judges by the kind of the condition. */
export function judge(condition: RoutingCondition, part: Part): Judged {
  switch (condition.is) {
    case 'place':
      return judges.place(condition, part);
    case 'zone':
      return judges.zone(condition, part);
    case 'tag':
      return judges.tag(condition, part);
    case 'sku':
      return judges.sku(condition, part);
    case 'value':
      return judges.value(condition, part);
    case 'stock':
      return judges.stock(condition, part);
    case 'preorder':
      return judges.preorder(condition, part);
    case 'pickup':
      return judges.pickup(condition, part);
  }
}

/** The zone whose area names the destination most narrowly; of two equal ones the first. */
export function zoneOf(book: RoutingBook, destination: OrderSupply['destination']): RoutingZone | undefined {
  if (destination === null || destination.country === null) return undefined;
  const { country, area } = destination;
  const name = `${country}-${area ?? ''}`;
  const fitting = book.zones.flatMap((zone) =>
    zone.areas
      .filter((each) => each === country || (each.includes('-') && name.startsWith(each)))
      .map((each) => ({ zone, length: each.length })),
  );
  return fitting.toSorted((left, right) => right.length - left.length)[0]?.zone;
}

/** From the wide to the narrow: `US`, `US-CA`. */
function placesOf(destination: OrderSupply['destination']): string[] {
  if (destination === null || destination.country === null) return [];
  const { country, region } = destination;
  return region === null ? [country] : [country, `${country}-${region}`];
}

function judged(holds: boolean, says: string, unlike: string): Judged {
  return { holds, says: holds ? says : `${says}, ${unlike}` };
}

/** A bound in another currency than the order's is no bound that it keeps. */
function isSame(bound: Money | null, total: Money): boolean {
  return bound === null || bound.currency === total.currency;
}
