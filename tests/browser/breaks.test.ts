import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Frame } from 'playwright-core';

import type { StaffedWorld } from '#sandbox/admin/open.ts';
import { type Browser, openBrowser, widths } from '#sandbox/browser.ts';
import { plantBackfill, plantBreak, plantCount, plantProof, plantSweep } from '#tests/panel/plant.ts';
import { staffedWorld } from '#tests/support/staffed-world.ts';

import { expectSound, layoutShift, visit } from './support/visit.ts';

let browser: Browser;
let staffed: StaffedWorld & AsyncDisposable;
const since = '2026-11-20T08:00:00.000Z';
const gateway = { cause: 'UNMAPPED', minor: null, since, about: 'gateway moonbeam_pay' };

beforeAll(async () => {
  [browser, staffed] = await Promise.all([openBrowser(), staffedWorld()]);
  const { world } = staffed;
  for (let id = 9001; id <= 9060; id += 1) {
    await plantProof(world, { id, state: 'broken', placedAt: since, legs: { erp: 'broken' } });
    await plantBreak(world, {
      lane: `order/${id}`,
      order: `#${id}`,
      cause: id % 2 === 0 ? 'MISSING_ERP' : 'AMOUNT',
      minor: BigInt(id),
      since,
      sentence: `The invoice of 119.00 EUR for #${id} is not in the ERP though it was due on 20 November.`,
    });
  }
  for (const id of [9001, 9002])
    await plantBreak(world, { ...gateway, lane: `order/${id}`, order: `#${id}` });
  await plantBreak(world, {
    lane: 'erp/INV-77',
    cause: 'AMBIGUOUS',
    about: 'INV-77',
    since,
    sentence: 'INV-77 of 50.00 EUR fits #9001 and #9002.',
  });
  await plantBreak(world, {
    lane: 'order/9003',
    order: '#9003',
    cause: 'STATUS',
    minor: null,
    since,
    closed: { at: '2026-11-22T08:00:00.000Z', how: 'both sides say paid' },
  });
  await plantCount(world, since, { theirs: 61, missing: ['gid://shopify/Order/4711'] });
  await plantSweep(world, 'orders', '2026-11-23T07:50:00.000Z');
});
afterAll(async () => {
  await Promise.all([browser.close(), staffed[Symbol.asyncDispose]()]);
});

const listed = (frame: Frame) => frame.locator('[data-live=rows] s-table-row').allInnerTexts();

describe.each(Object.entries(widths))('Breaks at %s width', (name, width) => {
  test('are grouped by cause and listed with their sentence, and nothing moves while they come', async () => {
    const opened = await visit(staffed, browser, { path: '/breaks', width });
    const { frame } = opened;
    expect(await listed(frame)).toHaveLength(50);
    await frame.getByText('Gateway moonbeam pay: 2 orders, €238.00').waitFor();
    expect(await layoutShift(frame)).toBeLessThanOrEqual(0.1);
    await expectSound(opened, `breaks-${name}`);
  });

  test('are narrowed by a cause, and by the filters; what closed says how', async () => {
    const opened = await visit(staffed, browser, { path: '/breaks', width });
    const { page, frame } = opened;
    await frame.locator('#cause-AMBIGUOUS').click();
    await page.waitForURL('**/apps/plumbline/breaks?cause=AMBIGUOUS');
    await expect.poll(() => listed(frame)).toHaveLength(1);
    await frame.getByRole('combobox', { name: 'Cause' }).selectOption('MISSING_ERP');
    await frame.getByRole('textbox', { name: 'At least' }).fill('90.59');
    await frame.getByRole('button', { name: 'Filter' }).click();
    await page.waitForURL(/\/breaks\?(?=.*cause=MISSING_ERP)(?=.*least=90\.59)/);
    await expect.poll(() => listed(frame)).toHaveLength(1);
    await frame.getByRole('link', { name: 'Closed' }).click();
    await page.waitForURL(/show=closed/);
    await frame.getByRole('link', { name: 'Clear all filters' }).click();
    await frame.getByText('both sides say paid').waitFor();
    await expectSound(opened, `breaks-closed-${name}`);
  });

  test('lead to a document without an order', async () => {
    const opened = await visit(staffed, browser, { path: '/documents/INV-77', width });
    await opened.frame.getByText('INV-77 of €50.00 fits #9001 and #9002.').waitFor();
    await expectSound(opened, `document-${name}`);
  });

  test('and completeness are at home on any width', async () => {
    const home = await visit(staffed, browser, { width });
    await home.frame.getByRole('link', { name: '1 of 61 missing' }).click();
    await home.frame.getByRole('heading', { name: 'Hours that differ' }).waitFor();
    await expectSound(home, `completeness-${name}`);
  });
});

describe('the mapping queue', () => {
  test('needs no mouse: what is wrong is said, then it is mapped, then taken back', async () => {
    const opened = await visit(staffed, browser, { path: '/breaks' });
    const { page, frame } = opened;
    const field = frame.getByRole('textbox', { name: 'Account in the ERP for Gateway moonbeam pay' });
    await field.focus();
    await page.keyboard.type('=1');
    await page.keyboard.press('Enter');
    await frame.getByText('Nothing was mapped').waitFor();
    expect(await field.inputValue()).toBe('=1');
    await expectSound(
      { ...opened, complaints: opened.complaints.filter((one) => !one.includes('422')) },
      'mapping-wrong',
    );
    await field.fill('1362');
    await page.keyboard.press('Enter');
    await frame.getByText('Gateway moonbeam pay is 1362 in the ERP.').waitFor();
    expect(await frame.evaluate(`document.activeElement.matches('[data-said]')`)).toBe(true);
    await expectSound({ ...opened, complaints: [] }, 'mapping-done');
    const undo = frame.getByRole('button', { name: 'Undo Gateway moonbeam pay' });
    await undo.focus();
    await page.keyboard.press('Enter');
    await frame.getByText('Gateway moonbeam pay is not mapped any more.').waitFor();
    const rows = await staffed.world.ask(`select from mapping`);
    expect(rows).toEqual([]);
  });
});

test.each(Object.entries(widths))(
  'the first day shows how far the past is read, at %s width',
  async (name, width) => {
    await using fresh = await staffedWorld();
    const startedAt = '2026-11-23T07:40:00.000Z';
    await plantBackfill(fresh.world, {
      resource: 'orders',
      state: 'reading',
      startedAt,
      roots: 6000,
      read: 2310,
    });
    const opened = await visit(fresh, browser, { width });
    await opened.frame.getByText('2,310 of about 6,000 orders read').waitFor();
    await expectSound(opened, `home-first-day-${name}`);
  },
);
