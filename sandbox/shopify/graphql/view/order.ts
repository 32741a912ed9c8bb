/**
 * Orders as the Admin API shows them. A view has exactly the fields that the store can answer truthfully; the
 * executor refuses every other field of the schema by name.
 */
import type { StoreOrder } from '../../model/order.ts';
import { financialStatusOf, orderGid, receivedOf, totalOf } from '../../order.ts';
import { appNumber } from '../../payload/app-number.ts';
import { utcTime } from '../../text.ts';
import type { AdminContext, View } from '../context.ts';
import { locationOfId } from '../lookup.ts';
import { addressView, customerView } from './customer.ts';
import { locationView } from './location.ts';
import { timeOrNull } from './money.ts';
import { amountsOf } from './order-amount.ts';
import { partsOf } from './order-part.ts';
import { statesOf } from './order-state.ts';
import { paymentTermsView } from './payment-terms.ts';
import { riskView } from './risk.ts';

export function orderView(context: AdminContext, order: StoreOrder): View {
  const { paymentTerms, merchantOfRecordApp } = order;
  return {
    __typename: 'Order',
    id: orderGid(order),
    legacyResourceId: String(order.id),
    name: order.name,
    number: order.number,
    createdAt: utcTime(order.createdAt),
    processedAt: utcTime(order.createdAt),
    updatedAt: utcTime(order.updatedAt),
    cancelledAt: timeOrNull(order.cancelledAt),
    cancelReason: order.cancelReason?.toUpperCase() ?? null,
    closed: order.closedAt !== null,
    closedAt: timeOrNull(order.closedAt),
    confirmed: true,
    edited: order.agreements.some(({ reason }) => reason === 'ORDER_EDIT'),
    test: order.test,
    note: order.note,
    tags: order.tags,
    poNumber: order.poNumber,
    sourceName: order.source,
    sourceIdentifier: null,
    customAttributes: [],
    taxesIncluded: order.taxesIncluded,
    dutiesIncluded: order.dutiesIncluded,
    estimatedTaxes: false,
    taxExempt: order.customer?.taxExempt ?? false,
    currencyCode: order.currency,
    presentmentCurrencyCode: order.presentmentCurrency,
    merchantOfRecordApp:
      merchantOfRecordApp === null
        ? null
        : {
            __typename: 'OrderApp',
            id: `gid://shopify/App/${appNumber(merchantOfRecordApp)}`,
            name: merchantOfRecordApp,
          },
    staffMember: null,
    fullyPaid: () => financialStatusOf(order) === 'paid',
    unpaid: () => receivedOf(order).presentment === 0n && totalOf(order).presentment > 0n,
    paymentGatewayNames: () => [...new Set(order.transactions.map(({ gateway }) => gateway))],
    paymentTerms: () => (paymentTerms === null ? null : paymentTermsView(context, order, paymentTerms)),
    risk: () => riskView(order),
    disputes: () => disputesOf(context, order),
    ...peopleOf(context, order),
    ...statesOf(order),
    ...amountsOf(order),
    ...partsOf(context, order),
  };
}

/** Who bought, and where. */
function peopleOf(context: AdminContext, order: StoreOrder) {
  return {
    email: order.customer?.person.email ?? null,
    phone: null,
    customer: () => (order.customer === null ? null : customerView(context, order.customer)),
    shippingAddress: () => addressView(order.shippingAddress, order.id),
    billingAddress: () => addressView(order.billingAddress, order.id),
    retailLocation: () => {
      const id = order.retailLocationId;
      const location = id === null ? undefined : locationOfId(context.state, id);
      return location === undefined ? null : locationView(context, location);
    },
  };
}

function disputesOf({ state }: AdminContext, order: StoreOrder): View[] {
  return state.payments.disputes
    .filter(({ orderId }) => orderId === order.id)
    .map(({ id, type, status }) => ({
      __typename: 'OrderDisputeSummary',
      id: `gid://shopify/ShopifyPaymentsDispute/${id}`,
      initiatedAs: type,
      status,
    }));
}
