/**
 * Writes which access scopes the types and fields need that the store answers, with the notice its license asks for.
 * Fetch the source as strip-schema.ts says, then run
 * `node sandbox/shopify/graphql/strip-scope.ts <package>/dist/data/admin_2026-10.json.gz`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { noticeOf } from './notice.ts';

const served = new Set(
  `AdditionalFee App AppInstallation Customer Duty Fulfillment FulfillmentHold FulfillmentLineItem FulfillmentOrder
  FulfillmentOrderLineItem GiftCard InventoryItem InventoryLevel LineItem Location MailingAddress Mutation Order
  OrderAdjustment OrderAgreement OrderApp OrderEditAgreement OrderRiskSummary OrderTransaction PaymentSchedule
  PaymentTerms Product ProductVariant QueryRoot Refund RefundAgreement RefundLineItem RefundShippingLine Return
  ReturnAgreement ReturnLineItem ReturnLineItemType ReverseFulfillmentOrder ReverseFulfillmentOrderLineItem Sale
  SalesAgreement ShippingLine Shop ShopifyPaymentsAccount ShopifyPaymentsBalanceTransaction ShopifyPaymentsDispute
  ShopifyPaymentsPayout TransactionFee ProductSale GiftCardSale TipSale ShippingLineSale DutySale FeeSale
  AdditionalFeeSale AdjustmentSale UnknownSale ExchangeLineItem WebhookSubscription BulkOperation`.split(
    /\s+/,
  ),
);

/** Of the roots only what is about orders, goods, payments and the app itself. */
const about =
  /^(app|assigned|bulk|customers?|currentApp|disputes?|draftOrders?|fulfillment|giftCard|inventory|location|manualHolds|metafieldsSet|nodes?$|order|payment|product|refund|return|reverse|shop$|shopifyPayments|staged|tags|transaction|webhook)/;

const file = z.object({
  offline_scopes: z.object({
    items: z.array(
      z.object({
        type: z.enum(['type', 'field']),
        typeName: z.string(),
        fieldName: z.string().optional(),
        requiredAccess: z.string(),
        offlineScopes: z.array(z.string()),
      }),
    ),
  }),
});

const [source] = process.argv.slice(2);
if (source === undefined) throw new Error('Name the admin_2026-10.json.gz of @shopify/dev-mcp.');
const { items } = file.parse(JSON.parse(gunzipSync(readFileSync(source)).toString('utf8'))).offline_scopes;

const needs: Record<string, { access: string; scopes: string[]; of: string[] }> = {};
for (const { typeName, fieldName, requiredAccess, offlineScopes } of items) {
  const isRoot = typeName === 'QueryRoot' || typeName === 'Mutation';
  if (offlineScopes.length === 0 || !served.has(typeName)) continue;
  if (isRoot && !about.test(fieldName ?? '')) continue;
  const need = (needs[`${requiredAccess} ${offlineScopes.join()}`] ??= {
    access: requiredAccess,
    scopes: offlineScopes,
    of: [],
  });
  need.of.push(fieldName === undefined ? typeName : `${typeName}.${fieldName}`);
}
const notice = noticeOf({
  what: 'access scopes of the types and fields that the store answers',
  by: 'strip-scope.ts',
});
writeFileSync(
  new URL('scope-2026-10.json', import.meta.url),
  `${JSON.stringify({ notice: notice.split('\n'), needs: Object.values(needs) }, null, 1)}\n`,
);
