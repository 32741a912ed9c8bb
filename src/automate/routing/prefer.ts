/** Which location ships a part of an order, of several that a rule prefers. */
import type { RouteAct, RoutedLines } from '#domain/act.ts';
import type { RoutingAction } from '#domain/routing.ts';
import { zoneOf } from './condition.ts';
import { hasAll, isExcluded, type Location, oneOf, type Part, placeName, unitsAt } from './known.ts';

type Prefer = RoutingAction & { readonly do: 'prefer' };

export type Outcome = { readonly act: RouteAct | null; readonly says: string };

/** All of it from the first location that can; else, where the rule allows it, one part after the other. */
export function prefer(action: Prefer, part: Part): Outcome {
  const { one, order } = part;
  const from = one.location;
  if (from === null) return stays('the store has not assigned it to a location');
  const ranked = rankedFor(action, part);
  if (ranked.length === 0) return stays('the rule names no location that ships for its destination');
  const whole = ranked.find((each) => mayShip(part, each));
  if (whole === from) return stays(`${placeName(order, from)} is where the rule wants it`);
  if (whole !== undefined)
    return moves(part, {
      from,
      to: whole,
      lines: one.lines,
      because: `${placeName(order, whole)} has everything`,
    });
  const names = oneOf(ranked.map((each) => placeName(order, each)));
  if (!action.split) return stays(`not all of it can leave from ${names}, and it is not to be split`);
  if (one.holds.length > 0) return stays('it can be split only when it is not on hold');
  const share = sharesOf(part, ranked).find(({ location, lines }) => location !== from && lines.length > 0);
  if (share === undefined) return stays(`nothing more of it can leave from ${names}`);
  return moves(part, {
    from,
    to: share.location,
    lines: share.lines,
    because: `${placeName(order, share.location)} has that much of it`,
  });
}

function stays(why: string): Outcome {
  return { act: null, says: `It stays: ${why}.` };
}

type Move = {
  readonly from: Location;
  readonly to: Location;
  readonly lines: RoutedLines;
  readonly because: string;
};

function moves({ one, order }: Part, { from, to, lines, because }: Move): Outcome {
  const leaves = restOf(one.lines, lines);
  const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const all = one.lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const what = leaves.length === 0 ? 'It moves' : `${units} of its ${all} units move`;
  return {
    act: { do: 'move', from, to, lines: lines.map(unitsOf), leaves },
    says: `${what} from ${placeName(order, from)} to ${placeName(order, to)}: ${because}.`,
  };
}

function unitsOf({ lineItem, quantity }: RoutedLines[number]): RoutedLines[number] {
  return { lineItem, quantity };
}

/** What of some lines is left when others are taken away. */
export function restOf(all: RoutedLines, taken: RoutedLines): RoutedLines {
  return all.flatMap(({ lineItem, quantity }) => {
    const gone = taken.find((each) => each.lineItem === lineItem)?.quantity ?? 0;
    return quantity > gone ? [{ lineItem, quantity: quantity - gone }] : [];
  });
}

function mayShip(part: Part, location: Location): boolean {
  return hasAll(part, location) && part.one.lines.every(({ sku }) => !isExcluded(part, sku, location));
}

/** Active locations that ship orders, the best first; equal ones stay as they were listed. */
function rankedFor({ locations, by }: Prefer, part: Part): readonly Location[] {
  const { order, book } = part;
  const near = zoneOf(book, order.supply.destination)?.locations ?? [];
  const listed =
    by === 'distance' ? near.filter((each) => locations.length === 0 || locations.includes(each)) : locations;
  const shipping = [...new Set(listed)].filter((each) =>
    order.supply.places.some(
      ({ location, isActive, shipsOnline }) => location === each && isActive && shipsOnline,
    ),
  );
  if (by === 'stock') return byRank(shipping, (each) => -stockAt(part, each));
  if (by === 'cost') return byRank(shipping, (each) => costFrom(part, each));
  return shipping;
}

function byRank(locations: readonly Location[], rank: (each: Location) => number): readonly Location[] {
  return locations.toSorted((left, right) => {
    const [one, other] = [rank(left), rank(right)];
    return one === other ? 0 : one - other;
  });
}

function stockAt(part: Part, location: Location): number {
  return part.one.lines.reduce((sum, line) => sum + unitsAt(part, line, location), 0);
}

function costFrom({ book }: Part, location: Location): number {
  const cost = book.costs.find((each) => each.location === location)?.cost.minor;
  return cost === undefined ? Infinity : Number(cost);
}

type Share = { readonly location: Location; readonly lines: RoutedLines };

/** Each location in turn takes what it has of what is still without one. */
function sharesOf(part: Part, ranked: readonly Location[]): readonly Share[] {
  let rest: RoutedLines = part.one.lines;
  return ranked.map((location) => {
    const lines = part.one.lines.flatMap((line) => {
      const open = rest.find(({ lineItem }) => lineItem === line.lineItem)?.quantity ?? 0;
      const quantity = isExcluded(part, line.sku, location)
        ? 0
        : Math.min(open, unitsAt(part, line, location));
      return quantity > 0 ? [{ lineItem: line.lineItem, quantity }] : [];
    });
    rest = restOf(rest, lines);
    return { location, lines };
  });
}
