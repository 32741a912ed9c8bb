import type { Translate } from '#domain/delivery.ts';
import { translateCallback } from '#webhooks/erp/callback.ts';
import { translateReceipt } from '#webhooks/erp/receipt.ts';
import { translateBulk } from '#webhooks/shopify/bulk-read.ts';
import { translateOrderRead } from '#webhooks/shopify/order-read.ts';
import { translate as translateShopify } from '#webhooks/shopify/source.ts';

/** How a delivery of each source is read: what was sent to us, what we asked for, what our postings were answered. */
export const translators: ReadonlyMap<string, Translate> = new Map([
  ['shopify', translateShopify],
  ['shopify-admin', translateOrderRead],
  ['shopify-bulk', translateBulk],
  ['erp', translateCallback],
  ['erp-receipt', translateReceipt],
]);
