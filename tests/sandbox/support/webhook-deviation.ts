/**
 * Every place where a body differs from the schema or the sample that is published of its topic, and why it must. The
 * schemas are inferred from samples: a list that is empty in them has to stay empty, a null has to stay null.
 */
import type { Difference } from './webhook-conformance.ts';

export type Deviation = {
  readonly because: string;
  readonly problem: string;
  readonly topics: RegExp;
  readonly at: readonly string[];
};

const wholeOrder = /^orders\/(?:create|updated|paid|cancelled|fulfilled|partially_fulfilled)$/;
const text = 'must be string';
const object = 'must be object';
const noElements = 'must have no elements';
const notInSample = 'is not in the sample';

export const deviations: readonly Deviation[] = [
  {
    because: 'German addresses and locations have no province; the sample is American',
    problem: text,
    topics: wholeOrder,
    at: [
      '/billing_address/province',
      '/billing_address/province_code',
      '/customer/default_address/province',
      '/customer/default_address/province_code',
      '/shipping_address/province',
      '/shipping_address/province_code',
    ],
  },
  {
    because: 'German addresses and locations have no province; the sample is American',
    problem: text,
    topics: /^fulfillments\//,
    at: ['/destination/province', '/destination/province_code'],
  },
  {
    because: 'German addresses and locations have no province; the sample is American',
    problem: text,
    topics: /^locations\/(?:create|update|activate|deactivate)$/,
    at: ['/province', '/province_code'],
  },
  {
    because: 'German addresses and locations have no province; the sample is American',
    problem: text,
    topics: /^app\/uninstalled$/,
    at: ['/province', '/province_code'],
  },
  {
    because: 'German addresses and locations have no province; the sample is American',
    problem: text,
    topics: /^shop\/update$/,
    at: ['/province'],
  },
  {
    because:
      'nobody is known for a walk-in at the till, and nothing is sent anywhere (recorded deliveries have null)',
    problem: object,
    topics: wholeOrder,
    at: ['/billing_address', '/customer', '/shipping_address'],
  },
  {
    because:
      'nobody is known for a walk-in at the till, and nothing is sent anywhere (recorded deliveries have null)',
    problem: object,
    topics: /^fulfillments\/create$/,
    at: ['/destination'],
  },
  {
    because: 'nobody is known for a walk-in at the till (recorded deliveries have null)',
    problem: text,
    topics: wholeOrder,
    at: ['/contact_email'],
  },
  {
    because: 'for a walk-in at the till the email is an empty text (recorded deliveries)',
    problem: 'must match format "email"',
    topics: /^orders\/|^fulfillments\/create$/,
    at: ['/email'],
  },
  {
    because: 'the samples show no order with a refund, a return, a duty or a discounted shipping line',
    problem: noElements,
    topics: wholeOrder,
    at: [
      '/fulfillments/*/line_items/*/duties/*',
      '/line_items/*/duties/*',
      '/refunds/*',
      '/returns/*',
      '/shipping_lines/*/discount_allocations/*',
    ],
  },
  {
    because:
      'a line that is sold without a variant has no product and no number (as the schema of its own list says)',
    problem: 'must be integer',
    topics: wholeOrder,
    at: ['/fulfillments/*/line_items/*/product_id', '/fulfillments/*/line_items/*/variant_id'],
  },
  {
    because:
      'a line that is sold without a variant has no vendor; nothing is left fulfilled of a cancelled parcel',
    problem: text,
    topics: wholeOrder,
    at: ['/fulfillments/*/line_items/*/vendor', '/fulfillments/*/line_items/*/fulfillment_status'],
  },
  {
    because: 'Shopify docs (REST): the SKU of a line may be null',
    problem: text,
    topics: /^orders\/|^fulfillments\/create$/,
    at: ['/line_items/*/sku', '/fulfillments/*/line_items/*/sku'],
  },
  {
    because: 'the samples within fulfillments know a rate of 0 only',
    problem: 'must be integer',
    topics: wholeOrder,
    at: ['/fulfillments/*/line_items/*/tax_lines/*/rate'],
  },
  {
    because: 'the origin is null in the sample of fulfillments/create, and was left out in an order',
    problem: object,
    topics: wholeOrder,
    at: ['/fulfillments/*/origin_address'],
  },
  {
    because: 'Shopify docs (REST): null where it is not known whether a channel owes the tax',
    problem: 'must be boolean',
    topics: wholeOrder,
    at: ['/line_items/*/tax_lines/*/channel_liable', '/tax_lines/*/channel_liable'],
  },
  {
    because: 'Shopify docs (REST): present only on tips',
    problem: notInSample,
    topics: wholeOrder,
    at: ['/line_items/*/tip_payment_gateway', '/line_items/*/tip_payment_method'],
  },
  {
    because:
      'Shopify docs (REST): an object with the schedules; the schema guesses text where the sample has null',
    problem: 'must be null,string',
    topics: wholeOrder,
    at: ['/payment_terms'],
  },
  {
    because: 'only a card has payment details',
    problem: "must have required property 'payment_details'",
    topics: /^order_transactions\/create$/,
    at: [''],
  },
  {
    because: 'only a card has payment details',
    problem: 'is in the sample only',
    topics: /^order_transactions\/create$/,
    at: ['/payment_details'],
  },
  {
    because: 'no gateway authorizes what staff record',
    problem: text,
    topics: /^order_transactions\/create$/,
    at: ['/authorization'],
  },
  {
    because: "a receipt is the gateway's own; a gift card names the card",
    problem: notInSample,
    topics: /^order_transactions\/create$/,
    at: ['/receipt/gift_card_id'],
  },
  {
    because: 'the sample refunds neither shipping nor duties',
    problem: noElements,
    topics: /^refunds\/create$/,
    at: ['/duties/*', '/refund_shipping_lines/*'],
  },
  {
    because: 'a refund without a note',
    problem: text,
    topics: /^refunds\/create$/,
    at: ['/note'],
  },
  {
    because: 'the store knows no users; an order has null there, too',
    problem: 'must be integer',
    topics: /^refunds\/create$/,
    at: ['/user_id'],
  },
  {
    because: 'a parcel without tracking',
    problem: text,
    topics: /^fulfillments\//,
    at: ['/tracking_company', '/tracking_number', '/tracking_url'],
  },
  {
    because: 'the samples show the lists of a return empty',
    problem: noElements,
    topics: /^returns\/(?:request|approve)$/,
    at: ['/exchange_line_items/*', '/return_line_items/*', '/return_shipping_fees/*'],
  },
  {
    because: 'a return has a name; the sample is null',
    problem: 'must be null',
    topics: /^returns\/(?:request|approve)$/,
    at: ['/name'],
  },
  {
    because: 'the sample of this topic is an empty object in every version, which no app could use',
    problem: notInSample,
    topics: /^returns\/process$/,
    at: ['/admin_graphql_api_id', '/exchange_line_items', '/id', '/order', '/return_line_items', '/status'],
  },
  {
    because: 'no app holds what staff hold, and they need not say why',
    problem: object,
    topics: /^fulfillment_orders\/placed_on_hold$/,
    at: ['/created_fulfillment_hold/held_by_app', '/fulfillment_order/fulfillment_holds/*/held_by_app'],
  },
  {
    because: 'no app holds what staff hold, and they need not say why',
    problem: object,
    topics: /^fulfillment_holds\//,
    at: ['/fulfillment_hold/held_by_app'],
  },
  {
    because: 'no app holds what staff hold, and they need not say why',
    problem: text,
    topics: /^fulfillment_holds\//,
    at: ['/fulfillment_hold/reason_notes'],
  },
  {
    because: 'all of it is held, so nothing remains',
    problem: object,
    topics: /^fulfillment_orders\/placed_on_hold$/,
    at: ['/remaining_fulfillment_order'],
  },
  {
    because: 'what was split could stay as it was',
    problem: object,
    topics: /^fulfillment_orders\/split$/,
    at: ['/replacement_fulfillment_order'],
  },
  {
    because: 'staff report progress, no app does',
    problem: object,
    topics: /^fulfillment_orders\/progress_reported$/,
    at: ['/progress_report/progress_reported_by_app'],
  },
];

export function deviationFor({ topic, at, problem }: Difference): string | undefined {
  for (const each of deviations)
    if (each.problem === problem && each.topics.test(topic) && each.at.includes(at))
      return `${each.topics.source} ${problem} ${at}`;
  return undefined;
}
