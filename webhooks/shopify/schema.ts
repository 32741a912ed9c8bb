/**
 * All that we believe about Shopify's webhook payloads (2026-10). Only the fields we read are named;
 * the rest passes. Numbers arrive as text (see parse.ts). Raw bytes are kept, so a wrong belief is
 * mended by reading again.
 */
import { z } from 'zod';

// Both name lanes and facts, which are keys of an index: nothing a key could not hold passes.
const id = z.string().regex(/^\d{1,20}$/);
const gidText = z.string().regex(/^gid:\/\/shopify\/[!-~]{1,120}$/);
const count = z
  .string()
  .regex(/^-?\d+$/)
  .transform(Number);
const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);
const time = z.iso.datetime({ offset: true });
const currencyCode = z.string().regex(/^[A-Z]{3,4}$/);
const text = z.string().nullish();
const list = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);

const moneySet = z.object({ shop_money: z.object({ amount: decimal, currency_code: z.string() }) });

export const orderPayload = z.object({
  id,
  admin_graphql_api_id: gidText.nullish(),
  name: text,
  order_number: z.string().nullish(),
  currency: currencyCode,
  presentment_currency: currencyCode.nullish(),
  test: z.boolean().nullish(),
  taxes_included: z.boolean().nullish(),
  created_at: time,
  processed_at: time.nullish(),
  updated_at: time.nullish(),
  cancelled_at: time.nullish(),
  financial_status: text,
  po_number: text,
  total_price: decimal,
  current_total_price: decimal.nullish(),
  current_total_price_set: moneySet.nullish(),
  total_outstanding: decimal.nullish(),
  source_name: text,
  location_id: id.nullish(),
  merchant_of_record_app_id: id.nullish(),
  // Of an address only what the tax goes by; the rest is nobody's business here.
  shipping_address: z.object({ country_code: text, province_code: text }).nullish(),
  payment_terms: z
    .object({ payment_schedules: list(z.object({ due_at: time.nullish(), completed_at: time.nullish() })) })
    .nullish(),
  line_items: list(
    z.object({
      id,
      admin_graphql_api_id: gidText.nullish(),
      sku: text,
      title: text,
      name: text,
      quantity: count,
    }),
  ),
});

export const orderDeletedPayload = z.object({ id });

export const orderEditedPayload = z.object({
  order_edit: z.object({ id, order_id: id, committed_at: time.nullish(), created_at: time.nullish() }),
});

export const orderRiskPayload = z.object({
  order_id: id.nullish(),
  admin_graphql_api_order_id: gidText.nullish(),
  provider_id: z.string().nullish(),
  provider_title: text,
  risk_level: text,
  created_at: time.nullish(),
});

export const transactionPayload = z.object({
  id,
  admin_graphql_api_id: gidText.nullish(),
  order_id: id,
  kind: z.string(),
  status: z.string(),
  gateway: text,
  amount: decimal.nullish(),
  amount_rounding: decimal.nullish(),
  currency: currencyCode,
  test: z.boolean().nullish(),
  created_at: time,
  processed_at: time.nullish(),
});

export const refundPayload = z.object({
  id,
  admin_graphql_api_id: gidText.nullish(),
  order_id: id,
  created_at: time,
  processed_at: time.nullish(),
  refund_line_items: list(
    z.object({
      id,
      line_item_id: id,
      quantity: count,
      restock_type: text,
      location_id: id.nullish(),
      subtotal: decimal.nullish(),
      total_tax: decimal.nullish(),
      subtotal_set: moneySet.nullish(),
      total_tax_set: moneySet.nullish(),
    }),
  ),
  order_adjustments: list(
    z.object({
      kind: text,
      reason: text,
      amount_set: moneySet.nullish(),
      tax_amount_set: moneySet.nullish(),
    }),
  ),
  total_duties_set: moneySet.nullish(),
  // What they moved is in the customer's currency; the official sample names none.
  transactions: list(
    z.object({
      id,
      admin_graphql_api_id: gidText.nullish(),
      kind: z.string(),
      status: z.string(),
      amount: decimal.nullish(),
      currency: text,
    }),
  ),
});

export const fulfillmentPayload = z.object({
  id,
  admin_graphql_api_id: gidText.nullish(),
  order_id: id,
  status: z.string(),
  created_at: time,
  updated_at: time.nullish(),
  location_id: id.nullish(),
  tracking_company: text,
  tracking_numbers: z.array(z.string()).nullish(),
  tracking_urls: z.array(z.string()).nullish(),
  line_items: list(z.object({ id, admin_graphql_api_id: gidText.nullish(), quantity: count })),
});

export const returnPayload = z.object({
  admin_graphql_api_id: gidText,
  name: text,
  status: text,
  order_id: id.nullish(),
  order: z.object({ id, admin_graphql_api_id: gidText.nullish() }).nullish(),
});

export const dispositionPayload = z.object({
  admin_graphql_api_id: gidText,
  dispositions: list(z.object({ type: z.string(), quantity: count })),
});

const fulfillmentOrder = z.object({ id: gidText, status: text, request_status: text });

export const fulfillmentOrderPayload = z.object({
  fulfillment_order: fulfillmentOrder.nullish(),
  original_fulfillment_order: fulfillmentOrder.nullish(),
  submitted_fulfillment_order: fulfillmentOrder.nullish(),
  moved_fulfillment_order: fulfillmentOrder.nullish(),
  remaining_fulfillment_order: fulfillmentOrder.nullish(),
  replacement_fulfillment_order: fulfillmentOrder.nullish(),
  fulfillment_order_merges: z.object({ fulfillment_order: fulfillmentOrder.nullish() }).nullish(),
});

export const fulfillmentHoldPayload = z.object({
  fulfillment_order: z.object({ id: gidText }),
  fulfillment_hold: z.object({ id: gidText, reason: text }),
});

export const paymentTermsPayload = z.object({
  id,
  payment_terms_type: text,
  due_in_days: count.nullish(),
  updated_at: time.nullish(),
});

export const paymentSchedulePayload = z.object({
  id,
  payment_terms_id: id,
  amount: decimal.nullish(),
  currency: text,
  due_at: time.nullish(),
  updated_at: time.nullish(),
});

export const productPayload = z.object({ id, status: text, updated_at: time.nullish() });

export const inventoryLevelPayload = z.object({
  inventory_item_id: id,
  location_id: id,
  available: count.nullish(),
  updated_at: time.nullish(),
});

export const locationPayload = z.object({
  id,
  name: text,
  active: z.boolean().nullish(),
  updated_at: time.nullish(),
});

export const disputePayload = z.object({
  id,
  order_id: id.nullish(),
  type: text,
  amount: decimal.nullish(),
  currency: text,
  status: text,
  initiated_at: time.nullish(),
});

export const bulkOperationPayload = z.object({
  admin_graphql_api_id: gidText,
  status: text,
  completed_at: time.nullish(),
});

export const scopesPayload = z.object({ current: list(z.string()), updated_at: time.nullish() });

export const redactPayload = z.object({
  customer: z.object({ id: id.nullish() }).nullish(),
  data_request: z.object({ id: id.nullish() }).nullish(),
});
