import { expect, test } from 'vitest';
import { virtualClock } from '#sandbox/clock.ts';
import { personAt, regionOf } from '#sandbox/shopify/person.ts';
import { openStore } from '#sandbox/shopify/store.ts';
import { lamp, monday } from './shopify-world.ts';

function idsOf(options: { domain?: string; seed?: number; openedAt?: number }): bigint[] {
  const { openedAt = monday, ...rest } = options;
  const store = openStore({
    clock: virtualClock(openedAt),
    clientSecret: 'secret',
    accessToken: 'token',
    webhookUrl: 'https://app.plumbline.test/webhooks/shopify',
    deliver: async () => new Response(),
    ...rest,
  });
  return Array.from({ length: 50 }, () => {
    const order = store.placeOrder({ lines: [lamp], taxesIncluded: true });
    return [order.id, ...order.lines.map(({ id }) => id), ...order.agreements.map(({ id }) => id)];
  }).flat();
}

test('stores that open at one instant never share an id, and neither do two lives of one store', () => {
  const stores = [{}, { seed: 2 }, { domain: 'other.myshopify.com' }, { openedAt: monday + 1000 }];
  const ids = stores.flatMap((each) => idsOf(each));
  expect(new Set(ids).size).toBe(ids.length);
  expect(idsOf({ seed: 2 })).toEqual(idsOf({ seed: 2 }));
});

test('an id is more than a double can hold, and no more than 64 bits can', () => {
  for (const id of [...idsOf({}), ...idsOf({ seed: 77 })]) {
    expect(id).toBeGreaterThan(2n ** 53n);
    expect(BigInt.asIntN(64, id)).toBe(id);
  }
});

test.each(['DE', 'AT', 'CH', 'FR', 'US', 'CA', 'GB', 'JP', 'KW'])('people of %s live there', (country) => {
  for (let index = 0; index < 12; index += 1) {
    const person = personAt(index, country);
    expect(regionOf(person).countryCode).toBe(country);
    expect(person.email).toMatch(/^[a-z]+[a-z.0-9]*@example\.com$/);
    expect(person.phone).toMatch(/^\+\d{10,14}$/);
    if (country === 'US' || country === 'CA') expect(regionOf(person).province).not.toBeNull();
  }
  expect(personAt(3, country)).toEqual(personAt(3, country));
});
