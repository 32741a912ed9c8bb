/** Lists and counts a shop's orders by time. */
import { z } from 'zod';
import { instant, type Instant } from '#domain/instant.ts';
import type { Admin } from './admin.ts';
import { understood } from './answer.ts';
import { changedOrders, countedOrders, orderCounts, partsListed, within } from './sweep-documents.ts';

const time = z.string().transform((text, context): Instant => {
  const at = instant(text);
  if (at !== undefined) return at;
  context.addIssue('not a time');
  return z.NEVER;
});
const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });
const count = z.object({ count: z.number() }).nullable();

const changedPage = z.object({
  orders: z.object({ pageInfo, nodes: z.array(z.object({ id: z.string(), updatedAt: time })) }),
});

export type ChangedOrder = { readonly id: string; readonly updatedAt: Instant };

/** A page of what changed since an instant, oldest change first. */
export async function listChangedOrders(
  admin: Admin,
  since: Instant,
  after: string | null,
): Promise<{ readonly orders: readonly ChangedOrder[]; readonly next: string | null }> {
  const query = within('updated_at', since, null);
  const { orders } = understood(changedPage, await admin(changedOrders, { query, after }));
  return { orders: orders.nodes, next: nextOf(orders.pageInfo) };
}

const counts = z.record(z.string(), count);

type Span = { readonly from: Instant; readonly to: Instant };

/** How many orders the store has of each span, all in one question. */
export async function countOrders(admin: Admin, spans: readonly Span[]): Promise<readonly number[]> {
  const document = orderCounts(spans.map(({ from, to }) => within('created_at', from, to)));
  const answer = understood(counts, await admin(document, {}));
  return spans.map((_, at) => answer[`h${at}`]?.count ?? 0);
}

const listedPage = z.object({
  orders: z.object({
    pageInfo,
    nodes: z.array(
      z.object({
        id: z.string(),
        createdAt: time,
        updatedAt: time,
        transactionsCount: count,
        fulfillmentsCount: count,
        refunds: z.array(z.object({ id: z.string() })),
        returns: z.object({ nodes: z.array(z.object({ id: z.string() })) }),
      }),
    ),
  }),
});

/** An order with how many parts the store has of it; null where a list may have been cut. */
export type ListedOrder = ChangedOrder & {
  readonly createdAt: Instant;
  readonly parts: Readonly<Record<'transactions' | 'fulfillments' | 'refunds' | 'returns', number | null>>;
};

/** Every order of a span. */
export async function listOrders(admin: Admin, { from, to }: Span): Promise<readonly ListedOrder[]> {
  const query = within('created_at', from, to);
  const listed: ListedOrder[] = [];
  let after: string | null = null;
  do {
    const { orders } = understood(listedPage, await admin(countedOrders, { query, after }));
    listed.push(
      ...orders.nodes.map(({ id, createdAt, updatedAt, ...of }) => ({
        id,
        createdAt,
        updatedAt,
        parts: {
          transactions: of.transactionsCount?.count ?? null,
          fulfillments: of.fulfillmentsCount?.count ?? null,
          refunds: lengthOf(of.refunds),
          returns: lengthOf(of.returns.nodes),
        },
      })),
    );
    after = nextOf(orders.pageInfo);
  } while (after !== null);
  return listed;
}

function lengthOf(list: readonly unknown[]): number | null {
  return list.length < partsListed ? list.length : null;
}

function nextOf(info: z.output<typeof pageInfo>): string | null {
  return info.hasNextPage ? info.endCursor : null;
}
