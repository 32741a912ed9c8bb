/** What a root connection and its count have in common: what is listed, how it is searched, and how it is sorted. */
import { GraphQLError } from 'graphql';
import { connectionOf, type Page, type Place } from './connection.ts';
import type { View } from './context.ts';
import { filterBy, type SearchFields } from './search.ts';

export type Listing<Item> = {
  readonly items: readonly Item[];
  readonly idOf: (item: Item) => bigint;
  readonly fields: SearchFields<Item>;
  /** By sort key; every list can be sorted by ID. */
  readonly sorts?: Readonly<Record<string, (item: Item) => Place[0]>>;
  readonly view: (item: Item) => View;
};

export type ListPage = Page & { readonly query?: string | null; readonly sortKey?: string | null };

export type Counting = { readonly query?: string | null; readonly limit?: number | null };

export function listed<Item>(listing: Listing<Item>, page: ListPage) {
  const { items, idOf, fields, view } = listing;
  const sort = sortOf(listing, page.sortKey ?? 'ID');
  const found = items.filter(filterBy(page.query, fields));
  return connectionOf(
    found.map((node) => ({ node, place: [sort(node), idOf(node)] })),
    page,
    view,
  );
}

/** Shopify counts to a limit, 10,000 unless another or none is given, and says whether it stopped there. */
export function counted<Item>({ items, fields }: Listing<Item>, { query, limit }: Counting): View {
  const found = items.filter(filterBy(query, fields)).length;
  const isCut = limit != null && found > limit;
  return {
    __typename: 'Count',
    count: isCut ? limit : found,
    precision: isCut ? 'AT_LEAST' : 'EXACT',
  };
}

function sortOf<Item>({ sorts = {} }: Listing<Item>, sortKey: string): (item: Item) => Place[0] {
  if (sortKey === 'ID') return () => 0;
  const sort = Object.hasOwn(sorts, sortKey) ? sorts[sortKey] : undefined;
  if (sort === undefined)
    throw new GraphQLError(`The sandbox's store cannot sort by ${sortKey}.`, {
      extensions: { code: 'SANDBOX_UNSUPPORTED' },
    });
  return sort;
}
