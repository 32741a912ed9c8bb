import { createHash } from 'node:crypto';

/** The number by which Shopify's payloads name an app; the same for the same app in every store. */
export function appNumber(name: string): bigint {
  if (/^\d+$/.test(name)) return BigInt(name);
  return BigInt(`0x${createHash('sha256').update(name).digest('hex').slice(0, 8)}`);
}
