/** What was agreed, sale by sale: the truth about what an order comes to. */
import type { SaleLineType, StoreAgreement, StoreSale } from '../../model/agreement.ts';
import type { StoreOrder } from '../../model/order.ts';
import { utcTime } from '../../text.ts';
import { connectionOf, inOrder, type Page } from '../connection.ts';
import type { AdminContext, View } from '../context.ts';
import { dutyView, feeView, lineView, shippingView } from './line.ts';
import { moneyBag, taxLineView } from './money.ts';
import { refundView } from './refund.ts';
import { restockingFeeView, returnView, returnShippingFeeView } from './return.ts';

const agreementTypenames = {
  ORDER: 'OrderAgreement',
  ORDER_EDIT: 'OrderEditAgreement',
  REFUND: 'RefundAgreement',
  RETURN: 'ReturnAgreement',
} as const;

const saleTypenames: Readonly<Record<SaleLineType, string>> = {
  PRODUCT: 'ProductSale',
  GIFT_CARD: 'GiftCardSale',
  TIP: 'TipSale',
  SHIPPING: 'ShippingLineSale',
  DUTY: 'DutySale',
  FEE: 'FeeSale',
  ADDITIONAL_FEE: 'AdditionalFeeSale',
  ADJUSTMENT: 'AdjustmentSale',
  UNKNOWN: 'UnknownSale',
};

export function agreementView(context: AdminContext, order: StoreOrder, agreement: StoreAgreement): View {
  return {
    __typename: agreementTypenames[agreement.reason],
    id: `gid://shopify/${agreementTypenames[agreement.reason]}/${agreement.id}`,
    happenedAt: utcTime(agreement.happenedAt),
    reason: agreement.reason,
    app: null,
    user: null,
    sales: (page: Page) =>
      connectionOf(inOrder(agreement.sales), page, (sale) => saleView(context, order, sale)),
    ...aboutOf(context, order, agreement),
  };
}

/** Each kind of agreement names what brought it about. */
function aboutOf(context: AdminContext, order: StoreOrder, agreement: StoreAgreement) {
  if (agreement.reason === 'ORDER') return { order: () => context.views.order(context, order) };
  if (agreement.reason === 'REFUND') {
    const refund = order.refunds.find(({ id }) => id === agreement.refundId);
    return refund === undefined ? {} : { refund: () => refundView(context, order, refund) };
  }
  if (agreement.reason === 'RETURN') {
    const returned = order.returns.find(({ id }) => id === agreement.returnId);
    return returned === undefined ? {} : { return: () => returnView(context, order, returned) };
  }
  return {};
}

function saleView(context: AdminContext, order: StoreOrder, sale: StoreSale): View {
  return {
    __typename: saleTypenames[sale.lineType],
    id: `gid://shopify/Sale/${sale.id}`,
    actionType: sale.actionType,
    lineType: sale.lineType,
    quantity: sale.quantity,
    totalAmount: moneyBag(sale.total, order),
    totalTaxAmount: moneyBag(sale.tax, order),
    totalDiscountAmountBeforeTaxes: moneyBag(sale.discountBeforeTaxes, order),
    totalDiscountAmountAfterTaxes: moneyBag(sale.discountAfterTaxes, order),
    taxes: () =>
      sale.taxes.map((tax, index) => ({
        __typename: 'SaleTax',
        id: `gid://shopify/SaleTax/${sale.id}${index}`,
        amount: moneyBag(tax.amount, order),
        taxLine: taxLineView(tax, order),
      })),
    ...subjectOf(context, order, sale),
  };
}

/** What the sale is about, under the name its type gives it. */
function subjectOf(context: AdminContext, order: StoreOrder, sale: StoreSale): Record<string, unknown> {
  const isSubject = ({ id }: { readonly id: bigint }): boolean => id === sale.subjectId;
  switch (sale.lineType) {
    case 'PRODUCT':
    case 'GIFT_CARD':
    case 'TIP': {
      const line = order.lines.find(isSubject);
      return line === undefined ? {} : { lineItem: () => lineView(context, order, line) };
    }
    case 'SHIPPING': {
      const line = order.shipping.find(isSubject);
      return { shippingLine: () => (line === undefined ? null : shippingView(order, line)) };
    }
    case 'DUTY': {
      const duty = order.lines.flatMap(({ duties }) => duties).find(isSubject);
      return duty === undefined ? {} : { duty: () => dutyView(order, duty) };
    }
    case 'ADDITIONAL_FEE': {
      const fee = order.fees.find(isSubject);
      return fee === undefined ? {} : { additionalFee: () => feeView(order, fee, 'SaleAdditionalFee') };
    }
    case 'FEE':
      return { fee: () => returnFeeView(order, sale.subjectId) };
    case 'ADJUSTMENT':
    case 'UNKNOWN':
      return {};
  }
}

/** A fee of a return: for restocking a line, or for the way back. */
function returnFeeView(order: StoreOrder, feeId: bigint | null): View | null {
  for (const { lines, shippingFee } of order.returns) {
    if (shippingFee !== null && shippingFee.id === feeId) return returnShippingFeeView(order, shippingFee);
    for (const { restockingFee } of lines)
      if (restockingFee !== null && restockingFee.id === feeId)
        return restockingFeeView(order, restockingFee);
  }
  return null;
}
