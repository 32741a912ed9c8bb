import { createHmac, hkdfSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { callbackSecrets } from '#src/inbox/callback-secret.ts';
import { readMasterSecrets } from '#src/inbox/seal.ts';

const key = (letter: string) => Buffer.alloc(32, letter);
const master = (...letters: string[]) =>
  readMasterSecrets(letters.map((one) => `${one}:${key(one).toString('base64')}`).join(','));
const shop = 'plumb-demo.myshopify.com';

test("a shop's secret is HKDF-SHA-256 of the master secret, and a Standard Webhooks secret", async () => {
  const derived = hkdfSync('sha256', key('a'), '', `erp-callback/${shop}`, 32);
  const [secret] = await callbackSecrets(master('a'), shop);
  expect(secret).toBe(`whsec_${Buffer.from(derived).toString('base64')}`);
  const hmac = createHmac('sha256', Buffer.from(derived)).update('msg_1.1700000000.{}').digest('base64');
  expect(new Webhook(secret).sign('msg_1', new Date(1_700_000_000_000), '{}')).toBe(`v1,${hmac}`);
});

test('each shop has another, and a replaced master secret still opens while the new one is given out', async () => {
  const [old] = await callbackSecrets(master('a'), shop);
  const [current, ...older] = await callbackSecrets(master('b', 'a'), shop);
  expect(older).toEqual([old]);
  expect(current).not.toBe(old);
  expect(await callbackSecrets(master('a'), 'other.myshopify.com')).not.toContain(old);
});
