import type { Transaction } from '#domain/fact.ts';
import type { Money } from '#domain/money.ts';

/** What the store calls an order to which these payments belong. */
export function statusOf(transactions: readonly Transaction[], total: Money): string {
  const moved = (...kinds: readonly string[]): bigint =>
    transactions
      .filter((one) => kinds.includes(one.kind) && one.status === 'success' && !one.test)
      .reduce((whole, { amount }) => whole + amount.minor, 0n);
  const [received, returned] = [moved('sale', 'capture') - moved('change'), moved('refund')];
  if (returned > 0n) return returned >= received ? 'refunded' : 'partially_refunded';
  if (received >= total.minor) return 'paid';
  return received > 0n ? 'partially_paid' : 'pending';
}
