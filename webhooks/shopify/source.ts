import type { WebhookValidation } from '@shopify/shopify-api';
import { instant } from '#domain/instant.ts';
import { Park } from '#domain/obstacle.ts';
import type { Translate } from '#domain/delivery.ts';
import { homeLane, plainResponses } from '#webhooks/plain.ts';
import type { Source } from '#webhooks/source.ts';
import { parseLossless } from './parse.ts';
import { topics } from './topics.ts';

/** The signature check of `@shopify/shopify-api`, made ready with our client secret. */
export type ValidateWebhook = (parameters: {
  rawBody: string;
  rawRequest: Request;
}) => Promise<WebhookValidation>;

const domain = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/;

/** Shopify's webhooks: verified by Shopify's own library over the raw bytes, named by its headers. */
export function shopifySource(validate: ValidateWebhook): Source {
  return {
    name: 'shopify',
    // An order of 500 lines is about 1 MB; no published limit exists.
    bytesMax: 4 * 1024 * 1024,

    async verify(request, raw) {
      const checked = await validate({ rawBody: raw, rawRequest: request });
      if (!checked.valid && 'missingHeaders' in checked)
        return { verdict: 'unreadable', why: `missing headers: ${checked.missingHeaders.join(', ')}` };
      if (!checked.valid && checked.reason === 'missing_body')
        return { verdict: 'unreadable', why: 'empty body' };
      if (!checked.valid) return { verdict: 'forged', why: checked.reason };
      if (checked.webhookType !== 'webhooks') return { verdict: 'unreadable', why: 'not a webhook' };
      const shop = checked.domain.toLowerCase();
      if (!domain.test(shop)) return { verdict: 'unreadable', why: 'not a shop domain' };
      return {
        verdict: 'verified',
        shop,
        // The library renames topics for its storage; the header has the name we know.
        topic: request.headers.get('x-shopify-topic')?.toLowerCase() ?? checked.topic,
        dedupeKey: checked.webhookId,
        eventId: checked.eventId ?? null,
        triggeredAt: instant(checked.triggeredAt) ?? null,
      };
    },

    lane: (topic, body) => homeLane(translate, { source: 'shopify', topic, body }),

    translate,

    // Only a 2xx counts with Shopify; anything else is retried 8 times over 4 hours.
    respond: plainResponses,
  };
}

export const translate: Translate = (delivery) => {
  const topic = topics.get(delivery.topic);
  if (topic === undefined) throw new Park(`the topic ${delivery.topic.slice(0, 60)} is not one we read`);
  const said = {
    topic: delivery.topic,
    at: delivery.triggeredAt ?? delivery.receivedAt,
    deliveryId: delivery.id,
  };
  return topic.translate(parseLossless(delivery.body), said);
};
