/** npm run send -- <sender> <topic> <file.json>: one correctly signed delivery to the running Worker. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { signCallback } from '../erp/sign.ts';
import { secrets } from '../secret.ts';
import { adminApiVersion } from '../shopify/graphql/admin.ts';
import { signDelivery } from '../shopify/sign.ts';
import { callbackSecretOf, demoDomain } from '../world.ts';
import { findRunning } from './connect.ts';

const usage = `Usage: npm run send -- shopify <topic> <file.json> [--shop <domain>] [--webhook-id <id>]
       npm run send -- erp <type> <file.json> [--shop <domain>] [--webhook-id <id>]
The file holds Shopify's payload, or the \`data\` of a callback of the ERP contract.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { shop: { type: 'string', default: demoDomain }, 'webhook-id': { type: 'string' } },
});
const [sender, topic, file] = positionals;
if ((sender !== 'shopify' && sender !== 'erp') || topic === undefined || file === undefined) fail(usage);

const body = await readFile(file).catch((error: unknown) =>
  fail(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`),
);
const { worker } = await findRunning();
const webhookId = values['webhook-id'] ?? randomUUID();
const request = sender === 'erp' ? await callback(topic, body) : await webhook(topic, body);
const response = await fetch(request);
console.log(`${response.status} ${(await response.text()).trim()} (webhook id ${webhookId})`);
if (!response.ok) process.exitCode = 1;

async function webhook(of: string, payload: Buffer): Promise<Request> {
  return signDelivery({
    topic: of,
    body: new Uint8Array(payload),
    domain: values.shop,
    secret: secrets.shopifyApiSecret,
    webhookId,
    triggeredAt: Date.now(),
    apiVersion: adminApiVersion,
    url: `${worker}webhooks/shopify`,
  });
}

async function callback(type: string, payload: Buffer): Promise<Request> {
  const at = Date.now();
  const timestamp = new Date(at).toISOString();
  return signCallback({
    url: `${worker}webhooks/erp/${values.shop}`,
    secret: await callbackSecretOf(values.shop),
    webhookId,
    at,
    // Whatever the file holds is sent, readable or not: what the Worker makes of it is the question.
    body: `{"type":${JSON.stringify(type)},"timestamp":"${timestamp}","data":${payload.toString('utf8').trim()}}`,
  });
}

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(2);
}
