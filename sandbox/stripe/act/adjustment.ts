/** What the provider does on its own: it keeps back a reserve, gives it free, and corrects its fees. */
import type { Account } from '#sandbox/stripe/account.ts';
import type { BalanceTransaction } from '#sandbox/stripe/contract.ts';

/** Keeps an amount back from the balance. @throws RangeError unless it is above zero. */
export function holdReserve(account: Account, amount: bigint): BalanceTransaction {
  if (amount <= 0n) throw new RangeError(`A reserve of ${amount} keeps nothing back.`);
  account.reserved += amount;
  return enterReserve(account, -amount, 'Reserved funds');
}

/** Gives free what was kept back. @throws RangeError for more than is kept. */
export function releaseReserve(account: Account, amount: bigint): BalanceTransaction {
  if (amount <= 0n || amount > account.reserved)
    throw new RangeError(`${amount} cannot be released of a reserve of ${account.reserved}.`);
  account.reserved -= amount;
  return enterReserve(account, amount, 'Release of reserved funds');
}

/** Above zero in the merchant's favor, below zero against it. @throws RangeError for nothing. */
export function correctFee(account: Account, amount: bigint, description: string): BalanceTransaction {
  if (amount === 0n) throw new RangeError('A correction of nothing corrects nothing.');
  return account.book.enter({
    type: 'adjustment',
    category: 'fee',
    amount,
    availableOn: account.now(),
    sourceId: null,
    description,
  });
}

function enterReserve(account: Account, amount: bigint, description: string): BalanceTransaction {
  return account.book.enter({
    type: 'reserved_funds',
    category: 'risk_reserved_funds',
    amount,
    availableOn: account.now(),
    sourceId: null,
    description,
  });
}
