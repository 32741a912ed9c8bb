import { describe, expect, test } from 'vitest';
import type { Erp } from '#sandbox/erp/erp.ts';
import { versionOf } from '#src/contract/amendment.ts';
import { amendment, call, change, eur, invoice, open, salesOrder } from './support/erp.ts';

async function ordered(options: Parameters<typeof open>[0] = {}) {
  const { erp, clock } = open(options);
  await call(erp, 'sales-orders', salesOrder('so'));
  return { erp, clock, seen: () => versionOf(first(erp)) };
}

function first({ documents }: Erp) {
  const [one] = documents;
  if (one === undefined) throw new Error('there is no document');
  return one;
}

const path = 'sales_order_1';

describe('a sales order that is amended', () => {
  test('holds what was sent, under the state that was seen, and touches no books', async () => {
    const { erp, seen } = await ordered();
    const before = first(erp);
    const { status, answer } = await change(erp, { path, body: amendment('a'), seen: seen() });
    expect({ status, answer }).toMatchObject({
      status: 200,
      answer: {
        id: path,
        key: 'so',
        amendedWith: 'a',
        status: 'open',
        total: eur(16900),
        charges: [{ kind: 'shipping' }],
        glLines: [],
      },
    });
    expect(first(erp).modifiedAt > before.modifiedAt).toBe(true);
    expect(erp.counts()).toMatchObject({ salesOrders: 1, duplicates: 0 });
  });

  test('is changed under no other state than the one it is in', async () => {
    const { erp, seen } = await ordered();
    const old = seen();
    erp.editByHand(first(erp), { total: eur(10000) });
    expect(await change(erp, { path, body: amendment('a'), seen: old })).toMatchObject({
      status: 412,
      answer: { error: { code: 'changed' } },
    });
    expect(await change(erp, { path, body: amendment('a'), seen: null })).toMatchObject({ status: 428 });
    expect(first(erp).total).toEqual(eur(10000));
  });

  test('answers the same change with the document as it is, and the same key with another body with 409', async () => {
    const { erp, seen } = await ordered();
    const old = seen();
    await change(erp, { path, body: amendment('a'), seen: old });
    const { modifiedAt } = first(erp);
    expect(await change(erp, { path, body: amendment('a'), seen: old })).toMatchObject({
      status: 200,
      answer: { amendedWith: 'a', modifiedAt },
    });
    expect(await change(erp, { path, body: amendment('a', 1), seen: seen() })).toMatchObject({
      status: 409,
      answer: { error: { code: 'idempotency_key_reused' } },
    });
  });

  test('that only searches by keys is kept from the same change twice by its state', async () => {
    const { erp, seen } = await ordered({ enforcesKeys: false });
    const old = seen();
    await change(erp, { path, body: amendment('a'), seen: old });
    expect(await change(erp, { path, body: amendment('a'), seen: old })).toMatchObject({ status: 412 });
  });

  test.each([
    ['a total that it does not add up to', { ...amendment('a'), total: eur(1) }, 'total_mismatch'],
    ['a field without a name', { ...amendment('a'), mood: 'good' }, 'invalid_body'],
  ])('refuses %s', async (_, body, code) => {
    const { erp, seen } = await ordered();
    expect(await change(erp, { path, body, seen: seen() })).toMatchObject({
      status: 422,
      answer: { error: { code } },
    });
  });

  test('never comes to less than was invoiced of it', async () => {
    const { erp, seen } = await ordered();
    await call(erp, 'invoices', invoice('inv', path));
    const less = { key: 'a', lines: [], charges: [], total: eur(0) };
    expect(await change(erp, { path, body: less, seen: seen() })).toMatchObject({
      status: 422,
      answer: { error: { code: 'invoiced' } },
    });
  });

  test('is told of where the ERP tells what is posted into it', async () => {
    const carried: string[] = [];
    const { erp, clock, seen } = await ordered({
      announces: true,
      callbacks: {
        url: 'https://app.plumbline.test/webhooks/erp/shop',
        secret: `whsec_${Buffer.from('a secret of this very test').toString('base64')}`,
        carry: async (request) => {
          carried.push(await request.text());
          return new Response('kept');
        },
      },
    });
    await change(erp, { path, body: amendment('a'), seen: seen() });
    await clock.run();
    expect(carried.map((body): unknown => JSON.parse(body))).toMatchObject([
      { type: 'sales_order.changed', data: { id: path, total: eur(16900) } },
    ]);
  });
});

describe('a sales order that is canceled', () => {
  const cancellation = { path: `${path}/cancellation`, body: { key: 'c' } };

  test('is canceled once, and amended no more', async () => {
    const { erp, seen } = await ordered();
    expect(await change(erp, { ...cancellation, seen: seen() })).toMatchObject({
      status: 200,
      answer: { status: 'canceled', amendedWith: 'c', total: eur(11900) },
    });
    expect(await change(erp, { path, body: amendment('a'), seen: seen() })).toMatchObject({
      status: 422,
      answer: { error: { code: 'sales_order_canceled' } },
    });
  });

  test('stays where something of it was invoiced', async () => {
    const { erp, seen } = await ordered();
    await call(erp, 'invoices', invoice('inv', path));
    expect(await change(erp, { ...cancellation, seen: seen() })).toMatchObject({ status: 422 });
    expect(first(erp).status).toBe('open');
  });

  test('is unknown where there is none', async () => {
    const { erp, seen } = await ordered();
    expect(
      await change(erp, { ...cancellation, path: 'sales_order_9/cancellation', seen: seen() }),
    ).toMatchObject({ status: 404 });
  });
});
