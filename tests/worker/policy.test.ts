import { afterAll, describe, expect, test } from 'vitest';
import { reach } from '#sandbox/command/connect.ts';
import { orderGid } from '#sandbox/shopify/order.ts';
import { choicesOf, readPolicyBody } from '#domain/policy-body.ts';
import { defaultPolicy, policyAt } from '#domain/policy.ts';
import { settingsOf, shopSettings } from '#src/inbox/store.ts';
import { appendPolicy } from '#src/stabilize/policy/store.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';
import { paid } from './support/order.ts';

const world = await testWorld();
const url = new URL(world.server.url(world.database));
const { db, shopId, ...connection } = reach({
  postgres: { host: url.hostname, port: Number(url.port) },
  database: world.database,
  shopId: world.shopId,
});
afterAll(async () => {
  await connection[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

const now = () => new Date(world.clock.now()).toISOString();

async function set(change: unknown): Promise<number | undefined> {
  const body = { ...choicesOf(defaultPolicy), ...readPolicyBody(change) };
  const [[version]] = await db.trip(
    shopId,
    appendPolicy({ validFrom: now(), body, setAt: now(), setBy: 'a test' }),
  );
  return version?.version;
}

async function policies() {
  const [[row]] = await db.trip(shopId, [shopSettings()]);
  if (row === undefined) throw new Error('the shop is there');
  return settingsOf(row).policies;
}

const invoicesOf = (order: string) =>
  world.erp.documents.filter((one) => one.kind === 'invoice' && one.order === order);

describe('a policy that is set while the shop is open', () => {
  test('rules the orders that are placed from then on, and leaves those before as they were decided', async () => {
    const before = world.store.placeOrder(paid);
    await live(world, 5 * minute);
    expect(await set({ invoiceAt: 'order' })).toBe(1);
    await live(world, minute);
    const after = world.store.placeOrder(paid);
    await live(world, 10 * minute);
    expect(invoicesOf(orderGid(before))).toEqual([]);
    expect(invoicesOf(orderGid(after))).toMatchObject([{ total: { minor: '11900' } }]);
    world.store.fulfill(before);
    world.store.fulfill(after);
    await live(world, 10 * minute);
    expect([before, after].map((one) => invoicesOf(orderGid(one)).length)).toEqual([1, 1]);
  });

  test('is numbered, and each version is kept', async () => {
    const version = await set({ tips: 'income', invoiceAt: 'payment' });
    expect(version).toBe(2);
    const versions = await policies();
    expect(versions.map((one) => one.version)).toEqual([0, 1, 2]);
    expect(policyAt(versions, now())).toMatchObject({ tips: 'income', invoiceAt: 'payment' });
    await expect(world.ask('update policy set version = 9')).rejects.toThrow();
  });

  test('that was written as nonsense is refused whenever the shop is read', async () => {
    await world.ask(`insert into policy (shop_id, version, valid_from, body, set_at, set_by)
      values (${shopId}, 9, '2026-01-01', '{"invoiceAt": "never"}', '2026-01-01', 'nobody')`);
    await expect(policies()).rejects.toThrow('The policy invoiceAt is wrong');
  });
});
