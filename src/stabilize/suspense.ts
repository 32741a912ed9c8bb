/** Movements of money that nobody has documented: a kind or a state that Shopify added since. */
import type { Transaction } from '#domain/fact.ts';
import { type Money, subtract, sum, zero } from '#domain/money.ts';
import type { KnownOrder } from './know.ts';
import { receipts, refundsPaid } from './settle.ts';

const kinds = new Set([
  'sale',
  'capture',
  'authorization',
  'emv_authorization',
  'void',
  'refund',
  'change',
  'suggested_refund',
]);
const statuses = new Set(['success', 'pending', 'failure', 'error', 'awaiting_response', 'unknown']);

export function unknownMoves({ transactions }: KnownOrder): readonly Transaction[] {
  return transactions.filter(({ kind, status, test }) => !test && !(kinds.has(kind) && statuses.has(status)));
}

/** Money in suspense; what went back to the customer is negative. */
export type Suspended = { readonly move: Transaction; readonly amount: Money };

/**
 * What the store counts as paid or returned beyond all known movements, where the unknown ones come to exactly that:
 * they are that money. Else nobody can say whether any moved, or which way.
 */
export function suspended(order: KnownOrder): readonly Suspended[] {
  const { total, outstanding, currency } = order.header;
  const unknown = unknownMoves(order);
  if (outstanding === null || unknown.some(({ amount }) => amount.currency !== currency)) return [];
  const off = subtract(subtract(total, outstanding), keptOf(order));
  const size = amountOf(unknown, currency).minor;
  if (size === 0n || (off.minor !== size && off.minor !== -size)) return [];
  return unknown.map((move) => ({
    move,
    amount: off.minor === size ? move.amount : subtract(zero(currency), move.amount),
  }));
}

/** What known movements brought, less what they took back. */
export function keptOf({ transactions, header: { currency } }: KnownOrder): Money {
  return subtract(amountOf(receipts(transactions), currency), amountOf(refundsPaid(transactions), currency));
}

function amountOf(some: readonly Transaction[], currency: string): Money {
  return sum(
    some.map(({ amount }) => amount),
    currency,
  );
}
