/** What a sweep asks the Admin API about a shop's orders. */

/** Orders by their last change, as many as a page may hold. A search compares whole seconds. */
export const changedOrders = `query ChangedOrders($query: String!, $after: String) {
  orders(first: 250, after: $after, query: $query, sortKey: UPDATED_AT) {
    pageInfo { hasNextPage endCursor }
    nodes { id updatedAt }
  }
}`;

/** A refund or return list that is full may have been cut. */
export const partsListed = 50;

/** Orders by their making, each with how much of everything the store has of it. */
export const countedOrders = `query CountedOrders($query: String!, $after: String) {
  orders(first: 100, after: $after, query: $query, sortKey: CREATED_AT) {
    pageInfo { hasNextPage endCursor }
    nodes {
      id createdAt updatedAt
      transactionsCount { count }
      fulfillmentsCount { count }
      refunds(first: ${partsListed}) { id }
      returns(first: ${partsListed}) { nodes { id } }
    }
  }
}`;

/** How many orders were made in each span, without a limit to the counting. */
export function orderCounts(queries: readonly string[]): string {
  const counts = queries.map(
    (query, at) => `h${at}: ordersCount(query: ${JSON.stringify(query)}, limit: null) { count }`,
  );
  return `query OrderCounts { ${counts.join(' ')} }`;
}

/** The search for what lies in a span of time, its end left out. */
export function within(
  field: 'created_at' | 'updated_at' | 'processed_at' | 'issued_at',
  from: string,
  to: string | null,
): string {
  return `${field}:>='${from}'${to === null ? '' : ` AND ${field}:<'${to}'`}`;
}
