import { shareOfLine } from '../../act/agree.ts';
import { minus } from '../../model/bag.ts';
import type { StoreOrder } from '../../model/order.ts';
import type { StoreExchangeLine, StoreReturn, StoreReturnLine } from '../../model/return.ts';
import { utcTime } from '../../text.ts';
import { connectionOf, inOrder, type Page } from '../connection.ts';
import type { AdminContext, View } from '../context.ts';
import { variantOfId } from '../lookup.ts';
import { fulfillmentLineView } from './fulfillment.ts';
import { lineView } from './line.ts';
import { moneyBag, timeOrNull } from './money.ts';
import { refundView } from './refund.ts';
import { reverseFulfillmentOrderView } from './reverse.ts';
import { transactionView } from './transaction.ts';

export function returnView(context: AdminContext, order: StoreOrder, returned: StoreReturn): View {
  const refunds = order.refunds.filter(({ id }) => returned.refundIds.includes(id));
  const { shippingFee } = returned;
  return {
    __typename: 'Return',
    id: `gid://shopify/Return/${returned.id}`,
    name: returned.name,
    status: returned.status,
    createdAt: utcTime(returned.createdAt),
    closedAt: timeOrNull(returned.closedAt),
    requestApprovedAt: timeOrNull(returned.requestApprovedAt),
    totalQuantity: returned.lines.reduce((sum, { quantity }) => sum + quantity, 0),
    staffMember: null,
    decline: () =>
      returned.status === 'DECLINED' ? { __typename: 'ReturnDecline', reason: 'OTHER', note: '' } : null,
    returnShippingFees: () => (shippingFee === null ? [] : [returnShippingFeeView(order, shippingFee)]),
    returnLineItems: (page: Page) =>
      connectionOf(inOrder(returned.lines), page, (line) => returnLineView(context, order, line)),
    exchangeLineItems: (page: Page) =>
      connectionOf(inOrder(returned.exchanges), page, (line) => exchangeView(context, order, line)),
    refunds: (page: Page) =>
      connectionOf(inOrder(refunds), page, (refund) => refundView(context, order, refund)),
    transactions: (page: Page) => {
      const ids = refunds.flatMap(({ transactionIds }) => transactionIds);
      const transactions = order.transactions.filter(({ id }) => ids.includes(id));
      return connectionOf(inOrder(transactions), page, (each) => transactionView(context, order, each));
    },
    reverseFulfillmentOrders: (page: Page) =>
      connectionOf(inOrder(returned.reverseFulfillmentOrders), page, (reverse) =>
        reverseFulfillmentOrderView(context, order, reverse),
      ),
    order: () => context.views.order(context, order),
  };
}

export function restockingFeeView(
  order: StoreOrder,
  fee: NonNullable<StoreReturnLine['restockingFee']>,
): View {
  return {
    __typename: 'RestockingFee',
    id: `gid://shopify/RestockingFee/${fee.id}`,
    percentage: fee.percentage,
    amountSet: moneyBag(fee.amount, order),
  };
}

export function returnShippingFeeView(order: StoreOrder, fee: NonNullable<StoreReturn['shippingFee']>): View {
  return {
    __typename: 'ReturnShippingFee',
    id: `gid://shopify/ReturnShippingFee/${fee.id}`,
    amountSet: moneyBag(fee.amount, order),
  };
}

function returnLineView(context: AdminContext, order: StoreOrder, line: StoreReturnLine): View {
  const { quantity, processed, refunded, restockingFee } = line;
  const orderLine = order.lines.find(({ id }) => id === line.lineId);
  return {
    __typename: 'ReturnLineItem',
    id: `gid://shopify/ReturnLineItem/${line.id}`,
    quantity,
    processedQuantity: processed,
    processableQuantity: quantity - processed,
    unprocessedQuantity: quantity - processed,
    refundedQuantity: refunded,
    refundableQuantity: quantity - refunded,
    returnReason: line.reason,
    returnReasonNote: line.note,
    customerNote: null,
    restockingFee: () => (restockingFee === null ? null : restockingFeeView(order, restockingFee)),
    ...(orderLine === undefined
      ? {}
      : {
          withCodeDiscountedTotalPriceSet: () => {
            const { price, discount } = shareOfLine(orderLine, 0, quantity);
            return moneyBag(minus(price, discount), order);
          },
        }),
    fulfillmentLineItem: () => fulfillmentLineView(context, order, line.fulfillmentLineId),
  };
}

/** Without lines of the order until it is processed. */
function exchangeView(context: AdminContext, order: StoreOrder, exchange: StoreExchangeLine): View {
  const lines = order.lines.filter(({ id }) => exchange.lineIds.includes(id));
  const sold = variantOfId(context.state, exchange.variantId);
  return {
    __typename: 'ExchangeLineItem',
    id: `gid://shopify/ExchangeLineItem/${exchange.id}`,
    quantity: exchange.quantity,
    processedQuantity: exchange.processed,
    processableQuantity: exchange.quantity - exchange.processed,
    unprocessedQuantity: exchange.quantity - exchange.processed,
    variantId: `gid://shopify/ProductVariant/${exchange.variantId}`,
    productId: sold === undefined ? null : `gid://shopify/Product/${sold.product.id}`,
    title: sold?.product.title ?? null,
    variantSku: sold?.variant.sku ?? null,
    variantTitle: sold?.variant.title ?? null,
    lineItems: () => lines.map((line) => lineView(context, order, line)),
  };
}
