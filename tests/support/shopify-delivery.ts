/** Deliveries of Shopify as its translation is given them, and the real check of their signatures. */
import { webApiAdapterInitialized } from '@shopify/shopify-api/adapters/web-api';
import { ApiVersion, LogSeverity, shopifyApi } from '@shopify/shopify-api';
import { setAbstractFetchFunc } from '@shopify/shopify-api/runtime';
import type { Fact } from '#domain/fact.ts';
import { Park } from '#domain/obstacle.ts';
import { shopifySource } from '#webhooks/shopify/source.ts';

if (!webApiAdapterInitialized) throw new Error('the Shopify library lacks its adapter');
// The adapter keeps the fetch that it found when it was loaded, which no test can take the place of.
setAbstractFetchFunc(async (...request) => fetch(...request));

export const clientSecret = 'hush-this-is-the-client-secret';

export const shopify = shopifyApi({
  apiKey: 'the-api-key',
  apiSecretKey: clientSecret,
  hostName: 'app.plumbline.test',
  apiVersion: ApiVersion.October26,
  isEmbeddedApp: true,
  logger: { level: LogSeverity.Error, log: () => undefined },
  future: {},
});

export const source = shopifySource(async (parameters) => shopify.webhooks.validate(parameters));

/** What a payload of a topic says, or why it is parked; whatever else is thrown is a bug. */
export function readPayload(
  topic: string,
  body: string,
): { readonly facts: readonly Fact[] } | { readonly parked: string } {
  const receivedAt = '2026-11-02T09:00:00.000Z';
  try {
    const delivery = { id: '1', source: 'shopify', topic, receivedAt, triggeredAt: null, body };
    return { facts: source.translate(delivery, { shop: 'plumb-demo.myshopify.com', erpConnectionId: '1' }) };
  } catch (error) {
    if (!(error instanceof Park)) throw error;
    return { parked: error.message };
  }
}
