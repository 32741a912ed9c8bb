/** One webhook request as Shopify sends it. The signature covers the raw body and nothing else. */
export type SignedDelivery = {
  readonly topic: string;
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly domain: string;
  readonly secret: string;
  readonly webhookId: string;
  readonly eventId?: string;
  /** Milliseconds since the epoch. */
  readonly triggeredAt: number;
  readonly apiVersion: string;
  readonly url: string;
  /** What the app called its subscription. */
  readonly name?: string;
  /** Altered on its way, so that the signature does not fit what arrives. */
  readonly corrupted?: boolean;
};

export async function signDelivery(delivery: SignedDelivery): Promise<Request> {
  const raw = typeof delivery.body === 'string' ? new TextEncoder().encode(delivery.body) : delivery.body;
  return new Request(delivery.url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'Shopify-Captain-Hook',
      'X-Shopify-Topic': delivery.topic,
      'X-Shopify-Hmac-Sha256': await hmac(raw, delivery.secret),
      'X-Shopify-Shop-Domain': delivery.domain,
      'X-Shopify-API-Version': delivery.apiVersion,
      'X-Shopify-Webhook-Id': delivery.webhookId,
      'X-Shopify-Triggered-At': new Date(delivery.triggeredAt).toISOString(),
      ...(delivery.eventId === undefined ? {} : { 'X-Shopify-Event-Id': delivery.eventId }),
      ...(delivery.name === undefined ? {} : { 'X-Shopify-Name': delivery.name }),
    },
    body: delivery.corrupted === true ? altered(raw) : raw,
  });
}

/** One bit is not what it was, in the middle of the body. */
function altered(raw: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const bytes = raw.slice();
  const middle = Math.floor(bytes.length / 2);
  const byte = bytes[middle];
  if (byte === undefined) throw new Error('An empty body cannot be altered.');
  bytes[middle] = byte ^ 1;
  return bytes;
}

/** Base64 HMAC-SHA256 of the raw bytes under the app's client secret. */
export async function hmac(raw: Uint8Array<ArrayBuffer>, secret: string): Promise<string> {
  const key = await crypto.subtle.importKey(
    'raw',
    new TextEncoder().encode(secret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign'],
  );
  return Buffer.from(await crypto.subtle.sign('HMAC', key, raw)).toString('base64');
}
