import { describe, expect, test } from 'vitest';
import {
  credentialScope,
  deliveryScope,
  newDataKey,
  open,
  openDataKey,
  readMasterSecrets,
  seal,
} from '#src/inbox/seal.ts';

const secret = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString('base64')}`;
const secrets = readMasterSecrets(secret('k1', 1));
const scope = deliveryScope('plumb-demo.myshopify.com', '2026-11-02T09:00:00.000Z');
const text = 'anna.schmidt@example.com bought a lamp: ä € 🪔';

describe('sealing', () => {
  test.each([
    ['a text', text],
    ['nothing', ''],
    ['a byte-order mark', '\uFEFF{}'],
    ['a megabyte', 'x'.repeat(2 ** 20)],
  ])('%s comes back as it was', async (_, plain) => {
    expect(await open(secrets, scope, await seal(secrets, scope, plain))).toBe(plain);
  });

  test('what is kept shows nothing of the text, neither plain nor merely encoded', async () => {
    const sealed = await seal(secrets, scope, text);
    const bytes = Buffer.from(sealed.slice(sealed.indexOf('.') + 1), 'base64');
    for (const shown of [sealed, bytes.toString('latin1'), bytes.toString('utf8')])
      expect(shown).not.toContain('schmidt');
  });

  test('equal texts are sealed differently each time', async () => {
    expect(await seal(secrets, scope, text)).not.toBe(await seal(secrets, scope, text));
  });

  test.each([
    ['another shop', deliveryScope('other.myshopify.com', '2026-11-02T09:00:00.000Z')],
    ['another month', deliveryScope('plumb-demo.myshopify.com', '2026-12-02T09:00:00.000Z')],
    ['another use', credentialScope('erp')],
  ])('the scope of %s does not open it', async (_, other) => {
    await expect(open(secrets, other, await seal(secrets, scope, text))).rejects.toThrow();
  });

  test('the days of one month share a scope, so that receiving needs no look-up', () => {
    expect(deliveryScope('a.myshopify.com', '2026-11-30T23:59:59.999Z')).toBe(
      deliveryScope('a.myshopify.com', '2026-11-01T00:00:00.000Z'),
    );
  });

  test('a text that was altered by one character does not open', async () => {
    const sealed = await seal(secrets, scope, text);
    const at = sealed.length - 8;
    const altered = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
    await expect(open(secrets, scope, altered)).rejects.toThrow();
  });
});

describe('master secrets', () => {
  test('after a rotation the new secret seals and the old one still opens', async () => {
    const before = await seal(secrets, scope, text);
    const rotated = readMasterSecrets(`${secret('k2', 2)},${secret('k1', 1)}`);
    const after = await seal(rotated, scope, text);
    expect([before, after].map((sealed) => sealed.slice(0, 3))).toEqual(['k1.', 'k2.']);
    expect(await open(rotated, scope, before)).toBe(text);
    expect(await open(rotated, scope, after)).toBe(text);
    await expect(open(secrets, scope, after)).rejects.toThrow('k2 is not among those given');
  });

  test('another secret under the same name does not open it', async () => {
    const sealed = await seal(secrets, scope, text);
    await expect(open(readMasterSecrets(secret('k1', 3)), scope, sealed)).rejects.toThrow();
  });

  test.each([
    ['none', ''],
    ['one without a name', Buffer.alloc(32, 1).toString('base64')],
    ['one of 31 bytes', `k1:${Buffer.alloc(31, 1).toString('base64')}`],
    ['a name that would end at the dot', secret('k.1', 1)],
  ])('%s is refused', (_, given) => {
    expect(() => readMasterSecrets(given)).toThrow(TypeError);
  });
});

describe("a shop's own key", () => {
  test('opens what it sealed, is wrapped for its shop alone, and differs from shop to shop', async () => {
    const wrapped = await newDataKey(secrets, 'a.myshopify.com');
    const key = await openDataKey(secrets, 'a.myshopify.com', wrapped);
    const sealed = await seal(key, credentialScope('erp'), text);
    const again = await openDataKey(secrets, 'a.myshopify.com', wrapped);
    expect(await open(again, credentialScope('erp'), sealed)).toBe(text);
    await expect(open(again, credentialScope('store'), sealed)).rejects.toThrow();
    await expect(openDataKey(secrets, 'b.myshopify.com', wrapped)).rejects.toThrow();
    const other = await openDataKey(secrets, 'a.myshopify.com', await newDataKey(secrets, 'a.myshopify.com'));
    await expect(open(other, credentialScope('erp'), sealed)).rejects.toThrow();
  });
});
