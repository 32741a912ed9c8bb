/** The lists of an order. */
import { openAuthorizationsOf } from '../../order.ts';
import type { StoreOrder } from '../../model/order.ts';
import { connectionOf, inOrder, type Page } from '../connection.ts';
import type { AdminContext, View } from '../context.ts';
import { filterBy } from '../search.ts';
import { agreementView } from './agreement.ts';
import { discountView } from './discount.ts';
import { fulfillmentOrderView } from './fulfillment-order.ts';
import { fulfillmentView } from './fulfillment.ts';
import { feeView, lineView, shippingView, unfulfilledOf } from './line.ts';
import { top } from './money.ts';
import { refundView } from './refund.ts';
import { returnView } from './return.ts';
import { transactionView } from './transaction.ts';

type Top = { readonly first?: number | null };
type Searched = Page & { readonly query?: string | null };

export function partsOf(context: AdminContext, order: StoreOrder) {
  const count = (items: readonly unknown[]): View => ({
    __typename: 'Count',
    count: items.length,
    precision: 'EXACT',
  });
  return {
    additionalFees: () => order.fees.map((fee) => feeView(order, fee, 'AdditionalFee')),
    discountApplications: (page: Page) =>
      connectionOf(inOrder([...order.discounts.keys()]), page, (index) => discountView(order, index)),
    discountCode: order.discounts.find(({ kind }) => kind === 'code')?.code ?? null,
    discountCodes: order.discounts.flatMap(({ code }) => (code === null ? [] : [code])),
    lineItems: (page: Page) =>
      connectionOf(inOrder(order.lines), page, (line) => lineView(context, order, line)),
    nonFulfillableLineItems: (page: Page) => {
      const lines = order.lines.filter((line) => unfulfilledOf(order, line) === 0);
      return connectionOf(inOrder(lines), page, (line) => lineView(context, order, line));
    },
    ...shippingOf(order),
    transactions: ({ first, capturable }: Top & { readonly capturable?: boolean | null }) => {
      const open = openAuthorizationsOf(order).map(({ authorization }) => authorization);
      const found = order.transactions.filter(
        (each) => capturable == null || open.includes(each) === capturable,
      );
      return top(found, first).map((each) => transactionView(context, order, each));
    },
    transactionsCount: () => count(order.transactions),
    agreements: (page: Searched) => {
      const found = order.agreements.filter(
        filterBy(page.query, { happened_at: ({ happenedAt }) => happenedAt, id: ({ id }) => id }),
      );
      return connectionOf(inOrder(found), page, (each) => agreementView(context, order, each));
    },
    refunds: ({ first }: Top) => top(order.refunds, first).map((each) => refundView(context, order, each)),
    returns: (page: Searched) => {
      const found = order.returns.filter(
        filterBy(page.query, { name: ({ name }) => name, status: ({ status }) => status }),
      );
      return connectionOf(inOrder(found), page, (each) => returnView(context, order, each));
    },
    fulfillments: ({ first }: Top) =>
      top(order.fulfillments, first).map((each) => fulfillmentView(context, order, each)),
    fulfillmentsCount: () => count(order.fulfillments),
    fulfillmentOrders: (page: Searched) => {
      const found = order.fulfillmentOrders.filter(
        filterBy(page.query, { status: ({ status }) => status, id: ({ id }) => id }),
      );
      return connectionOf(inOrder(found), page, (each) => fulfillmentOrderView(context, order, each));
    },
  };
}

/** A line that an edit took off is shown only to whoever asks for those too. */
function shippingOf(order: StoreOrder) {
  return {
    shippingLine: () => {
      const line = order.shipping.find(({ removed }) => !removed);
      return line === undefined ? null : shippingView(order, line);
    },
    shippingLines: (page: Page & { readonly includeRemovals?: boolean | null }) => {
      const found = order.shipping.filter(({ removed }) => !removed || page.includeRemovals === true);
      return connectionOf(inOrder(found), page, (line) => shippingView(order, line));
    },
  };
}
