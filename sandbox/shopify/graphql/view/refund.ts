import { type Bag, plus } from '../../model/bag.ts';
import type { StoreOrder } from '../../model/order.ts';
import type { StoreOrderAdjustment, StoreRefund, StoreRefundLine } from '../../model/return.ts';
import { utcTime } from '../../text.ts';
import { connectionOf, inOrder, type Page } from '../connection.ts';
import type { AdminContext, View } from '../context.ts';
import { locationOfId } from '../lookup.ts';
import { dutyView, lineView, shippingView } from './line.ts';
import { locationView } from './location.ts';
import { moneyBag } from './money.ts';
import { transactionView } from './transaction.ts';

export function refundView(context: AdminContext, order: StoreOrder, refund: StoreRefund): View {
  const transactions = order.transactions.filter(({ id }) => refund.transactionIds.includes(id));
  const moved = transactions.filter(({ status }) => status === 'success').map(({ amount }) => amount);
  return {
    __typename: 'Refund',
    id: `gid://shopify/Refund/${refund.id}`,
    legacyResourceId: String(refund.id),
    createdAt: utcTime(refund.createdAt),
    processedAt: utcTime(refund.createdAt),
    updatedAt: utcTime(refund.updatedAt),
    note: refund.note,
    staffMember: null,
    totalRefundedSet: () => moneyBag(plus(...moved), order),
    duties: () => refund.duties.map((each) => refundDutyView(order, each)),
    orderAdjustments: (page: Page) =>
      connectionOf(inOrder(refund.adjustments), page, (each) => adjustmentView(order, each)),
    refundLineItems: (page: Page) =>
      connectionOf(inOrder(refund.lines), page, (each) => refundLineView(context, order, each)),
    refundShippingLines: (page: Page) =>
      connectionOf(inOrder(refund.shipping), page, (each) => refundShippingView(order, each)),
    transactions: (page: Page) =>
      connectionOf(inOrder(transactions), page, (each) => transactionView(context, order, each)),
    order: () => context.views.order(context, order),
    return: () => {
      const returned = order.returns.find(({ id }) => id === refund.returnId);
      return returned === undefined ? null : context.views.return(context, order, returned);
    },
  };
}

function refundLineView(context: AdminContext, order: StoreOrder, refunded: StoreRefundLine): View {
  const { id, quantity, restockType, locationId, subtotal, tax } = refunded;
  const line = order.lines.find((each) => each.id === refunded.lineId);
  const location = locationId === null ? undefined : locationOfId(context.state, locationId);
  return {
    __typename: 'RefundLineItem',
    id: `gid://shopify/RefundLineItem/${id}`,
    quantity,
    restockType,
    restocked: restockType !== 'NO_RESTOCK',
    subtotalSet: moneyBag(subtotal, order),
    totalTaxSet: moneyBag(tax, order),
    ...(line === undefined
      ? {}
      : {
          lineItem: () => lineView(context, order, line),
          priceSet: () => moneyBag(line.unitPrice, order),
        }),
    location: () => (location === undefined ? null : locationView(context, location)),
  };
}

function refundShippingView(order: StoreOrder, refunded: StoreRefund['shipping'][number]): View {
  const line = order.shipping.find(({ id }) => id === refunded.shippingLineId);
  return {
    __typename: 'RefundShippingLine',
    id: `gid://shopify/RefundShippingLine/${refunded.id}`,
    subtotalAmountSet: moneyBag(refunded.subtotal, order),
    taxAmountSet: moneyBag(refunded.tax, order),
    ...(line === undefined ? {} : { shippingLine: () => shippingView(order, line) }),
  };
}

function adjustmentView(order: StoreOrder, { id, reason, amount, tax }: StoreOrderAdjustment): View {
  return {
    __typename: 'OrderAdjustment',
    id: `gid://shopify/OrderAdjustment/${id}`,
    reason,
    amountSet: moneyBag(amount, order),
    taxAmountSet: moneyBag(tax, order),
  };
}

function refundDutyView(order: StoreOrder, { dutyId, amount }: { dutyId: bigint; amount: Bag }): View {
  const duty = order.lines.flatMap(({ duties }) => duties).find(({ id }) => id === dutyId);
  return {
    __typename: 'RefundDuty',
    amountSet: moneyBag(amount, order),
    originalDuty: () => (duty === undefined ? null : dutyView(order, duty)),
  };
}
