import type { Break } from '#domain/break.ts';
import { add, type Money, shown, subtract, sum, zero } from '#domain/money.ts';
import { difference } from './difference.ts';
import type { KnownOrder } from './know.ts';
import { type JudgedLeg, legOf } from './leg.ts';
import { statusDifferences } from './payment-status.ts';
import { justAfter, type Reading } from './reading.ts';
import { receipts, refundsPaid } from './settle.ts';
import { keptOf, suspended, unknownMoves } from './suspense.ts';

/**
 * (c) Σ successful tenders less change and refunds = current total − outstanding. Gift cards and store credit are
 * tenders; what cash rounding added is beside the order.
 */
export function cashLeg(
  order: KnownOrder,
  { unmapped, reading }: { unmapped: readonly Break[]; reading: Reading },
): JudgedLeg {
  if (!order.authoritative)
    return legOf('cash', [], {
      state: 'pending',
      sentence: 'Payments are compared once the store was asked.',
    });
  const { total, outstanding, currency } = order.header;
  // What is in suspense is a difference by itself, and none of the sums.
  const kept = suspended(order).reduce((sofar, { amount }) => add(sofar, amount), keptOf(order));
  const expected = subtract(total, outstanding ?? zero(currency));
  const breaks = [
    ...unmapped,
    ...suspense(order),
    ...(kept.minor === expected.minor ? [] : [countedOtherwise(order, { kept, expected })]),
    ...statusDifferences(order),
    ...overdue(order, reading),
  ];
  return legOf('cash', breaks, {
    state: awaitsTerms(order) ? 'pending' : 'matched',
    expected,
    seen: kept,
    sentence: moneySentence(order, kept),
    aside: roundingSentence(order),
  });
}

function countedOtherwise(
  { header: { order: about } }: KnownOrder,
  { kept, expected }: { kept: Money; expected: Money },
): Break {
  const amount = subtract(kept, expected);
  const sentence = `${shown(kept)} was received where the store counts ${shown(expected)} as paid.`;
  return difference({ leg: 'cash', cause: 'AMOUNT', amount, about, sentence });
}

/** A movement of a kind or in a state that nobody documents waits in suspense. */
function suspense(order: KnownOrder): readonly Break[] {
  return unknownMoves(order).map(({ transaction: about, kind, status, amount }) => {
    const sentence = `A payment of ${shown(amount)} is a “${kind}” in the state “${status}”: nobody has documented that.`;
    return difference({ leg: 'cash', cause: 'UNKNOWN_TYPE', amount, about, sentence });
  });
}

function owes({ header: { outstanding, cancelledAt } }: KnownOrder): Money | null {
  return outstanding !== null && outstanding.minor > 0n && cancelledAt === null ? outstanding : null;
}

/** Terms of payment wait until their day (ACCOUNTING §7). */
function awaitsTerms(order: KnownOrder): boolean {
  return owes(order) !== null && order.header.dueAt !== null;
}

function overdue(order: KnownOrder, { now }: Reading): readonly Break[] {
  const { dueAt, order: about } = order.header;
  const amount = owes(order);
  if (amount === null || dueAt === null || dueAt >= now) return [];
  const sentence = `${shown(amount)} was to be paid by ${dueAt} and is overdue.`;
  return [
    difference({
      leg: 'cash',
      cause: 'STATUS',
      amount,
      about: `terms of ${about}`,
      sentence,
      evidence: { dueAt },
    }),
  ];
}

/** When terms run out; null where nothing waits for them. */
export function termsEndAt(order: KnownOrder, { now }: Reading): string | null {
  const { dueAt } = order.header;
  if (!awaitsTerms(order) || dueAt === null || dueAt < now) return null;
  return justAfter(dueAt);
}

function moneySentence(order: KnownOrder, kept: Money): string {
  const left = owes(order);
  const { dueAt } = order.header;
  const rest =
    left === null ? '' : ` ${shown(left)} is still to be paid${dueAt === null ? '' : ` by ${dueAt}`}.`;
  if (kept.minor === 0n && receipts(order.transactions).length === 0)
    return `Nothing was received and nothing is said to be paid.${rest}`;
  return `${shown(kept)} was received, as the store says.${rest}${owedBack(order)}`;
}

/** More was paid than the order comes to: it stays the customer's until it goes back. */
function owedBack({ header: { outstanding } }: KnownOrder): string {
  if (outstanding === null || outstanding.minor >= 0n) return '';
  return ` ${shown(subtract(zero(outstanding.currency), outstanding))} is owed to the customer.`;
}

function roundingSentence({ transactions, header: { currency } }: KnownOrder): readonly string[] {
  const rounded = sum(
    [...receipts(transactions), ...refundsPaid(transactions)].flatMap(({ rounding }) =>
      rounding === null ? [] : [rounding],
    ),
    currency,
  );
  return rounded.minor === 0n ? [] : [`Cash rounding of ${shown(rounded)} lies beside it.`];
}
