import type { Translate } from '#domain/delivery.ts';
import { translateCallback } from '#webhooks/erp/callback.ts';
import { translateReceipt } from '#webhooks/erp/receipt.ts';
import { translateErpSweep } from '#webhooks/erp/sweep.ts';
import { translateBulk } from '#webhooks/shopify/bulk-read.ts';
import { translateOrderRead } from '#webhooks/shopify/order-read.ts';
import { translate as translateShopify } from '#webhooks/shopify/source.ts';
import { translateStoreReceipt } from '#webhooks/shopify/store-receipt.ts';
import { translateStoreSweep } from '#webhooks/shopify/sweep.ts';

/** How a delivery of each source is read: what was sent to us, what we asked for, what our postings were answered. */
export const translators: ReadonlyMap<string, Translate> = new Map([
  ['shopify', translateShopify],
  ['shopify-admin', translateOrderRead],
  ['shopify-bulk', translateBulk],
  ['shopify-sweep', translateStoreSweep],
  ['store-receipt', translateStoreReceipt],
  ['erp', translateCallback],
  ['erp-receipt', translateReceipt],
  ['erp-sweep', translateErpSweep],
]);
