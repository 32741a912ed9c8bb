/** Payouts: what is available goes to the bank, every midnight UTC or when asked, and may come back. */
import { type Account, midnightAfter } from '#sandbox/stripe/account.ts';
import type { Payout } from '#sandbox/stripe/contract.ts';
import type { EventType } from '#sandbox/stripe/news.ts';
import { invalid } from '#sandbox/stripe/refusal.ts';
import { payoutView } from '#sandbox/stripe/view/payout.ts';

export type PayoutAsked = Pick<Payout, 'amount' | 'description' | 'statementDescriptor' | 'metadata'>;

const hourMs = 3_600_000;

/** Makes the daily appointments; they are background ones, for they never end. */
export function keepPayoutSchedule(account: Account): void {
  const at = midnightAfter(account.now(), 1) * 1000;
  const run = async (): Promise<void> => {
    keepPayoutSchedule(account);
    payOut(account);
  };
  account.clock.at(at, 'Stripe pays out', run, { background: true });
}

/** Takes everything available; a balance that is not above zero is carried over to the next day. */
function payOut(account: Account): void {
  const transactions = account.book.waiting();
  const amount = transactions.reduce((sum, { net }) => sum + net, 0n);
  if (amount <= 0n) return;
  const payout = enter(account, {
    amount,
    description: 'STRIPE PAYOUT',
    statementDescriptor: null,
    metadata: {},
    automatic: true,
    original: null,
  });
  account.book.send(transactions, payout.id);
}

/** @throws Refusal for more than is available, and when the schedule pays out by itself. */
export function createPayout(account: Account, asked: PayoutAsked): Payout {
  if (account.terms.payouts === 'daily')
    throw invalid('This account has an automatic payout schedule; payouts cannot be created manually.', {
      code: 'payouts_not_allowed',
    });
  const { available } = account.book.balance();
  if (asked.amount <= 0n)
    throw invalid('Invalid positive integer', { code: 'parameter_invalid_integer', param: 'amount' });
  if (asked.amount > available)
    throw invalid('You have insufficient funds in your Stripe account for this payout.', {
      code: 'balance_insufficient',
    });
  return enter(account, { ...asked, automatic: false, original: null });
}

/** @throws Refusal once it has left. */
export function cancelPayout(account: Account, payout: Payout): void {
  if (payout.automatic || payout.status !== 'pending')
    throw invalid('Payouts can only be canceled while they are pending and were created manually.', {
      code: 'payout_reconciliation_not_ready',
    });
  payout.status = 'canceled';
  payout.failureTransaction = back(account, payout, 'payout_cancel');
  tell(account, payout, 'payout.canceled');
}

/** The bank refuses it, sometimes days after it was said to be paid. @throws Refusal when it never left or came back before. */
export function failPayout(account: Account, payout: Payout, code = 'account_closed'): void {
  if (payout.status === 'failed' || payout.status === 'canceled' || payout.reversedBy !== null)
    throw invalid(`Payout ${payout.id} can no longer fail.`);
  payout.status = 'failed';
  payout.failureCode = code;
  payout.failureTransaction = back(account, payout, 'payout_failure');
  tell(account, payout, 'payout.failed');
}

/** Debits the bank account again, by a payout below zero. @throws Refusal unless it was paid. */
export function reversePayout(account: Account, payout: Payout, metadata: Payout['metadata']): Payout {
  if (payout.status !== 'paid' || payout.reversedBy !== null || payout.original !== null)
    throw invalid(`Payout ${payout.id} cannot be reversed.`, { code: 'payout_reversal_not_allowed' });
  const reversal = enter(account, {
    amount: -payout.amount,
    description: null,
    statementDescriptor: null,
    metadata,
    automatic: false,
    original: payout,
  });
  payout.reversedBy = reversal;
  tell(account, payout, 'payout.updated');
  return reversal;
}

type NewPayout = PayoutAsked & Pick<Payout, 'automatic' | 'original'>;

function enter(account: Account, asked: NewPayout): Payout {
  const id = account.newId('po');
  const isReversal = asked.original !== null;
  const transaction = account.book.enter({
    // A reversal is money coming in: it waits for the next payout, which a payout's own entry does not.
    type: isReversal ? 'payout_cancel' : 'payout',
    category: isReversal ? 'payout_reversal' : 'payout',
    amount: -asked.amount,
    availableOn: account.now(),
    sourceId: id,
    description: asked.description,
  });
  if (!isReversal) transaction.payoutId = id;
  const payout: Payout = {
    ...asked,
    id,
    created: account.now(),
    arrivalDate: midnightAfter(account.now(), account.terms.arrivalDays),
    transaction,
    status: 'pending',
    reconciliation: asked.automatic ? 'in_progress' : 'not_applicable',
    failureCode: null,
    failureTransaction: null,
    reversedBy: null,
  };
  account.payouts.set(id, payout);
  tell(account, payout, 'payout.created');
  follow(account, payout);
  return payout;
}

/** An hour later it has left and can be reconciled; at its date it has arrived. Nobody waits for a bank. */
function follow(account: Account, payout: Payout): void {
  const { clock } = account;
  const soon = Math.max(payout.arrivalDate * 1000, clock.now() + 2 * hourMs);
  const leave = async (): Promise<void> => {
    if (payout.reconciliation === 'in_progress') {
      payout.reconciliation = 'completed';
      tell(account, payout, 'payout.reconciliation_completed');
    }
    if (payout.status !== 'pending') return;
    payout.status = 'in_transit';
    tell(account, payout, 'payout.updated');
  };
  const arrive = async (): Promise<void> => {
    if (payout.status !== 'in_transit') return;
    payout.status = 'paid';
    tell(account, payout, 'payout.paid');
  };
  clock.at(clock.now() + hourMs, `${payout.id} leaves`, leave, { background: true });
  clock.at(soon, `${payout.id} arrives`, arrive, { background: true });
}

function back(
  account: Account,
  payout: Payout,
  type: 'payout_cancel' | 'payout_failure',
): Payout['transaction'] {
  return account.book.enter({
    type,
    category: 'payout_reversal',
    amount: payout.amount,
    availableOn: account.now(),
    sourceId: payout.id,
    description: type === 'payout_failure' ? 'PAYOUT FAILURE' : 'PAYOUT CANCELLATION',
  });
}

function tell(account: Account, payout: Payout, type: EventType & `payout.${string}`): void {
  account.announce(type, payoutView(payout, account));
}
