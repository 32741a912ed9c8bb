import { expect, test } from 'vitest';
import type { Break } from '#domain/break.ts';
import { roundingEntries } from '#src/stabilize/ledger/rounding.ts';
import { balances } from '#tests/support/course.ts';
import { at, eur, known } from '#tests/support/order-facts.ts';

const entity = { timeZone: 'Pacific/Auckland' };

function rounded(documentKind: string, rest: Partial<Break> = {}, keys: readonly string[] = ['it']) {
  const found: Break = {
    key: 'it',
    leg: 'erp',
    cause: 'TAX_ROUNDING',
    amount: eur('-0.01'),
    about: 'INV-1',
    sentence: 'A cent is missing.',
    evidence: { document: 'INV-1', documentKind, on: '2026-11-03' },
    ...rest,
  };
  const { header: order } = known();
  return roundingEntries(entity, { order, breaks: [found], tolerated: new Set(keys), booksFrom: at(0) });
}

test('an invoice a cent short leaves the receivable a cent short, and 7100 says so on its own day', () => {
  const entries = rounded('invoice');
  expect(balances(entries)).toEqual({ '1100': -1n, '7100': 1n });
  expect(entries[0]?.effectiveOn).toBe('2026-11-03');
});

test('a credit memo a cent short takes a cent less from the receivable', () => {
  expect(balances(rounded('credit_memo'))).toEqual({ '1100': 1n, '7100': -1n });
});

test.each<[string, ReturnType<typeof rounded>]>([
  ['that is not tolerated', rounded('invoice', {}, [])],
  ['of a document that says nothing of the receivable', rounded('sales_order')],
  ['that is no rounding', rounded('invoice', { cause: 'AMOUNT' })],
  ['from before the books', rounded('invoice', { evidence: { documentKind: 'invoice', on: '2026-10-30' } })],
])('a difference %s books nothing', (_, entries) => {
  expect(entries).toEqual([]);
});
