import { describe, expect, test } from 'vitest';
import type { StoreOrder } from '#sandbox/shopify/order.ts';
import type { World } from '#sandbox/world.ts';
import { paidOrder } from '#tests/support/checkout.ts';
import { expectOneOfEach, postingsOf } from '#tests/support/witness.ts';
import { type Call, isCreate, listen, type Moment, powerFailures, type Wire } from '#tests/support/wire.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';

type Kind = 'sales_order' | 'customer_deposit' | 'invoice' | 'application';
type Step = 'lease' | 'find' | 'create' | 'confirm' | 'receipt';

const paths: Record<Kind, string> = {
  sales_order: '/v1/sales-orders',
  customer_deposit: '/v1/customer-deposits',
  invoice: '/v1/invoices',
  application: '/v1/applications',
};

/** Recognizes one step of carrying one kind of document out, in a life in which each is carried out once. */
function callOf(
  { step, kind }: { step: Step; kind: Kind },
  wire: Wire,
  order: StoreOrder,
): (call: Call) => boolean {
  const ofPosting = ({ body }: Call) => body.includes(`-${kind}-`);
  const isSearchByKey = (call: Call) =>
    call.party === 'erp' && call.method === 'GET' && call.path === paths[kind] && call.search.has('key');
  const begun = wire.calls.length;
  const created = () =>
    wire.calls
      .slice(begun)
      .some((call) => isCreate(call) && call.path === paths[kind] && ofOrder(call, order));
  const meant: Record<Step, (call: Call) => boolean> = {
    lease: (call) => call.body.includes('lease_token = p.lease_token + 1') && ofPosting(call),
    find: (call) => isSearchByKey(call) && !created(),
    create: (call) => isCreate(call) && call.path === paths[kind] && ofOrder(call, order),
    confirm: (call) => isSearchByKey(call) && created(),
    receipt: (call) => call.body.includes("set state = 'posted', document_id") && ofPosting(call),
  };
  return meant[step];
}

function ofOrder({ body }: Call, order: StoreOrder): boolean {
  return body.includes(String(order.id));
}

/** Kills the Worker at one step of each of the four documents of an order's life. */
async function liveThrough(
  world: World,
  wire: Wire,
  point: { step: Step; moment: Moment; patienceMs: number },
): Promise<StoreOrder> {
  const order = world.store.placeOrder(paidOrder());
  const killEach = async (kinds: readonly Kind[]): Promise<void> => {
    const meant = kinds.map((kind) => callOf({ step: point.step, kind }, wire, order));
    const failures = powerFailures(world, wire, { moment: point.moment, meant });
    await live(world, point.patienceMs);
    expect(failures.left(), 'of the points at which the Worker was to be killed were not reached').toBe(0);
  };
  await killEach(['sales_order', 'customer_deposit']);
  world.store.fulfill(order);
  await killEach(['invoice', 'application']);
  return order;
}

const points: { step: Step; moment: Moment; attempts: { enforcing: number; searching: number } }[] = [
  { step: 'lease', moment: 'before', attempts: { enforcing: 1, searching: 1 } },
  // An ERP that is only searched is not asked again before an earlier create must have ended: one attempt more.
  { step: 'lease', moment: 'after', attempts: { enforcing: 2, searching: 3 } },
  { step: 'find', moment: 'before', attempts: { enforcing: 2, searching: 3 } },
  { step: 'find', moment: 'after', attempts: { enforcing: 2, searching: 3 } },
  { step: 'create', moment: 'before', attempts: { enforcing: 2, searching: 3 } },
  { step: 'create', moment: 'after', attempts: { enforcing: 2, searching: 2 } },
  { step: 'confirm', moment: 'before', attempts: { enforcing: 0, searching: 2 } },
  { step: 'confirm', moment: 'after', attempts: { enforcing: 0, searching: 2 } },
  { step: 'receipt', moment: 'before', attempts: { enforcing: 2, searching: 2 } },
  { step: 'receipt', moment: 'after', attempts: { enforcing: 1, searching: 1 } },
];

const erps = [
  {
    name: 'an ERP that enforces our keys',
    kind: 'enforcing' as const,
    enforcesKeys: true,
    patienceMs: 6 * minute,
  },
  {
    name: 'an ERP that can only be searched',
    kind: 'searching' as const,
    enforcesKeys: false,
    patienceMs: 12 * minute,
  },
];

describe.each(erps)('at $name, stopping the Worker', async ({ kind, enforcesKeys, patienceMs }) => {
  const world = await testWorld({ shop: { erp: { enforcesKeys, executionMsMax: 120_000 } } });
  const wire = listen(world);
  // So that QStash keeps the timetable: whatever a dead Worker forgot is found by the tick.
  await world.worker.scheduled('*/5 * * * *');

  const here = points.filter((point) => point.attempts[kind] > 0);
  test.for(here)('$moment the $step leaves exactly one document of each kind', async (point) => {
    const order = await liveThrough(world, wire, { ...point, patienceMs });
    await expectOneOfEach(world, order);
    const attempts = (await postingsOf(world, order)).map((one) => one.attempts);
    expect(attempts).toEqual(Array(4).fill(point.attempts[kind]));
    expect(world.erp.counts().duplicates).toBe(0);
  });
});
