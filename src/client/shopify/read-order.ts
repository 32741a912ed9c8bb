import type { Gid } from '#domain/gid.ts';
import type { Admin } from './admin.ts';
import * as documents from './order-documents.ts';

type Page<Node> = { pageInfo: { hasNextPage: boolean; endCursor: string | null }; nodes: Node[] };
type AgreementNode = { id: string; sales: Page<unknown> };
type Agreements = {
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  edges: { cursor: string; node: AgreementNode }[];
};
type Fulfillment = { id: string; fulfillmentLineItems: Page<unknown> };
type Refund = {
  id: string;
  refundLineItems: Page<unknown>;
  orderAdjustments: Page<unknown>;
  transactions: Page<unknown>;
};
type Return = { id: string; returnLineItems: Page<unknown>; exchangeLineItems: Page<unknown> };
type OrderAnswer = {
  id: string;
  paymentTerms: { paymentSchedules: Page<unknown> } | null;
  lineItems: Page<unknown>;
  transactions: unknown[];
  fulfillments: Fulfillment[];
  refunds: Refund[];
  returns: Page<Return>;
  agreements: Agreements;
};

/**
 * The whole order as the store has it, with every page of its lists;
 * null when the store does not show it. The shape is that of `orderHead`.
 */
export async function readOrder(admin: Admin, id: Gid<'Order'>): Promise<unknown> {
  const { order } = answered<{ order: OrderAnswer | null }>(await admin(documents.orderHead, { id }));
  if (order === null) return null;
  const ask = async (document: string, after: string | null) =>
    answered<{ order: OrderAnswer }>(await admin(document, { id, after })).order;
  const { orderPages, inHead } = documents;
  await pages(order.lineItems, async (after) => (await ask(orderPages.lineItems, after)).lineItems);
  const schedules = order.paymentTerms?.paymentSchedules;
  if (schedules !== undefined)
    await pages(schedules, async (after) => {
      const { paymentTerms } = await ask(orderPages.paymentSchedules, after);
      if (paymentTerms === null) throw new Error('payment terms went away while they were read');
      return paymentTerms.paymentSchedules;
    });
  if (order.transactions.length >= inHead.transactions)
    order.transactions = (await ask(documents.orderTransactions, null)).transactions;
  await allFulfillments(admin, order);
  await allRefunds(admin, order);
  await pages(order.returns, async (after) => (await ask(orderPages.returns, after)).returns);
  for (const one of order.returns.nodes) await allOfReturn(admin, one);
  await allAgreements(admin, id, order.agreements);
  return order;
}

/** The fulfillments of an order alone, each with all its lines; null when the store does not show the order. */
export async function readFulfillments(admin: Admin, id: Gid<'Order'>): Promise<readonly unknown[] | null> {
  const { order } = answered<{ order: Pick<OrderAnswer, 'id' | 'fulfillments'> | null }>(
    await admin(documents.orderParcels, { id }),
  );
  if (order === null) return null;
  await allFulfillments(admin, order);
  return order.fulfillments;
}

/** A plain list has no pages: the rest is named in one question and fetched one by one. */
async function allFulfillments(
  admin: Admin,
  { id, fulfillments }: Pick<OrderAnswer, 'id' | 'fulfillments'>,
): Promise<void> {
  const one = async (document: string, variables: { id: string; after?: string | null }) =>
    answered<{ fulfillment: Fulfillment }>(await admin(document, variables)).fulfillment;
  if (fulfillments.length >= documents.inHead.fulfillments) {
    const { order } = answered<{ order: Pick<OrderAnswer, 'fulfillments'> }>(
      await admin(documents.orderFulfillments, { id }),
    );
    for (const further of missing(order.fulfillments, fulfillments))
      fulfillments.push(await one(documents.oneFulfillment, { id: further }));
  }
  for (const { id: of, fulfillmentLineItems } of fulfillments)
    await pages(fulfillmentLineItems, async (after) => {
      const answer = await one(documents.fulfillmentPages.fulfillmentLineItems, { id: of, after });
      return answer.fulfillmentLineItems;
    });
}

async function allRefunds(admin: Admin, { id, refunds }: OrderAnswer): Promise<void> {
  const one = async (document: string, variables: { id: string; after?: string | null }) =>
    answered<{ refund: Refund }>(await admin(document, variables)).refund;
  if (refunds.length >= documents.inHead.refunds) {
    const { order } = answered<{ order: Pick<OrderAnswer, 'refunds'> }>(
      await admin(documents.orderRefunds, { id }),
    );
    for (const further of missing(order.refunds, refunds))
      refunds.push(await one(documents.oneRefund, { id: further }));
  }
  for (const refund of refunds)
    for (const list of ['refundLineItems', 'orderAdjustments', 'transactions'] as const)
      await pages(
        refund[list],
        async (after) => (await one(documents.refundPages[list], { id: refund.id, after }))[list],
      );
}

async function allOfReturn(admin: Admin, of: Return): Promise<void> {
  for (const list of ['returnLineItems', 'exchangeLineItems'] as const)
    await pages(of[list], async (after) => {
      const answer = await admin(documents.returnPages[list], { id: of.id, after });
      return answered<{ return: Return }>(answer).return[list];
    });
}

function missing(all: readonly { id: string }[], known: readonly { id: string }[]): string[] {
  return all.flatMap(({ id }) => (known.some((other) => other.id === id) ? [] : [id]));
}

async function allAgreements(admin: Admin, id: Gid<'Order'>, agreements: Agreements): Promise<void> {
  let { pageInfo } = agreements;
  while (pageInfo.hasNextPage) {
    const { order } = answered<{ order: OrderAnswer }>(
      await admin(documents.orderPages.agreements, { id, after: pageInfo.endCursor }),
    );
    agreements.edges.push(...order.agreements.edges);
    pageInfo = order.agreements.pageInfo;
  }
  for (const [at, { node }] of agreements.edges.entries()) {
    const agreementAfter = agreements.edges[at - 1]?.cursor ?? null;
    await pages(node.sales, async (after) => {
      const answer = answered<{ order: { agreements: { nodes: AgreementNode[] } } }>(
        await admin(documents.agreementSales, { id, agreementAfter, after }),
      );
      const [same] = answer.order.agreements.nodes;
      if (same?.id !== node.id) throw new Error('an agreement moved while its sales were read');
      return same.sales;
    });
  }
}

/** Appends every further page to the first. */
async function pages<Node>(
  first: Page<Node>,
  next: (after: string | null) => Promise<Page<Node>>,
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
