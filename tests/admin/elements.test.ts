import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';

import { attributesOf, surface } from '#sandbox/admin/surface.ts';
import { type Browser, openBrowser, widths } from '#sandbox/browser.ts';
import { screenshot, violationsIn } from '#tests/support/browser.ts';
import { standInTags, strayMarkup } from '#tests/support/polaris.ts';

import { openTestApp, type TestApp } from './support/app.ts';

let browser: Browser;
let app: TestApp;

beforeAll(async () => {
  [browser, app] = await Promise.all([openBrowser(), openTestApp()]);
});
afterAll(async () => {
  await Promise.all([browser.close(), app.close()]);
});

/** Opens a page of the app by itself, without the admin around it. */
async function visit(path = '/', width?: number) {
  const opened = await browser.open(width);
  await opened.page.goto(new URL(path, app.address).href);
  onTestFinished(() => opened.page.context().close());
  return opened;
}

describe.each(Object.entries(widths))('all elements at %s width', (name, width) => {
  test('are accessible, ask nothing of strangers, complain of nothing and stay within the page', async () => {
    const { page, strangers, complaints } = await visit('/', width);
    expect(await violationsIn(page)).toEqual([]);
    expect(strangers).toEqual([]);
    expect(complaints).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    await screenshot(page, `elements-${name}`);
  });
});

describe('every stand-in', () => {
  test('is known to the browser with the attributes, properties and slots that its surface lists', async () => {
    const { page } = await visit();
    const wanted = standInTags.map((tag) => ({
      tag,
      attributes: attributesOf(tag),
      properties: [...surface[tag].attributes, ...surface[tag].flags],
      slots: surface[tag].slots,
    }));
    const missing = await page.evaluate<string[]>(`${JSON.stringify(wanted)}.flatMap((one) => {
      const kind = customElements.get(one.tag);
      if (kind === undefined) return [one.tag];
      const made = new kind();
      const slots = [...made.shadowRoot.querySelectorAll('slot')].map((slot) => slot.name);
      return [
        ...one.attributes.filter((name) => !kind.observedAttributes.includes(name)),
        ...one.properties.filter((name) => !(name in made)),
        ...one.slots.filter((name) => !slots.includes(name)).map((name) => 'slot ' + name),
        ...slots.filter((name) => !one.slots.includes(name)).map((name) => 'surplus slot ' + name),
      ].map((name) => one.tag + ' ' + name);
    })`);
    expect(missing).toEqual([]);
  });

  test('is used by the gallery as its surface says, and strays are found', async () => {
    const { page } = await visit();
    expect(await strayMarkup(page)).toEqual([]);
    app.put(
      '/stray',
      `<s-page heading="x" wide><s-button loading="false" slot="footer">Go</s-button><s-modal></s-modal></s-page>`,
    );
    const stray = await visit('/stray');
    expect(await strayMarkup(stray.page)).toEqual([
      's-button loading="false"',
      's-modal',
      's-page slot footer',
      's-page wide',
    ]);
  });

  test('shows text from attributes as text', async () => {
    const evil = '&lt;img src=x onerror=alert(1)&gt;';
    app.put(
      '/evil',
      `<s-page heading="${evil}"><s-section heading="${evil}" subheading="${evil}"><s-banner heading="${evil}"></s-banner>
       <s-text-field label="${evil}" value="${evil}" error="${evil}" prefix="${evil}"></s-text-field>
       <s-empty-state heading="${evil}"></s-empty-state></s-section></s-page>`,
    );
    const { page, complaints } = await visit('/evil');
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('<img src=x onerror=alert(1)>');
    expect(complaints).toEqual([]);
  });

  test('follows no link that would run a script', async () => {
    app.put('/script', '<s-page heading="x"><s-link href="javascript:document.title=1">go</s-link></s-page>');
    const { page } = await visit('/script');
    expect(await page.locator('s-page a').count()).toBe(0);
  });

  test('complains of an icon that nobody has drawn', async () => {
    app.put('/icon', '<s-page heading="x"><s-icon type="confetti"></s-icon></s-page>');
    const { complaints } = await visit('/icon');
    expect(complaints.join()).toContain('no drawing for the icon "confetti"');
  });
});

describe('a page', () => {
  test('has its heading on level 1, sections on 2, and headings in them on 3', async () => {
    const { page } = await visit();
    const level = (number: number) => page.getByRole('heading', { level: number }).allTextContents();
    expect(await level(1)).toEqual(['#1043']);
    expect(await level(2)).toEqual(expect.arrayContaining(['Latest orders', 'Customer’s money']));
    expect(await level(3)).toEqual(['Documents']);
  });

  test('has a main part and a side on a desktop, one column on a phone', async () => {
    const columns = async (width: number) => {
      const { page } = await visit('/', width);
      const main = await page.locator('s-section').first().boundingBox();
      const aside = await page.locator('s-section[slot=aside]').first().boundingBox();
      return { ratio: (main?.width ?? 0) / (aside?.width ?? 1), beside: (aside?.x ?? 0) > (main?.x ?? 0) };
    };
    const desktop = await columns(widths.desktop);
    expect(desktop.beside).toBe(true);
    expect(desktop.ratio).toBeCloseTo(2, 0);
    expect((await columns(widths.phone)).beside).toBe(false);
  });
});

describe('a table', () => {
  test('is a table with headers, rows and cells on a desktop', async () => {
    const { page } = await visit();
    expect(await page.getByRole('table', { name: 'Latest orders' }).count()).toBe(1);
    expect(await page.getByRole('columnheader').count()).toBe(5);
    expect(await page.getByRole('row').count()).toBe(5);
    expect(await page.getByRole('cell').count()).toBe(20);
  });

  test('is a list on a phone, each value under the label of its column', async () => {
    const { page } = await visit('/', widths.phone);
    expect(await page.getByRole('table').count()).toBe(0);
    expect(await page.locator('s-table-row').first().getAttribute('role')).toBe('listitem');
    expect(await page.locator('s-table-cell').nth(3).locator('.label').innerText()).toBe('Items');
  });

  test('places rows that arrive later', async () => {
    const { page } = await visit();
    await page.evaluate(`document.querySelector('s-table-body').insertAdjacentHTML('afterbegin',
      '<s-table-row><s-table-cell>#1044</s-table-cell></s-table-row>')`);
    await page.getByRole('row', { name: '#1044' }).waitFor();
    expect(await page.getByRole('cell', { name: '#1044' }).count()).toBe(1);
  });

  test('keeps its header in sight while the page scrolls', async () => {
    const rows = Array.from(
      { length: 60 },
      (_, at) => `<s-table-row><s-table-cell>${at}</s-table-cell></s-table-row>`,
    );
    app.put(
      '/long',
      `<s-page heading="Long"><s-section heading="Rows" padding="none"><s-table><s-table-header-row>
       <s-table-header>Number</s-table-header></s-table-header-row><s-table-body>${rows.join('')}</s-table-body>
       </s-table></s-section></s-page>`,
    );
    const { page } = await visit('/long');
    await page.locator('s-table-row').last().scrollIntoViewIfNeeded();
    expect((await page.locator('s-table-header').boundingBox())?.y).toBe(0);
  });

  test('opens the link that a row names when the row is clicked, and by keyboard the link itself', async () => {
    const { page } = await visit();
    await page.getByText('Jana Novak').click();
    await page.waitForURL('**/orders/1043');
    await page.goBack();
    await page.locator('#order-1042 a').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/orders/1042');
  });

  test('asks for the next page', async () => {
    const { page } = await visit();
    await page.evaluate(
      `document.querySelector('s-table').addEventListener('nextpage', () => document.title = 'next')`,
    );
    await page.getByRole('button', { name: 'Next page' }).click();
    expect(await page.title()).toBe('next');
    expect(await page.getByRole('button', { name: 'Previous page' }).isDisabled()).toBe(true);
  });
});

describe('fields and buttons', () => {
  test('take part in their form', async () => {
    const { page } = await visit();
    await page.getByLabel('Address').fill('https://other.example');
    await page.getByLabel('Invoice when').selectOption('Paid');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL('**/settings?**');
    const sent = new URL(page.url()).searchParams;
    expect(Object.fromEntries(sent)).toEqual({
      address: 'https://other.example',
      tolerance: '-1',
      when: 'paid',
    });
  });

  test('send a search with Enter', async () => {
    const { page } = await visit();
    await page.getByRole('searchbox', { name: 'Search orders' }).fill('1043');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/orders?q=1043');
  });

  test('hold a form back while a required field is empty, and give it what it had on reset', async () => {
    const { page } = await visit();
    const address = page.getByLabel('Address');
    await address.fill('');
    await page.getByRole('button', { name: 'Save' }).click();
    expect(new URL(page.url()).pathname).toBe('/');
    await page.getByRole('button', { name: 'Discard' }).click();
    await expect.poll(() => address.inputValue()).toBe('https://erp.example');
  });

  test('tell of input and change once each, with the value on the element', async () => {
    const { page } = await visit();
    await page.evaluate(`(() => { globalThis.told = []; for (const name of ['input', 'change'])
      document.querySelector('s-text-field').addEventListener(name, (event) =>
        globalThis.told.push(name + ' ' + event.currentTarget.value)); })()`);
    await page.getByLabel('Address').fill('a');
    await page.getByLabel('Address').blur();
    expect(await page.evaluate('globalThis.told')).toEqual(['input a', 'change a']);
  });

  test('describe an error and the help beside the field', async () => {
    const { page } = await visit();
    const field = page.getByLabel('Tolerance');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await field.getAttribute('aria-describedby')).toBe('error details');
  });

  test('do nothing while loading, even where the page says loading="false"', async () => {
    app.put('/busy', '<s-page heading="x"><s-button loading="false">Go</s-button></s-page>');
    const { page } = await visit('/busy');
    expect(await page.getByRole('button', { name: 'Go' }).isDisabled()).toBe(true);
  });
});

describe('small things', () => {
  test('a banner goes when it is dismissed, and says so', async () => {
    const { page } = await visit();
    await page.evaluate(
      `document.querySelector('#banner').addEventListener('dismiss', () => document.title = 'gone')`,
    );
    await page.getByRole('alert').getByRole('button', { name: 'Dismiss' }).click();
    expect(await page.title()).toBe('gone');
    expect(await page.locator('#banner').isVisible()).toBe(false);
  });

  test('a chip says that it should be removed', async () => {
    const { page } = await visit();
    await page.evaluate(
      `document.querySelector('#chip').addEventListener('remove', () => document.title = 'removed')`,
    );
    await page.getByRole('button', { name: 'Remove Berlin' }).click();
    expect(await page.title()).toBe('removed');
  });

  test('a tooltip shows while its element has the focus', async () => {
    const { page } = await visit();
    await page.getByRole('button', { name: 'What is a proof?' }).focus();
    expect(await page.getByRole('tooltip').isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.getByRole('tooltip').isVisible()).toBe(false);
  });
});
