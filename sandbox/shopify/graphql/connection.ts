/** Relay connections with cursors that stay valid while the list grows or moves. */
import { GraphQLError } from 'graphql';
import { z } from 'zod';

export type Page = {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
  readonly reverse?: boolean | null;
};

/** Where an item stands in its list: by a sort value, then by a number that breaks ties. */
export type Place = readonly [value: number | string, tie: bigint];

export type Placed<Item> = { readonly node: Item; readonly place: Place };

/** A page of nodes that are views already. */
export function connection<Node>(items: readonly Placed<Node>[], page: Page) {
  return connectionOf(items, page, (node) => node);
}

/** A page of items, each shown by its view. A bulk operation, which gives no size, gets all of them. */
export function connectionOf<Item, Node>(
  items: readonly Placed<Item>[],
  page: Page,
  view: (item: Item) => Node,
) {
  const { direction, sorted, within } = placedWithin(items, page);
  const shown = page.last == null ? within.slice(0, page.first ?? undefined) : lastOf(within, page);
  const [start] = shown;
  const end = shown.at(-1);
  const edges = shown.map(({ node, place }) => ({ node: view(node), cursor: cursorOf(place) }));
  const isAfter = (one: Place, other: Place): boolean => direction * compare(one, other) > 0;
  const [head] = sorted;
  const tail = sorted.at(-1);
  return {
    /** How far down the list the page ends; no field of the schema. */
    depth: end === undefined ? 0 : sorted.indexOf(end) + 1,
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: {
      hasNextPage: end !== undefined && tail !== undefined && isAfter(tail.place, end.place),
      hasPreviousPage: start !== undefined && head !== undefined && isAfter(start.place, head.place),
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/** Places of a list that only ever grows at its end. */
export function inOrder<Item>(items: readonly Item[]): Placed<Item>[] {
  return items.map((node, index) => ({ node, place: [index, 0n] }));
}

function lastOf<Item>(within: readonly Placed<Item>[], page: Page): readonly Placed<Item>[] {
  const from = page.first == null ? within : within.slice(0, page.first);
  return page.last === 0 ? [] : from.slice(-(page.last ?? 0));
}

function placedWithin<Item>(items: readonly Placed<Item>[], page: Page) {
  const direction = page.reverse === true ? -1 : 1;
  const sorted = items.toSorted((left, right) => direction * compare(left.place, right.place));
  const after = page.after == null ? undefined : placeIn(page.after);
  const before = page.before == null ? undefined : placeIn(page.before);
  const within = sorted.filter(
    ({ place }) =>
      (after === undefined || direction * compare(place, after) > 0) &&
      (before === undefined || direction * compare(place, before) < 0),
  );
  return { direction, sorted, within };
}

function compare([left, leftTie]: Place, [right, rightTie]: Place): number {
  if (left !== right) return left < right ? -1 : 1;
  if (leftTie === rightTie) return 0;
  return leftTie < rightTie ? -1 : 1;
}

const cursorText = z.object({
  last_id: z.string().regex(/^\d+$/),
  last_value: z.union([z.number(), z.string()]),
});

function cursorOf([value, tie]: Place): string {
  return Buffer.from(JSON.stringify({ last_id: String(tie), last_value: value })).toString('base64');
}

function placeIn(cursor: string): Place {
  try {
    const text: unknown = JSON.parse(Buffer.from(cursor, 'base64').toString('utf8'));
    const { last_id: tie, last_value: value } = cursorText.parse(text);
    return [value, BigInt(tie)];
  } catch {
    throw new GraphQLError('Invalid cursor for current pagination sort.', {
      extensions: { code: 'INVALID_CURSOR' },
    });
  }
}
