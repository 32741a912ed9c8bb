/** What Shopify Payments does by itself: reserves, corrections and payouts. There is no webhook for any of it. */
import { type PaymentsActs, Refused } from '../model/act.ts';
import type { BalanceTransaction, PaymentsBook, StorePayout } from '../model/payments.ts';
import { addToBalance } from './balance.ts';
import type { ActContext } from './context.ts';
import { openDispute, resolveDispute } from './dispute.ts';

const dayMs = 86_400_000;

export function openPaymentsActs(context: ActContext): PaymentsActs {
  return {
    dispute: (order, transaction, how) => openDispute(context, order, { transaction, ...how }),
    resolveDispute: (dispute, outcome) => resolveDispute(context, dispute, outcome),
    adjustBalance: (amount, adjustmentReason) =>
      addToBalance(context, { type: 'ADJUSTMENT', amount, adjustmentReason }),
    reserve(amount) {
      if (amount <= 0n) throw new RangeError(`A reserve of ${amount} withholds nothing`);
      return addToBalance(context, { type: 'RESERVED_FUNDS', amount: -amount });
    },
    releaseReserve(amount) {
      if (amount <= 0n || amount > reservedOf(context.state.payments))
        throw new RangeError(`${amount} is not in reserve`);
      return addToBalance(context, { type: 'RESERVED_FUNDS_REVERSAL', amount });
    },
    issuePayout: () => issuePayout(context),
    settlePayout: (payout, outcome) => settlePayout(context, payout, outcome),
  };
}

/**
 * Pays out everything that waits from before the last UTC midnight, where Shopify closes its batches; money that a
 * failed payout brought back is in it (Shopify names it retried payouts), test transactions never are. The payout
 * itself leaves the balance as a TRANSFER, which is the only one of its transactions outside its sum. Null when
 * nothing waits or what waits comes to nothing, which then waits on.
 */
function issuePayout(context: ActContext): StorePayout | null {
  const { clock, state, nextId } = context;
  const issuedAt = Math.floor(clock.now() / dayMs) * dayMs;
  const waiting = waitingOf(state.payments, issuedAt);
  const net = waiting.reduce((sum, each) => sum + each.net, 0n);
  if (net === 0n) return null;
  const id = nextId();
  const payout: StorePayout = {
    id,
    issuedAt,
    net,
    currency: state.payments.currency,
    transactionType: net > 0n ? 'DEPOSIT' : 'WITHDRAWAL',
    status: 'SCHEDULED',
    externalTraceId: `TRACE${id}`,
  };
  for (const each of waiting) each.payoutId = id;
  state.payments.payouts.push(payout);
  addToBalance(context, { type: 'TRANSFER', amount: -net, at: issuedAt, payoutId: id });
  return payout;
}

/** The bank took it, or declined it: then its money comes back as a TRANSFER_FAILURE and waits for the next payout. */
function settlePayout(context: ActContext, payout: StorePayout, outcome: 'PAID' | 'FAILED'): void {
  if (payout.status !== 'SCHEDULED')
    throw new Refused('INVALID', `The payout is ${payout.status.toLowerCase()} already.`);
  payout.status = outcome;
  if (outcome === 'FAILED') addToBalance(context, { type: 'TRANSFER_FAILURE', amount: payout.net });
}

/**
 * Searched from the youngest back to the last payout, which took along all that waited before its midnight. When
 * nothing was paid out yet, or a batch came to nothing, that is further back.
 */
function waitingOf(book: PaymentsBook, before: number): BalanceTransaction[] {
  const since = book.payouts.at(-1)?.issuedAt ?? -Infinity;
  const waiting: BalanceTransaction[] = [];
  for (let index = book.transactions.length - 1; index >= 0; index -= 1) {
    const each = book.transactions[index];
    if (each === undefined || each.at < since) break;
    if (each.payoutId === null && !each.test && each.at < before) waiting.push(each);
  }
  return waiting.toReversed();
}

function reservedOf({ transactions }: PaymentsBook): bigint {
  return transactions.reduce(
    (sum, { type, amount }) =>
      type === 'RESERVED_FUNDS' || type === 'RESERVED_FUNDS_REVERSAL' ? sum - amount : sum,
    0n,
  );
}
