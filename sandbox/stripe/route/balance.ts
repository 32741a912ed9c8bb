/** `/v1/balance` and `/v1/balance_transactions`. */
import { z } from 'zod';
import type { Account } from '#sandbox/stripe/account.ts';
import type { BalanceTransaction } from '#sandbox/stripe/contract.ts';
import { type Call, type Endpoint, found } from '#sandbox/stripe/endpoint.ts';
import { page } from '#sandbox/stripe/page.ts';
import { paging, read } from '#sandbox/stripe/parameter.ts';
import { invalid, missing } from '#sandbox/stripe/refusal.ts';
import { balanceTransactionView, balanceView } from '#sandbox/stripe/view/balance.ts';

const path = '/v1/balance_transactions';

const List = z.strictObject({
  ...paging,
  currency: z.string().optional(),
  payout: z.string().optional(),
  source: z.string().optional(),
  type: z.string().optional(),
});

function show({ account, input }: Call): object {
  const { currency, payout, source, type, ...asked } = read(List, input);
  const of = payout === undefined ? account.book.transactions : ofPayout(account, payout);
  const transactions = of.filter(
    (one) =>
      (currency === undefined || currency === account.currency) &&
      (source === undefined || one.sourceId === source) &&
      (type === undefined || one.type === type),
  );
  return page(transactions, { paging: asked, url: path, view: (one) => view(account, one) });
}

/** Until the vendor has reconciled a payout, only its own transaction is found by it. */
function ofPayout(account: Account, payoutId: string): readonly BalanceTransaction[] {
  const payout = found(account.payouts, payoutId, { noun: 'payout', param: 'payout' });
  if (!payout.automatic)
    throw invalid('Balance transaction history can only be filtered on automatic transfers, not manual.', {
      param: 'payout',
    });
  if (payout.reconciliation === 'in_progress') return [payout.transaction];
  return account.book.transactions.filter((one) => one.payoutId === payoutId);
}

function view(account: Account, transaction: BalanceTransaction): object {
  return balanceTransactionView(transaction, { now: account.now(), currency: account.currency });
}

function retrieve({ account, id }: Call): object {
  const transaction = account.book.find(id);
  if (transaction === undefined) throw missing('balance transaction', id);
  return view(account, transaction);
}

export const balanceEndpoints: readonly Endpoint[] = [
  { method: 'GET', path, answer: show },
  { method: 'GET', path: `${path}/:id`, answer: retrieve },
  {
    method: 'GET',
    path: '/v1/balance',
    answer: ({ account }) => balanceView(account.book.balance(), account.currency),
  },
];
