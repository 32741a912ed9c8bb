import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { JournalEntry } from '#domain/journal.ts';
import { formatMoney, parseMoney } from '#domain/money.ts';
import { exporter, type ExportFormat, journalAccount } from '#src/stabilize/ledger/export.ts';
import { account } from '#tests/support/accounting-program.ts';
import { balances, booksOf, chargeOf, credited, goods, invoiced, paid } from '#tests/support/course.ts';
import { line } from '#tests/support/order-facts.ts';

/** An invoice, its payment and a credit memo in a currency, with a tax whose name would end or nest an account. */
function lifeIn(currency: string, gross: string, vat: string): readonly JournalEntry[] {
  const amount = parseMoney(gross, currency);
  const tax = { key: 'T', title: 'Steuer;  7:b "x"\tÄ', rate: '0.19', amount: parseMoney(vat, currency) };
  const lamp = { ...goods(1, { gross, currency }), taxes: [tax] };
  const tip = { ...chargeOf('tip', { gross: '0' }), gross: amount, discount: parseMoney('0', currency) };
  return booksOf({
    course: {
      invoices: [invoiced(1, 10, { lines: [lamp], charges: [tip], currency })],
      payments: [paid(1, 5, { amount, gateway: 'Bank Deposit' })],
      credits: [credited(1, 20, { lines: [lamp], shipped: [line(1)], currency })],
    },
    story: {
      header: { currency, presentmentCurrency: currency, channel: 'pos, a; b' },
      sales: [],
    },
  });
}

const lives = [
  lifeIn('EUR', '100.00', '19.01'),
  lifeIn('JPY', '1500', '150'),
  lifeIn('KWD', '1.500', '0.155'),
].flat();
const exported = lives.map((one) => ({ ...one, recordedAt: one.happenedAt }));

/** The journal in two parts, as a reading in pages makes it. */
function journal(format: ExportFormat): string {
  const render = exporter(format);
  return [exported.slice(0, 2), exported.slice(2)].map(render).join('');
}

/** `account currency` → decimal text, as our own lines add up. */
const ours = Object.fromEntries(
  ['EUR', 'JPY', 'KWD'].flatMap((currency) =>
    Object.entries(balances(lives.filter((one) => one.currency === currency))).map(([name, minor]) => [
      `${journalAccount(name)} ${currency}`,
      `${formatMoney({ minor, currency })} ${currency}`,
    ]),
  ),
);

describe('the journal that other programs read', { timeout: 120_000 }, () => {
  test('hledger finds no error in it, and every account and commodity declared', async () => {
    await expect(account('hledger', ['check', '--strict'], journal('hledger'))).resolves.toBe('');
  });

  test('hledger refuses it when a single amount is changed', async () => {
    const forged = journal('hledger').replace('1.500 KWD', '1.501 KWD');
    await expect(account('hledger', ['check'], forged)).rejects.toThrow('balanc');
  });

  test("hledger's account totals are ours, in currencies with 0, 2 and 3 decimals", async () => {
    const totals: Record<string, string> = {};
    for (const currency of ['EUR', 'JPY', 'KWD']) {
      const args = ['balance', '--flat', '--no-total', '--output-format', 'json', `cur:${currency}`];
      const said = await account('hledger', args, journal('hledger'));
      for (const [name, text] of hledgerTotals(said)) totals[`${name} ${currency}`] = `${text} ${currency}`;
    }
    expect(totals).toEqual(ours);
  });

  test("ledger's account totals are ours, too", async () => {
    const format = '%(account)\t%(scrub(display_total))\n';
    const totals: Record<string, string> = {};
    for (const currency of ['EUR', 'JPY', 'KWD']) {
      const args = [
        'balance',
        '--flat',
        '--no-total',
        '--balance-format',
        format,
        '--limit',
        `commodity == "${currency}"`,
      ];
      for (const row of (await account('ledger', args, journal('ledger'))).split('\n').filter(Boolean)) {
        const [name, text = ''] = row.split('\t');
        totals[`${name} ${currency}`] = text;
      }
    }
    expect(totals).toEqual(ours);
  });
});

describe('the rows for a spreadsheet', () => {
  const text = journal('csv');

  test('have one heading, and a row for each line', () => {
    const rows = text.split('\r\n');
    expect(rows.filter((row) => row.startsWith('key,posting_date'))).toHaveLength(1);
    expect(rows).toHaveLength(1 + lives.flatMap((one) => one.lines).length + 1);
  });

  test('quote what holds a comma or a quote, and double the quote', () => {
    expect(text).toContain('"2000.DE Steuer;  7:b ""x""\tÄ@0.19"');
    expect(text).toContain('"{""channel"":""pos, a; b"",""tax"":""T""}"');
  });

  test('have a heading also when nothing is booked', () => {
    expect(exporter('csv')([])).toMatch(/^key,posting_date,.*\r\n$/);
  });
});

/** Rows of `hledger balance` as JSON: name, name, depth, and its amounts with decimal mantissa and places. */
const answer = z.tuple([
  z.array(
    z.tuple([
      z.string(),
      z.unknown(),
      z.unknown(),
      z.tuple([z.object({ aquantity: z.object({ decimalMantissa: z.int(), decimalPlaces: z.int() }) })]),
    ]),
  ),
  z.unknown(),
]);

function hledgerTotals(said: string): [string, string][] {
  const [rows] = answer.parse(JSON.parse(said));
  return rows.map(([name, , , [{ aquantity }]]) => {
    const { decimalMantissa: minor, decimalPlaces: places } = aquantity;
    const digits = String(Math.abs(minor)).padStart(places + 1, '0');
    const whole = `${minor < 0 ? '-' : ''}${digits.slice(0, digits.length - places)}`;
    return [name, places > 0 ? `${whole}.${digits.slice(-places)}` : whole];
  });
}
