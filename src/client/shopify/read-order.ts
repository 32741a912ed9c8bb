import type { Gid } from '#domain/gid.ts';
import type { Admin } from './admin.ts';
import {
  agreementSales,
  fulfillmentLineItems,
  fulfillmentsInHead,
  oneFulfillment,
  orderAgreements,
  orderFulfillments,
  orderHead,
  orderLineItems,
} from './order-documents.ts';

type Page<Node> = { pageInfo: { hasNextPage: boolean; endCursor: string | null }; nodes: Node[] };
type AgreementNode = { id: string; sales: Page<unknown> };
type Agreements = {
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  edges: { cursor: string; node: AgreementNode }[];
};
type OrderAnswer = {
  id: string;
  lineItems: Page<unknown>;
  fulfillments: { id: string; fulfillmentLineItems: Page<unknown> }[];
  agreements: Agreements;
};

/**
 * The whole order as the store has it, with every page of its lines, fulfillments and agreements;
 * null when the store does not show it. The shape is that of `orderHead`.
 */
export async function readOrder(admin: Admin, id: Gid<'Order'>): Promise<unknown> {
  const { order } = answered<{ order: OrderAnswer | null }>(await admin(orderHead, { id }));
  if (order === null) return null;
  await pages(order.lineItems, async (after) => {
    return answered<{ order: OrderAnswer }>(await admin(orderLineItems, { id, after })).order.lineItems;
  });
  if (order.fulfillments.length >= fulfillmentsInHead)
    await furtherFulfillments(admin, id, order.fulfillments);
  for (const fulfillment of order.fulfillments) {
    await pages(fulfillment.fulfillmentLineItems, async (after) => {
      const answer = answered<{ fulfillment: OrderAnswer['fulfillments'][number] }>(
        await admin(fulfillmentLineItems, { id: fulfillment.id, after }),
      );
      return answer.fulfillment.fulfillmentLineItems;
    });
  }
  await allAgreements(admin, id, order.agreements);
  return order;
}

/** A plain list has no pages: the rest is named in one question and fetched one by one. */
async function furtherFulfillments(
  admin: Admin,
  id: Gid<'Order'>,
  known: OrderAnswer['fulfillments'],
): Promise<void> {
  const { order } = answered<{ order: { fulfillments: { id: string }[] } }>(
    await admin(orderFulfillments, { id }),
  );
  const further = order.fulfillments.filter((one) => !known.some((other) => other.id === one.id));
  for (const one of further) {
    const { fulfillment } = answered<{ fulfillment: OrderAnswer['fulfillments'][number] }>(
      await admin(oneFulfillment, { id: one.id }),
    );
    known.push(fulfillment);
  }
}

async function allAgreements(admin: Admin, id: Gid<'Order'>, agreements: Agreements): Promise<void> {
  let { pageInfo } = agreements;
  while (pageInfo.hasNextPage) {
    const { order } = answered<{ order: OrderAnswer }>(
      await admin(orderAgreements, { id, after: pageInfo.endCursor }),
    );
    agreements.edges.push(...order.agreements.edges);
    pageInfo = order.agreements.pageInfo;
  }
  for (const [at, { node }] of agreements.edges.entries()) {
    const agreementAfter = agreements.edges[at - 1]?.cursor ?? null;
    await pages(node.sales, async (after) => {
      const answer = answered<{ order: { agreements: { nodes: AgreementNode[] } } }>(
        await admin(agreementSales, { id, agreementAfter, after }),
      );
      const [same] = answer.order.agreements.nodes;
      if (same?.id !== node.id) throw new Error('an agreement moved while its sales were read');
      return same.sales;
    });
  }
}

/** Appends every further page to the first. */
async function pages(
  first: Page<unknown>,
  next: (after: string | null) => Promise<Page<unknown>>,
): Promise<void> {
  let { pageInfo } = first;
  while (pageInfo.hasNextPage) {
    const page = await next(pageInfo.endCursor);
    first.nodes.push(...page.nodes);
    pageInfo = page.pageInfo;
  }
}

// The answer has the shape of its document, which the real schema validates in the tests.
function answered<Answer>(data: unknown): Answer {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the guarantee is stated above
  return data as Answer;
}
