import { expect, test } from 'vitest';
import type { World } from '#sandbox/world.ts';
import { page, send, textOf, token } from '#tests/panel/support.ts';
import { paidOrder } from '#tests/support/checkout.ts';
import { documentsOf, laneOf, postingsOf, standingsOf } from '#tests/support/witness.ts';
import { isCreate, listen } from '#tests/support/wire.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';

const hour = 60 * minute;

async function keysStopped(world: World): Promise<string[]> {
  const rows = await world.ask<{ key: string }>(
    'select key from posting where stopped is not null order by key',
  );
  return rows.map(({ key }) => key);
}

async function decisionsOf(world: World, key: string) {
  return world.ask<{ kind: string; actor: string; version: number }>(
    'select kind, actor, rule_version as version from decision where subject = $1 order by id',
    [key],
  );
}

test('what fails as often as it may is given up, listed, and leaves once a person has it tried again', async () => {
  await using world = await testWorld({ shop: { policy: { sweepMs: 12 * hour } } });
  const wire = listen(world);
  await world.worker.scheduled('*/5 * * * *');
  const order = world.store.placeOrder(paidOrder());
  wire.interfere = async (call, answer) => (isCreate(call) ? new Response(null, { status: 500 }) : answer());
  await live(world, 6 * hour);

  const creates = wire.calls.filter(isCreate).map(({ at }) => at);
  expect(creates).toHaveLength(8);
  const waits = creates.slice(1).map((at, index) => at - (creates[index] ?? 0));
  expect(waits).toEqual(waits.toSorted((one, other) => one - other));
  expect(await postingsOf(world, order)).toMatchObject([
    {
      kind: 'sales_order',
      state: 'held',
      reason: 'gave up after 8 tries: the ERP answered 500 to a create',
      attempts: 8,
    },
    { kind: 'customer_deposit', state: 'planned' },
  ]);
  await live(world, hour);
  expect(wire.calls.filter(isCreate)).toHaveLength(8);

  const text = textOf(await page(world, '/stopped'));
  expect(text).toContain('1 posting goes no further until someone decides.');
  expect(text).toContain('gave up after 8 tries: the ERP answered 500 to a create');
  expect(text).toContain('no owner yet');
  expect(text).toContain('€119.00');

  wire.interfere = undefined;
  const [key = ''] = await keysStopped(world);
  const answer = await send(world, '/stopped/retry', { form: { keys: key }, idToken: await token(world) });
  expect(textOf(await answer.text())).toContain('Nothing is stuck.');
  await live(world, 5 * minute);
  expect(documentsOf(world, order)).toEqual([
    ['sales_order', 11900],
    ['customer_deposit', 11900],
  ]);
  const decisions = await decisionsOf(world, key);
  expect(decisions.filter(({ kind }) => kind === 'gave up')).toHaveLength(1);
  const again = decisions.find(({ kind }) => kind === 'sent again');
  // It leaves as it was planned: by the rule version that stands in the log from the beginning.
  expect(again).toMatchObject({ actor: 'user 42', version: decisions[0]?.version });
  expect(world.erp.counts().duplicates).toBe(0);
});

test('a create that came through before it was given up is found by the retry, and not made again', async () => {
  await using world = await testWorld({ shop: { policy: { triesMax: 1 } } });
  world.erp.plant('500-after-success');
  const order = world.store.placeOrder(paidOrder());
  await live(world, 5 * minute);
  expect(await standingsOf(world, order)).toEqual(['sales_order held', 'customer_deposit planned']);
  const [key = ''] = await keysStopped(world);
  await send(world, '/stopped/retry', { form: { keys: key }, idToken: await token(world) });
  await world.worker.scheduled('*/5 * * * *');
  await live(world, 5 * minute);
  expect(await standingsOf(world, order)).toEqual(['sales_order posted', 'customer_deposit posted']);
  expect(world.erp.counts()).toMatchObject({ salesOrders: 1, duplicates: 0 });
});

test('what was refused is planned anew by the rule of today when it is tried again', async () => {
  await using world = await testWorld();
  const wire = listen(world);
  await world.worker.scheduled('*/5 * * * *');
  const error = { code: 'period_closed', message: 'November is closed.' };
  wire.interfere = async (call, answer) =>
    isCreate(call) ? Response.json({ error }, { status: 422 }) : answer();
  const order = world.store.placeOrder(paidOrder());
  await live(world, 5 * minute);
  const [key = ''] = await keysStopped(world);
  const [planned] = await decisionsOf(world, key);
  await world.ask('update posting set rule_version = rule_version - 1 where key = $1', [key]);
  wire.interfere = undefined;
  await send(world, '/stopped/retry', { form: { keys: key }, idToken: await token(world) });
  expect(textOf(await page(world, '/stopped'))).toContain('planned anew within a minute');
  await live(world, 5 * minute);
  expect(await standingsOf(world, order)).toEqual(['sales_order posted', 'customer_deposit posted']);
  const versions = await world.ask<{ rule_version: number }>(
    'select rule_version from posting where key = $1',
    [key],
  );
  expect(versions).toEqual([{ rule_version: planned?.version }]);
});

test('what was refused while a name was missing is tried again once that name is mapped', async () => {
  await using world = await testWorld();
  const wire = listen(world);
  await world.worker.scheduled('*/5 * * * *');
  await world.ask(
    `insert into mapping (shop_id, kind, source, target, set_at, set_by) select id, 'gateway', 'paypal', '1361', $1, 'owner' from shop`,
    [new Date(world.clock.now()).toISOString()],
  );
  const error = { code: 'unknown_gateway', message: 'There is no account for shopify_payments.' };
  wire.interfere = async (call, answer) =>
    isCreate(call) && call.path.includes('deposit') ? Response.json({ error }, { status: 422 }) : answer();
  const order = world.store.placeOrder(paidOrder());
  await live(world, 5 * minute);
  expect(await standingsOf(world, order)).toEqual(['sales_order posted', 'customer_deposit rejected']);
  expect(textOf(await page(world, '/stopped'))).toContain('Map what has no name in the ERP');
  wire.interfere = undefined;
  const form = { kind: 'gateway', source: 'shopify_payments', target: '1362' };
  await send(world, '/mappings', { form, idToken: await token(world) });
  await live(world, 5 * minute);
  expect(await standingsOf(world, order)).toEqual(['sales_order posted', 'customer_deposit posted']);
});

test('nobody sends again what went on meanwhile, what another shop has, or what has no such name', async () => {
  await using world = await testWorld({ shop: { policy: { triesMax: 1 } } });
  world.erp.plant('500');
  const order = world.store.placeOrder(paidOrder());
  await live(world, 5 * minute);
  const [key = ''] = await keysStopped(world);
  await world.installStore('another-shop.myshopify.com');
  const other = await token(world, { shop: 'another-shop.myshopify.com' });
  const said = await send(world, '/stopped/retry', { form: { keys: key }, idToken: other });
  expect(await said.text()).toContain('Nothing was sent again: it went on meanwhile.');
  expect(await keysStopped(world)).toEqual([key]);
  const idToken = await token(world);
  for (const keys of ['', 'A B', `${laneOf(order)}'`, Array.from({ length: 51 }, () => key).join(' ')])
    expect((await send(world, '/stopped/retry', { form: { keys }, idToken })).status).toBe(400);
  expect(await keysStopped(world)).toEqual([key]);
});
