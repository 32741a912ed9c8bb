import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { World } from '#sandbox/world.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';
import { plantBackfill, plantBreak, plantCount, plantProof, plantSweep } from './plant.ts';
import { elementsOf, lamp, page, paid, textOf } from './support.ts';

/** The clock stands at 2026-11-23T08:00Z. */
const ago = (days: number) =>
  new Date(Date.parse('2026-11-23T08:00:00.000Z') - days * 86_400_000).toISOString();

describe('Home', () => {
  let world: World & AsyncDisposable;
  beforeAll(async () => {
    world = await testWorld();
    // Eight orders in two days of the trend, one before it, one test order; one differs at the ERP, one in its refund.
    for (let at = 0; at < 8; at += 1)
      await plantProof(world, {
        id: 9001 + at,
        placedAt: ago(at < 4 ? 3 : 2),
        total: 10_000n,
        state: at === 0 || at === 5 ? 'broken' : 'matched',
        legs: {
          erp: at === 0 ? 'broken' : at === 1 ? 'pending' : 'matched',
          refund: at === 5 ? 'broken' : at === 6 ? 'matched' : 'unmeasured',
        },
      });
    await plantProof(world, { id: 8001, placedAt: ago(90), total: 20_000n });
    await plantProof(world, { id: 9100, placedAt: ago(1), state: 'test', legs: { erp: 'broken' } });
    await plantBreak(world, {
      lane: 'order/9001',
      order: '#9001',
      cause: 'AMOUNT',
      minor: -2000n,
      since: ago(3),
    });
    await plantBreak(world, {
      lane: 'order/9001',
      order: '#9001',
      cause: 'AMOUNT',
      leg: 'cash',
      minor: 500n,
      since: ago(2),
    });
    await plantBreak(world, {
      lane: 'order/9006',
      order: '#9006',
      cause: 'AMBIGUOUS',
      leg: 'refund',
      minor: 25n,
      since: ago(1),
      sentence: 'The credit memo of 0.25 EUR fits 2 refunds.',
    });
    await plantBreak(world, {
      lane: 'order/9003',
      cause: 'STATUS',
      since: ago(9),
      closed: { at: ago(8), how: 'paid' },
    });
    await plantCount(world, ago(2), { theirs: 1998, missing: [] });
    await plantCount(world, ago(3), { theirs: 2, missing: ['gid://shopify/Order/4711'] });
    await plantSweep(world, 'orders', '2026-11-23T07:30:00.000Z');
    await plantSweep(world, 'erp-documents', '2026-11-23T07:15:00.000Z');
  }, 60_000);
  afterAll(async () => world[Symbol.asyncDispose]());

  test('shows each proof as a share of what was due, pending and test orders aside, past ones included', async () => {
    const text = textOf(await page(world, '/'));
    expect(text).toContain('Completeness 99.95 % 1 of 2,000 missing');
    expect(text).toContain('Orders ↔ ERP 87.50 % 1 order differs 1 not due yet');
    expect(text).toContain('Payments 100 % 9 of 9 orders');
    expect(text).toContain('Refunds ↔ ledger 50 % 1 order differs');
    expect(text).toContain('Payouts – not measured yet');
    expect(text).toContain('Inventory – not measured yet');
  });

  test('shows the unexplained as a share of sales, rounded up', async () => {
    // €0.25 of €1,000.00
    expect(textOf(await page(world, '/'))).toContain('Unexplained 0.25 ‰ of sales');
  });

  test('opens the rows behind each number', async () => {
    const html = await page(world, '/');
    for (const href of [
      '/completeness',
      '/orders?leg=erp',
      '/orders?state=matched',
      '/orders?leg=refund',
      '/breaks',
    ])
      expect(html).toContain(`href="${href}"`);
    const differing = textOf(await page(world, '/orders?leg=erp'));
    expect(differing).toContain('#9001');
    expect(differing).not.toContain('#9002');
  });

  test('draws sixty days of each measured proof', async () => {
    const html = await page(world, '/');
    const trends = elementsOf(html).filter(({ tag }) => tag === 'svg');
    expect(trends.map(({ attributes }) => attributes.get('aria-label'))).toEqual([
      'Completeness over the last 60 days',
      'Orders ↔ ERP over the last 60 days',
      'Payments over the last 60 days',
      'Refunds ↔ ledger over the last 60 days',
      'Unexplained over the last 60 days',
    ]);
    // From two of three that agreed, three days ago, to all four of the next day: the line rises.
    const [, erp] = elementsOf(html).filter(({ tag }) => tag === 'path');
    const [, x0, y0, x1, y1] =
      /^M([\d.]+),([\d.]+)L([\d.]+),([\d.]+)$/.exec(erp?.attributes.get('d') ?? '') ?? [];
    expect(Number(x1)).toBeGreaterThan(Number(x0));
    expect(Number(y1)).toBeLessThan(Number(y0));
  });

  test('says what needs a person: how many, how much at its widest, since when', async () => {
    const html = await page(world, '/');
    const needs = elementsOf(html).find(
      ({ attributes }) => attributes.get('heading')?.startsWith('Needs you') === true,
    );
    expect(needs?.attributes.get('heading')).toBe('Needs you (2) · €20.25 at risk');
    expect(needs?.attributes.get('subheading')).toBe('The oldest difference is 3 days old');
    const text = textOf(html);
    expect(text).toContain('Several fit #9006 24 h old The credit memo of €0.25 fits 2 refunds.');
    expect(text).not.toContain('Other status');
  });

  test('was last checked when store or ERP were last read through', async () => {
    const checked = elementsOf(await page(world, '/')).find(
      ({ attributes }) => attributes.get('heading') === 'In agreement',
    );
    expect(checked?.attributes.get('subheading')).toBe('Last checked 23 Nov 2026, 08:30');
  });

  test('leads to the hours that differ, what is missing, and how far was read', async () => {
    const text = textOf(await page(world, '/completeness'));
    expect(text).toContain('Orders: 1999 of 2000 (99.95 %) in 2 hours');
    expect(text).toContain('20 Nov 2026, 09:00 Orders 2 1 4711');
    expect(text).toContain('Documents of the ERP: all that changed before 23 Nov 2026, 08:15 is known');
  });
});

describe('the first day', () => {
  test('shows how far the past is read, what is known already and how long it takes', async () => {
    await using world = await testWorld();
    await plantBackfill(world, {
      resource: 'fulfillments',
      state: 'done',
      startedAt: ago(0.02),
      roots: 5000,
      read: 5000,
    });
    await plantBackfill(world, {
      resource: 'orders',
      state: 'reading',
      startedAt: ago(0.02),
      roots: 6000,
      read: 2310,
    });
    await plantSweep(world, 'erp-documents', null);
    await world.ask(
      `update sweep set pass_since = $1, pass_started_at = $1, pass_rows = 40 where resource = 'erp-documents'`,
      [ago(0.02)],
    );
    await plantBreak(world, { lane: 'order/1', cause: 'AMOUNT', since: ago(0) });
    const html = await page(world, '/');
    expect(textOf(html)).toContain(
      '2,310 of about 6,000 orders read · 40 ERP documents read. 0 orders proven, 1 break so far.',
    );
    expect(textOf(html)).toContain('all 5,000 fulfillments read');
    const past = elementsOf(html).find(({ attributes }) => attributes.get('heading') === 'Your last 60 days');
    // All fulfillments, 38.5 % of the orders, and documents of which nobody knows how many there are.
    // What is known took 28.8 minutes for 7,310 of 11,000.
    expect(past?.attributes.get('subheading')).toBe('46 % read · about 15 min left');
    expect(
      elementsOf(html)
        .find(({ tag }) => tag === 's-progress')
        ?.attributes.get('value'),
    ).toBe('46');
  });

  test('says why the past could not be read, and what to do', async () => {
    await using world = await testWorld();
    await plantBackfill(world, {
      resource: 'orders',
      state: 'failed',
      startedAt: null,
      roots: 0,
      read: 0,
      reason: 'the operation ended as FAILED (ACCESS_DENIED)',
    });
    const html = await page(world, '/');
    expect(html).toContain('Orders could not be read');
    expect(html).toContain('The operation ended as FAILED (ACCESS_DENIED).');
    expect(html).toContain('reinstall it to begin again');
  });

  test('says nothing of the past once it is read', async () => {
    await using world = await testWorld();
    await plantBackfill(world, { resource: 'orders', state: 'done', startedAt: ago(1), roots: 10, read: 10 });
    await plantSweep(world, 'erp-documents', ago(0));
    expect(await page(world, '/')).not.toContain('Your last 60 days');
  });
});

describe('what waits', () => {
  test('is named with its reason: documents that are held, and deliveries that could not be read', async () => {
    await using world = await testWorld({ shop: { mode: 'shadow' } });
    world.store.placeOrder({ taxesIncluded: true, lines: [lamp], payment: paid });
    await world.store.sendRaw('orders/paid', '{"id": 7, "trunc');
    await live(world, 2 * minute);
    const text = textOf(await page(world, '/'));
    expect(text).toMatch(/Held 1 sales order [A-Za-z]/);
    expect(text).toMatch(/Parked 1 delivery: order paid Kept, but not read: /);
  });
});
