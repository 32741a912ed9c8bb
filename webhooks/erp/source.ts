import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { z } from 'zod';
import { instant } from '#domain/instant.ts';
import { homeLane, plainResponses } from '#webhooks/plain.ts';
import { storable } from '#webhooks/shopify/parse.ts';
import type { Source } from '#webhooks/source.ts';
import { translateCallback } from './callback.ts';

/** The secrets by which this shop's ERP may sign, in the form `whsec_…`. */
export type CallbackSecrets = (shop: string) => Promise<readonly string[]>;

const path = /^\/webhooks\/erp\/([a-z0-9][a-z0-9-]*\.myshopify\.com)$/;
const headers = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];
const idLengthMax = 200;
const typeLengthMax = 60;

/**
 * What an ERP tells us by our contract: Standard Webhooks, verified by their own library over the raw body.
 * The path names the shop, and only that shop's secret opens it.
 */
export function erpSource(secretsOf: CallbackSecrets): Source {
  return {
    name: 'erp',
    bytesMax: 1024 * 1024,

    async verify(request, raw) {
      const shop = path.exec(new URL(request.url).pathname)?.[1];
      if (shop === undefined) return { verdict: 'unreadable', why: 'the path names no shop' };
      const missing = headers.filter((name) => !request.headers.get(name));
      if (missing.length > 0) return { verdict: 'unreadable', why: `missing headers: ${missing.join(', ')}` };
      if (raw === '') return { verdict: 'unreadable', why: 'empty body' };
      const why = refusal(raw, Object.fromEntries(request.headers), await secretsOf(shop));
      if (why !== undefined) return { verdict: 'forged', why };
      const id = request.headers.get('webhook-id') ?? '';
      if (id.length > idLengthMax) return { verdict: 'unreadable', why: 'webhook-id is too long' };
      const { type, timestamp } = envelope(raw);
      return {
        verdict: 'verified',
        shop,
        topic: type,
        dedupeKey: id,
        eventId: null,
        triggeredAt: instant(timestamp) ?? null,
      };
    },

    lane: (topic, body) => homeLane(translateCallback, { source: 'erp', topic, body }),

    translate: translateCallback,

    // Standard Webhooks: a 2xx ends it; anything else is sent again by the sender's ladder.
    respond: plainResponses,
  };
}

/** Undefined when one of the secrets fits; while a master secret is replaced there are two. */
function refusal(raw: string, given: Record<string, string>, secrets: readonly string[]): string | undefined {
  let why = 'no secret is known';
  for (const secret of secrets) {
    try {
      new Webhook(secret).verify(raw, given, { jsonParse: false });
      return undefined;
    } catch (error) {
      if (!(error instanceof WebhookVerificationError)) throw error;
      why = error.message;
    }
  }
  return why;
}

const claimed = z.object({ type: z.string(), timestamp: z.string().nullable().catch(null) });

/** The type and time that a payload claims, as far as it can be read. */
function envelope(raw: string): { type: string; timestamp: string | null } {
  try {
    const { type, timestamp } = claimed.parse(JSON.parse(raw, storable));
    return { type: type.slice(0, typeLengthMax), timestamp };
  } catch {
    return { type: 'unreadable', timestamp: null };
  }
}
