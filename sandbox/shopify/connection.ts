/** Relay connections with cursors that stay valid while the list grows or moves. */
import { GraphQLError } from 'graphql';

export type Page = {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
  readonly reverse?: boolean | null;
};

/** A node with its place in the order of the list: a sort value, then a number that breaks ties. */
export type Placed<Node> = { readonly node: Node; readonly place: readonly [number, number] };

export function connection<Node>(items: readonly Placed<Node>[], page: Page) {
  const direction = page.reverse === true ? -1 : 1;
  const sorted = items.toSorted((left, right) => direction * compare(left.place, right.place));
  const after = page.after == null ? undefined : placeIn(page.after);
  const before = page.before == null ? undefined : placeIn(page.before);
  const within = sorted.filter(
    ({ place }) =>
      (after === undefined || direction * compare(place, after) > 0) &&
      (before === undefined || direction * compare(place, before) < 0),
  );
  const shown = page.first != null ? within.slice(0, page.first) : within.slice(-(page.last ?? 0));
  const edges = shown.map(({ node, place }) => ({ node, cursor: cursorOf(place) }));
  const [start] = shown;
  const end = shown.at(-1);
  return {
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: {
      hasNextPage: end !== undefined && sorted.at(-1) !== end,
      hasPreviousPage: start !== undefined && sorted[0] !== start,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/** Places of a list that only ever grows at its end. */
export function inOrder<Node>(nodes: readonly Node[]): Placed<Node>[] {
  return nodes.map((node, index) => ({ node, place: [index, 0] }));
}

function compare(left: readonly [number, number], right: readonly [number, number]): number {
  return left[0] - right[0] || left[1] - right[1];
}

function cursorOf(place: readonly [number, number]): string {
  return Buffer.from(place.join(' ')).toString('base64');
}

function placeIn(cursor: string): readonly [number, number] {
  const [value = Number.NaN, tie = Number.NaN] = Buffer.from(cursor, 'base64')
    .toString('utf8')
    .split(' ')
    .map(Number);
  if (Number.isNaN(value) || Number.isNaN(tie))
    throw new GraphQLError(`Invalid cursor for current pagination sort: ${cursor}`);
  return [value, tie];
}
