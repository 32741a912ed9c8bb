import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { StaffedWorld } from '#sandbox/admin/open.ts';
import { type Browser, openBrowser, widths } from '#sandbox/browser.ts';
import { paidOrder } from '#tests/support/checkout.ts';
import { staffedWorld } from '#tests/support/staffed-world.ts';
import { live, minute } from '#tests/support/world.ts';
import { expectSound, layoutShift, visit } from './support/visit.ts';

let browser: Browser;
let staffed: StaffedWorld & AsyncDisposable;

const side = (name: string, minor: number, account: string) => ({
  kind: 'invoice',
  name,
  total: { minor: String(minor), currency: 'EUR' },
  on: '2026-11-22',
  lines: [
    { account: account === '4000' ? '1100' : '1400', taxKey: null, minor: String(minor) },
    { account, taxKey: null, minor: String(-minor) },
  ],
});

beforeAll(async () => {
  [browser, staffed] = await Promise.all([openBrowser(), staffedWorld()]);
  const { world } = staffed;
  await world.ask(`update workflow set mode = 'approve' where name = 'invoice posting'`);
  await world.ask(`update workflow set mode = 'shadow' where name = 'refund posting'`);
  for (let n = 0; n < 3; n += 1) world.store.placeOrder(paidOrder());
  await live(world, 3 * minute);
  await world.ask(
    `insert into shadow (shop_id, ref, lane, workflow, kind, happened_at, agrees, differs, ours, theirs, is_made, compared_at)
     select p.shop_id, 'due/invoice/' || p.lane, p.lane, 'invoice posting', 'invoice', $1, false, '{gross,accounts}', $2, $3, true, $1
     from proof p limit 2`,
    [
      '2026-11-22T08:00:00.000Z',
      JSON.stringify([side('the invoice for shipment 1', 11900, '4000')]),
      JSON.stringify([side('INV-77', 11800, '8410')]),
    ],
  );
}, 120_000);
afterAll(async () => {
  await Promise.all([browser.close(), staffed[Symbol.asyncDispose]()]);
});

const planned = async () => {
  const [row] = await staffed.world.ask<{ key: string }>(
    `select key from posting where kind = 'sales_order' and approved_at is null and declined_at is null order by key`,
  );
  return row?.key ?? '';
};

describe.each(Object.entries(widths))('at %s width', (name, width) => {
  test('automations say how each workflow stands, and nothing moves while they come', async () => {
    const opened = await visit(staffed, browser, { path: '/automations', width });
    await opened.frame.getByText('postings wait for approval').waitFor();
    expect(await layoutShift(opened.frame)).toBeLessThanOrEqual(0.1);
    await expectSound(opened, `automations-${name}`);
    await opened.frame.getByText('Change the mode of invoice posting').click();
    await opened.frame.getByText('Pause refund posting').click();
    await expectSound(opened, `automations-switches-${name}`);
  });

  test('a workflow shows its postings and where people did otherwise, and tries an order', async () => {
    const opened = await visit(staffed, browser, {
      path: '/automations/invoice-posting?show=waiting',
      width,
    });
    const { frame, page } = opened;
    await frame.getByRole('textbox', { name: 'Order' }).fill('1001');
    await page.keyboard.press('Enter');
    await frame.getByText('Because Shopify Payments took the money').waitFor();
    await expectSound(opened, `automation-${name}`);
  });

  test('a posting reads as a document', async () => {
    const opened = await visit(staffed, browser, { path: `/postings/${await planned()}`, width });
    await opened.frame.getByText('Brass desk lamp').waitFor();
    await expectSound(opened, `posting-${name}`);
  });
});

describe('without a mouse', () => {
  test('a workflow is paused with a reason, and what is wrong is said where it is', async () => {
    const opened = await visit(staffed, browser, { path: '/automations' });
    const { page, frame } = opened;
    const card = frame.locator('[data-live=card-invoice-posting]');
    await card.getByText('Pause invoice posting').focus();
    await page.keyboard.press('Enter');
    await card.getByRole('button', { name: 'Pause Invoice posting' }).focus();
    await page.keyboard.press('Enter');
    await card.getByText('Say why').first().waitFor();
    await card.getByRole('textbox', { name: 'Why' }).last().fill('the ERP is being moved');
    await page.keyboard.press('Enter');
    await frame.getByText('Invoice posting is paused: nothing of it leaves until it is resumed.').waitFor();
    expect(await frame.evaluate(`document.activeElement.matches('[data-said]')`)).toBe(true);
    await expectSound({ ...opened, complaints: [] }, 'automations-paused');
    await card.getByRole('button', { name: 'Resume Invoice posting' }).focus();
    await page.keyboard.press('Enter');
    await frame.getByText('Invoice posting goes on.').waitFor();
  });

  test('a posting is approved from the list, another is kept from leaving on its own page', async () => {
    const key = await planned();
    const opened = await visit(staffed, browser, { path: `/postings/${key}` });
    const { page, frame } = opened;
    await frame.getByText('Keep this sales order from leaving').focus();
    await page.keyboard.press('Enter');
    await frame.getByRole('textbox', { name: 'Why' }).fill('it is a test of ours');
    await page.keyboard.press('Enter');
    await frame.getByText('It stays, until somebody takes that back.').waitFor();
    await expectSound({ ...opened, complaints: [] }, 'posting-declined');

    const list = await visit(staffed, browser, { path: '/automations/invoice-posting?show=waiting' });
    await list.frame.getByRole('button', { name: /^Approve the \d+ postings shown/ }).focus();
    await list.page.keyboard.press('Enter');
    await list.frame.getByText('They leave within a minute').waitFor();
    const [approved] = await staffed.world.ask<{ count: number }>(
      `select count(*)::integer as count from posting where approved_by like 'user %'`,
    );
    expect(approved?.count).toBe(5);
  });
});
