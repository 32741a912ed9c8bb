import { describe, expect, test } from 'vitest';
import type { ShadowLine, ShadowPair, ShadowSide } from '#domain/shadow.ts';
import { compareShadow } from '#src/automate/shadow/compare.ts';
import type { KnownDocument } from '#src/stabilize/know.ts';
import { broken, matched, pending } from '#src/stabilize/place.ts';
import { shadowPairs } from '#src/stabilize/shadow.ts';
import { difference } from '#src/stabilize/difference.ts';
import { due, held, readingAt } from '#tests/support/due-facts.ts';
import { at, eur, known, payment, shopSettings } from '#tests/support/order-facts.ts';

const line = (account: string, minor: number, taxKey: string | null = null): ShadowLine => ({
  account,
  minor: BigInt(minor),
  taxKey,
});

const ours: ShadowSide = {
  kind: 'invoice',
  name: 'the invoice for shipment 1',
  total: eur('119.00'),
  on: '2026-11-23',
  lines: [
    line('1100', 11900),
    line('4000', -10500),
    line('4910', 500),
    line('2000.vat', -1900, 'DE MwSt@0.19'),
  ],
};
/** The same in an ERP with accounts of its own, which also books the goods at their cost. */
const theirs: ShadowSide = {
  kind: 'invoice',
  name: 'INV-7',
  total: eur('119.00'),
  on: '2026-11-25',
  lines: [
    line('1400', 11900),
    line('8400', -10000),
    line('8400', -500),
    line('8730', 500),
    line('1776', -1900, 'DE MwSt@0.19'),
    line('4000', 4000),
    line('1140', -4000),
  ],
};

function differs(rest: Partial<ShadowPair>): readonly string[] {
  return compareShadow({
    ref: 'due/invoice/1',
    workflow: 'invoice posting',
    kind: 'invoice',
    happenedAt: at(0),
    ours: [ours],
    theirs: [theirs],
    isElsewhere: false,
    ...rest,
  }).differs;
}

describe('what a workflow would have posted and what people posted', () => {
  test('agree whatever each calls its accounts and its documents, with the goods at their cost beside', () => {
    expect(differs({})).toEqual([]);
    expect(differs({ theirs: [{ ...theirs, lines: null, on: null, name: 'whatever' }] })).toEqual([]);
  });

  test.each<[string, Partial<ShadowSide>, readonly string[]]>([
    ['another kind', { kind: 'credit_memo' }, ['kind']],
    ['another currency', { total: { minor: 11900n, currency: 'USD' } }, ['currency']],
    ['one cent more', { total: eur('119.01') }, ['gross']],
    ['three days later', { on: '2026-11-26' }, []],
    ['four days later', { on: '2026-11-27' }, ['date']],
    ['four days earlier', { on: '2026-11-19' }, ['date']],
    [
      'the tax under another key',
      {
        lines:
          theirs.lines?.map((one) => (one.taxKey === null ? one : { ...one, taxKey: 'DE MwSt@0.07' })) ??
          null,
      },
      ['tax'],
    ],
    [
      'the tax in the revenue',
      { lines: [line('1400', 11900), line('8400', -12400), line('8730', 500)] },
      ['tax', 'accounts'],
    ],
    [
      'the discount in the revenue',
      { lines: [line('1400', 11900), line('8400', -10000), line('1776', -1900, 'DE MwSt@0.19')] },
      ['accounts'],
    ],
  ])('differ by %s', (_, rest, fields) => {
    expect(differs({ theirs: [{ ...theirs, ...rest }] })).toEqual(fields);
  });

  test('differ where only one of them has any, or has it under another order, or in another number', () => {
    expect(differs({ theirs: [] })).toEqual(['only ours']);
    expect(differs({ ours: [] })).toEqual(['only theirs']);
    expect(differs({ theirs: [], isElsewhere: true })).toEqual(['order']);
    const half = { ...theirs, total: eur('59.50') };
    expect(differs({ theirs: [half, half] })).toEqual(['count']);
    expect(differs({ theirs: [half, half, half] })).toEqual(['count', 'gross']);
  });
});

describe('what of a proof is compared', () => {
  const order = known({ transactions: [payment(1, 5)] });
  const reading = { ...readingAt(), shop: shopSettings({ mode: 'shadow' }) };
  const made = (rest: Partial<KnownDocument> = {}) => held({ postingKey: null, adopted: false, ...rest });
  const refs = (places: Parameters<typeof shadowPairs>[1], documents: readonly KnownDocument[] = []) =>
    shadowPairs({ ...order, documents }, places, reading)?.map(({ ref, ours: our, theirs: their }) => [
      ref,
      our.length,
      their.length,
    ]) ?? null;

  test('is each due beside what people made or an earlier connector, also where we adopted it', () => {
    const one = due();
    expect(refs([matched(one, made())])).toEqual([[one.ref, 1, 1]]);
    expect(refs([matched(one, made({ postingKey: 'ours', adopted: true }))])).toEqual([[one.ref, 1, 1]]);
  });

  test('is nothing that we posted, and nothing that is not due yet', () => {
    const ourOwn = held({ postingKey: 'ours', adopted: false });
    expect(refs([matched(due(), ourOwn)], [ourOwn])).toBeNull();
    expect(refs([pending({ dues: [due()] }, null)])).toBeNull();
  });

  test('is nothing that we are late with ourselves', () => {
    const missing = difference({ leg: 'erp', cause: 'MISSING_ERP', amount: null, about: 'x', sentence: 'x' });
    const places = [broken({ dues: [due()] }, missing)];
    expect(shadowPairs(order, places, readingAt())).toBeNull();
  });

  test('is what people owe and never made, and what they made that nothing calls for', () => {
    const missing = difference({ leg: 'erp', cause: 'MISSING_ERP', amount: null, about: 'x', sentence: 'x' });
    const extra = difference({ leg: 'erp', cause: 'AMOUNT', amount: null, about: 'y', sentence: 'y' });
    const document = made();
    expect(refs([broken({ dues: [due()] }, missing), broken({ documents: [document] }, extra)])).toEqual([
      [due().ref, 1, 0],
      [`document/${document.kind}/${document.documentId}`, 0, 1],
    ]);
  });
});
