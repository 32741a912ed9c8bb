/** npm run send -- <sender> <topic> <file.json>: one correctly signed delivery to the running Worker. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { secrets } from '../secret.ts';
import { adminApiVersion } from '../shopify/admin.ts';
import { signDelivery } from '../shopify/sign.ts';
import { demoDomain } from '../world.ts';
import { findRunning } from './connect.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { shop: { type: 'string', default: demoDomain }, 'webhook-id': { type: 'string' } },
});
const [sender, topic, file] = positionals;
if (sender !== 'shopify' || topic === undefined || file === undefined) {
  console.error('Usage: npm run send -- shopify <topic> <file.json> [--shop <domain>] [--webhook-id <id>]');
  process.exit(2);
}

const body = await readFile(file).catch((error: unknown) => {
  console.error(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(2);
});
const { worker } = await findRunning();
const webhookId = values['webhook-id'] ?? randomUUID();
const request = await signDelivery({
  topic,
  body: new Uint8Array(body),
  domain: values.shop,
  secret: secrets.shopifyApiSecret,
  webhookId,
  triggeredAt: Date.now(),
  apiVersion: adminApiVersion,
  url: `${worker}webhooks/shopify`,
});
const response = await fetch(request);
console.log(`${response.status} ${(await response.text()).trim()} (webhook id ${webhookId})`);
if (!response.ok) process.exitCode = 1;
