import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type Browser, openBrowser } from '#sandbox/browser.ts';
import { paidOrder } from '#tests/support/checkout.ts';
import { staffedWorld } from '#tests/support/staffed-world.ts';
import { live, minute } from '#tests/support/world.ts';

import { visit } from './support/visit.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(async () => browser.close());

/** The page looks every three seconds of its own. */
const patience = { timeout: 20_000 };
/** A variable of the page, which a reload would lose. */
const mark = `globalThis.sameLoad = true`;
const marked = `globalThis.sameLoad === true`;

describe('an order that is placed while somebody looks', () => {
  test('appears in the list, which keeps focus, scroll and the page itself', async () => {
    await using staffed = await staffedWorld();
    const { world } = staffed;
    for (let order = 0; order < 30; order += 1) world.store.placeOrder(paidOrder());
    await live(world, 3 * minute);
    const { frame } = await visit(staffed, browser, { path: '/orders' });
    await frame.evaluate(mark);
    const focused = frame.getByRole('link', { name: '#1005', exact: true });
    await focused.focus();
    await frame.evaluate('scrollTo(0, 300)');
    world.store.placeOrder(paidOrder());
    await live(world, 30_000);
    await frame.getByRole('link', { name: '#1031', exact: true }).waitFor(patience);
    expect(await frame.evaluate('document.activeElement.textContent.trim()')).toBe('#1005');
    expect(await frame.evaluate('scrollY')).toBe(300);
    expect(await frame.evaluate(marked)).toBe(true);
  });

  test('appears on Home, where a search that is being typed stays what it is', async () => {
    await using staffed = await staffedWorld();
    const { world } = staffed;
    world.store.placeOrder(paidOrder());
    await live(world, 3 * minute);
    const home = await visit(staffed, browser);
    const list = await visit(staffed, browser, { path: '/orders' });
    await home.frame.evaluate(mark);
    await list.frame.getByRole('searchbox').fill('#10');
    world.store.placeOrder(paidOrder());
    await live(world, 3 * minute);
    await home.frame.getByText('2 orders').first().waitFor(patience);
    await list.frame.getByRole('link', { name: '#1002', exact: true }).waitFor(patience);
    expect(await home.frame.evaluate(marked)).toBe(true);
    expect(await list.frame.getByRole('searchbox').inputValue()).toBe('#10');
  });

  test('as the very first one turns the waiting page into the day', async () => {
    await using staffed = await staffedWorld();
    const { frame } = await visit(staffed, browser, { path: '/orders' });
    await frame.getByText('No orders yet').waitFor();
    staffed.world.store.placeOrder(paidOrder());
    await live(staffed.world, 3 * minute);
    await frame.getByRole('link', { name: '#1001', exact: true }).waitFor(patience);
  });
});

describe('a session that grew old while somebody looked', () => {
  test('is renewed without a word, by the page that looks and by a link', async () => {
    await using staffed = await staffedWorld();
    const { world } = staffed;
    world.store.placeOrder(paidOrder());
    await live(world, 3 * minute);
    const { page, frame, complaints } = await visit(staffed, browser, { path: '/orders' });
    await frame.evaluate('shopify.idToken().then(() => undefined)');
    const renewed = page.waitForResponse((response) => response.status() === 401, patience);
    await live(world, 10 * minute);
    await renewed;
    world.store.placeOrder(paidOrder());
    await live(world, 3 * minute);
    await frame.getByRole('link', { name: '#1002', exact: true }).waitFor(patience);
    await frame.evaluate('shopify.idToken().then(() => undefined)');
    await live(world, 10 * minute);
    await frame.getByRole('link', { name: '#1002', exact: true }).click();
    await frame.getByRole('heading', { name: '#1002' }).first().waitFor();
    // The admin's address follows once the page has cleaned its own.
    await page.waitForURL(/\/apps\/plumbline\/orders\/\d+$/, patience);
    // The browser itself notes each refusal, and nothing else was said.
    expect(complaints.filter((one) => !one.includes('401'))).toEqual([]);
  });
});
