/** The body of every orders/* delivery: an order as the webhook API of 2026-10 writes it. */
import {
  financialStatusOf,
  fulfilledQuantityOf,
  fulfillmentStatusOf,
  orderGid,
  outstandingOf,
  type StoreOrder,
  totalOf,
} from './order.ts';
import { fulfillmentPayload } from './payload-fulfillment.ts';
import { address, type Json, lineItem, priceSet, type Shop, taxLines } from './payload.ts';
import { sum } from './price.ts';
import { decimalText, shopTime } from './text.ts';

export function orderPayload(order: StoreOrder, shop: Shop): { readonly [key: string]: Json } {
  return {
    ...head(order, shop),
    ...amounts(order),
    ...people(order, shop),
    discount_codes: codes(order),
    discount_applications: discountApplications(order),
    fulfillments: order.fulfillments.map((each) => fulfillmentPayload(order, each, shop)),
    line_items: order.lines.map((line) => ({
      attributed_staffs: [],
      current_quantity: line.quantity,
      sales_line_item_group_id: null,
      ...lineItem(order, line, {
        quantity: line.quantity,
        open: line.quantity - fulfilledQuantityOf(order, line),
      }),
    })),
    payment_terms: null,
    refunds: [],
    shipping_lines: shippingLines(order),
    returns: [],
    line_item_groups: [],
  };
}

function head(order: StoreOrder, shop: Shop): { readonly [key: string]: Json } {
  const time = (at: number): string => shopTime(at, shop.timeZone);
  const token = order.id.toString(36);
  return {
    id: order.id,
    admin_graphql_api_id: orderGid(order),
    app_id: null,
    browser_ip: null,
    buyer_accepts_marketing: false,
    cancel_reason: order.cancelledAt === null ? null : 'customer',
    cancelled_at: order.cancelledAt === null ? null : time(order.cancelledAt),
    cart_token: null,
    checkout_token: null,
    client_details: null,
    closed_at: null,
    confirmation_number: token.slice(-9).toUpperCase(),
    confirmed: true,
    created_at: time(order.createdAt),
    currency: order.currency,
    customer_locale: 'de-DE',
    device_id: null,
    duties_included: false,
    estimated_taxes: false,
    financial_status: financialStatusOf(order),
    fulfillment_status: fulfillmentStatusOf(order),
    landing_site: null,
    landing_site_ref: null,
    location_id: null,
    merchant_business_entity_id: 'MTU0ODM4MDAwOQ',
    merchant_of_record_app_id: null,
    name: order.name,
    note: null,
    note_attributes: [],
    number: order.index,
    order_number: order.number,
    order_status_url: `https://${shop.domain}/${shop.id}/orders/${token}/authenticate?key=${token}`,
    payment_gateway_names: [...new Set(order.transactions.map((each) => each.gateway))],
    po_number: order.poNumber,
    presentment_currency: order.currency,
    processed_at: time(order.createdAt),
    reference: null,
    referring_site: null,
    source_identifier: null,
    source_name: 'web',
    source_url: null,
    tags: '',
    tax_exempt: false,
    taxes_included: order.taxesIncluded,
    test: order.test,
    token,
    updated_at: time(order.updatedAt),
    user_id: null,
  };
}

/** Nothing is edited or refunded in this store yet, so every `current_*` equals its original. */
function amounts(order: StoreOrder): { readonly [key: string]: Json } {
  const { currency } = order;
  const text = (minor: bigint): string => decimalText(minor, currency);
  const set = (minor: bigint): Json => priceSet(minor, currency);
  const subtotal = sum(order.lines.map((line) => line.price - line.discount));
  const discounts = sum(order.lines.map((line) => line.discount));
  const tax = sum([...order.lines, ...order.shipping].map((charge) => charge.tax));
  const shipping = sum(order.shipping.map((line) => line.price));
  const prices = sum(order.lines.map((line) => line.price));
  const total = totalOf(order);
  return {
    current_shipping_price_set: set(shipping),
    current_subtotal_price: text(subtotal),
    current_subtotal_price_set: set(subtotal),
    current_total_additional_fees_set: null,
    current_total_discounts: text(discounts),
    current_total_discounts_set: set(discounts),
    current_total_duties_set: null,
    current_total_price: text(total),
    current_total_price_set: set(total),
    current_total_tax: text(tax),
    current_total_tax_set: set(tax),
    original_total_additional_fees_set: null,
    original_total_duties_set: null,
    subtotal_price: text(subtotal),
    subtotal_price_set: set(subtotal),
    tax_lines: taxLines({ taxes: taxesByTitleAndRate(order) }, currency),
    total_cash_rounding_payment_adjustment_set: set(0n),
    total_cash_rounding_refund_adjustment_set: set(0n),
    total_discounts: text(discounts),
    total_discounts_set: set(discounts),
    total_line_items_price: text(prices),
    total_line_items_price_set: set(prices),
    total_outstanding: text(outstandingOf(order)),
    total_price: text(total),
    total_price_set: set(total),
    total_shipping_price_set: set(shipping),
    total_tax: text(tax),
    total_tax_set: set(tax),
    total_tip_received: text(0n),
    total_weight: order.lines.reduce((grams, line) => grams + 400 * line.quantity, 0),
  };
}

function people(order: StoreOrder, shop: Shop): { readonly [key: string]: Json } {
  const { customer } = order;
  const customerId = 115310627314723954n + BigInt(order.index);
  return {
    contact_email: customer.email,
    email: customer.email,
    phone: null,
    billing_address: address(customer),
    shipping_address: address(customer),
    customer: {
      id: customerId,
      created_at: shopTime(order.createdAt, shop.timeZone),
      updated_at: shopTime(order.createdAt, shop.timeZone),
      first_name: customer.firstName,
      last_name: customer.lastName,
      state: 'disabled',
      note: null,
      verified_email: true,
      multipass_identifier: null,
      tax_exempt: false,
      email: customer.email,
      phone: customer.phone,
      currency: shop.currency,
      tax_exemptions: [],
      admin_graphql_api_id: `gid://shopify/Customer/${customerId}`,
      default_address: {
        id: 715243470612851245n + BigInt(order.index),
        customer_id: customerId,
        first_name: customer.firstName,
        last_name: customer.lastName,
        company: null,
        address1: customer.street,
        address2: null,
        city: customer.city,
        province: null,
        country: 'Germany',
        zip: customer.zip,
        phone: customer.phone,
        name: `${customer.firstName} ${customer.lastName}`,
        province_code: null,
        country_code: 'DE',
        country_name: 'Germany',
        default: true,
      },
    },
  };
}

function shippingLines(order: StoreOrder): Json[] {
  return order.shipping.map((line) => ({
    id: line.id,
    carrier_identifier: null,
    code: line.title,
    current_discounted_price_set: priceSet(line.price, order.currency),
    discounted_price: decimalText(line.price, order.currency),
    discounted_price_set: priceSet(line.price, order.currency),
    is_removed: false,
    phone: null,
    price: decimalText(line.price, order.currency),
    price_set: priceSet(line.price, order.currency),
    requested_fulfillment_service_id: null,
    source: 'shopify',
    title: line.title,
    tax_lines: taxLines(line, order.currency),
    discount_allocations: [],
  }));
}

function codes(order: StoreOrder): Json[] {
  const code = order.discountCode;
  if (code === null) return [];
  const amount = decimalText(sum(order.lines.map((line) => line.codeDiscount)), order.currency);
  return [{ code: code.code, amount, type: 'percent' in code ? 'percentage' : 'fixed_amount' }];
}

function discountApplications(order: StoreOrder): Json[] {
  const code = order.discountCode;
  const byCode =
    code === null
      ? []
      : [
          {
            target_type: 'line_item',
            type: 'discount_code',
            value: 'percent' in code ? `${code.percent}.0` : decimalText(code.amount, order.currency),
            value_type: 'percent' in code ? 'percentage' : 'fixed_amount',
            allocation_method: 'across',
            target_selection: 'all',
            code: code.code,
          },
        ];
  const byHand = order.lines
    .filter((line) => line.ownDiscount > 0n)
    .map((line) => ({
      target_type: 'line_item',
      type: 'manual',
      value: decimalText(line.ownDiscount, order.currency),
      value_type: 'fixed_amount',
      allocation_method: 'one',
      target_selection: 'explicit',
      title: 'Price reduction',
      description: 'Price reduction',
    }));
  return [...byCode, ...byHand];
}

function taxesByTitleAndRate(order: StoreOrder) {
  const merged = new Map<string, { title: string; rate: string; amount: bigint }>();
  for (const tax of [...order.lines, ...order.shipping].flatMap((charge) => charge.taxes)) {
    const key = `${tax.title} ${tax.rate}`;
    merged.set(key, { ...tax, amount: tax.amount + (merged.get(key)?.amount ?? 0n) });
  }
  return [...merged.values()];
}
