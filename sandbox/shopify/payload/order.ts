/** The body of every orders/* delivery that carries the whole order, as the webhook API of 2026-10 writes it. */
import type { StoreOrder } from '../model/order.ts';
import type { ShopState } from '../model/shop.ts';
import { financialStatusOf, fulfillmentStatusOf, orderGid } from '../order.ts';
import { appNumber } from './app-number.ts';
import { discountApplicationPayloads, discountCodePayloads } from './discount.ts';
import { fulfillmentPayload } from './fulfillment.ts';
import type { JsonObject } from './json.ts';
import { orderLinePayload } from './line.ts';
import { amountPayload } from './order-amount.ts';
import { embeddedTermsPayload } from './payment-terms.ts';
import { addressPayload, customerPayload } from './person.ts';
import { refundPayload } from './refund.ts';
import { embeddedReturnPayload } from './return.ts';
import { orderShippingPayloads } from './shipping-line.ts';
import { timeText } from './time.ts';

// The apps by which Shopify itself places orders.
const channelAppIds = { web: 580_111n, pos: 129_785n, shopify_draft_order: 1_354_745n, marketplace: null };

export function orderPayload(order: StoreOrder, state: ShopState): JsonObject {
  return {
    ...headPayload(order, state),
    ...statusPayload(order, state),
    ...amountPayload(order),
    ...peoplePayload(order, state),
    discount_codes: discountCodePayloads(order),
    discount_applications: discountApplicationPayloads(order),
    fulfillments: order.fulfillments.map((each) => fulfillmentPayload(order, each, state)),
    line_items: order.lines.map((line) => orderLinePayload(order, line, state)),
    payment_terms: embeddedTermsPayload(order, state),
    refunds: order.refunds.map((refund) => refundPayload(order, refund, state)),
    shipping_lines: orderShippingPayloads(order),
    returns: order.returns.map((each) => embeddedReturnPayload(order, each, state)),
    line_item_groups: [],
  };
}

/** What stays as it was placed. */
function headPayload(order: StoreOrder, { shop }: ShopState): JsonObject {
  const placedAt = timeText(order.createdAt, shop.timeZone);
  const token = order.id.toString(36);
  return {
    id: order.id,
    admin_graphql_api_id: orderGid(order),
    app_id: channelAppIds[order.source],
    browser_ip: null,
    buyer_accepts_marketing: false,
    cart_token: null,
    checkout_token: null,
    client_details: null,
    confirmation_number: token.slice(-9).toUpperCase(),
    created_at: placedAt,
    currency: order.currency,
    customer_locale: order.source === 'pos' ? null : 'de-DE',
    device_id: null,
    duties_included: order.dutiesIncluded,
    estimated_taxes: false,
    landing_site: null,
    landing_site_ref: null,
    location_id: order.retailLocationId,
    merchant_business_entity_id: 'MTU0ODM4MDAwOQ',
    merchant_of_record_app_id:
      order.merchantOfRecordApp === null ? null : appNumber(order.merchantOfRecordApp),
    name: order.name,
    note_attributes: [],
    number: order.index,
    order_number: order.number,
    order_status_url: `https://${shop.domain}/${shop.id}/orders/${token}/authenticate?key=${token}`,
    po_number: order.poNumber,
    presentment_currency: order.presentmentCurrency,
    processed_at: placedAt,
    reference: null,
    referring_site: null,
    source_identifier: null,
    source_name: order.source,
    source_url: null,
    tax_exempt: order.customer?.taxExempt ?? false,
    taxes_included: order.taxesIncluded,
    test: order.test,
    token,
    user_id: null,
  };
}

function statusPayload(order: StoreOrder, { shop }: ShopState): JsonObject {
  const time = (at: number | null): string | null => (at === null ? null : timeText(at, shop.timeZone));
  return {
    cancel_reason: order.cancelReason,
    cancelled_at: time(order.cancelledAt),
    closed_at: time(order.closedAt),
    confirmed: true,
    financial_status: financialStatusOf(order),
    fulfillment_status: fulfillmentStatusOf(order),
    note: order.note,
    payment_gateway_names: [...new Set(order.transactions.map(({ gateway }) => gateway))],
    tags: order.tags.join(', '),
    updated_at: time(order.updatedAt),
  };
}

/** For a walk-in at the till Shopify writes an empty email and no contact email. */
function peoplePayload(order: StoreOrder, { shop }: ShopState): JsonObject {
  const { customer, billingAddress, shippingAddress } = order;
  return {
    contact_email: customer?.person.email ?? null,
    email: customer?.person.email ?? '',
    phone: null,
    billing_address: billingAddress === null ? null : addressPayload(billingAddress),
    shipping_address: shippingAddress === null ? null : addressPayload(shippingAddress),
    customer: customer === null ? null : customerPayload(customer, shop),
  };
}
