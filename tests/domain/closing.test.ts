import { describe, expect, test } from 'vitest';
import { closingsOf } from '#src/stabilize/break/closing.ts';
import { gid } from '#domain/gid.ts';
import type { Leg, Proof } from '#domain/proof.ts';
import { at, eur } from '#tests/support/order-facts.ts';

const legOf = (leg: Leg['leg'], state: Leg['state'], sentence: string): Leg => ({
  leg,
  state,
  expected: null,
  seen: null,
  cause: null,
  sentence,
});

const proofOf = (state: Proof['state'], ...legs: readonly Leg[]): Proof => ({
  order: gid('Order', '1'),
  name: '#1001',
  state,
  placedAt: at(0),
  total: eur('119.00'),
  legs,
  breaks: [],
});

describe('how a difference closed', () => {
  test('is told by what its leg says now, matched or pending', () => {
    const legs = [legOf('erp', 'matched', 'It holds INV-1.'), legOf('cash', 'pending', 'It is on its way.')];
    expect(closingsOf(proofOf('pending', ...legs))).toEqual({
      erp: 'It holds INV-1',
      cash: 'It is on its way',
    });
  });

  test('is not told by a leg that is broken otherwise, nor by one that nothing measures', () => {
    const legs = [
      legOf('erp', 'broken', 'INV-2 differs.'),
      legOf('payout', 'unmeasured', 'Not measured yet.'),
    ];
    expect(closingsOf(proofOf('broken', ...legs))).toEqual({});
  });

  test('is that the order is a test, where it is one', () => {
    expect(closingsOf(proofOf('test', legOf('erp', 'broken', 'INV-2 differs.')))).toEqual({
      erp: 'the order is a test',
    });
  });

  test('is told by nothing where there is no proof', () => {
    expect(closingsOf(null)).toEqual({});
  });
});
