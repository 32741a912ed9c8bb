/** The balance: every movement of money is one entry, and the balance is nothing but their sum. */
import type { BalanceTransaction } from './contract.ts';

type Entry = Omit<
  BalanceTransaction,
  'id' | 'net' | 'created' | 'payoutId' | 'fee' | 'feeDescription' | 'rate'
> &
  Partial<Pick<BalanceTransaction, 'fee' | 'feeDescription' | 'rate'>>;

export type Book = {
  /** In the order they were entered. */
  readonly transactions: readonly BalanceTransaction[];
  enter(entry: Entry): BalanceTransaction;
  /** Entered, available, and not yet taken to the bank; a payout's own entry never waits. */
  waiting(): readonly BalanceTransaction[];
  /** Takes them all to the bank with that payout. */
  send(transactions: readonly BalanceTransaction[], payoutId: string): void;
  /** What could be paid out now, and what can later. */
  balance(): { available: bigint; pending: bigint };
  find(id: string): BalanceTransaction | undefined;
};

export function openBook({ now, newId }: { now: () => number; newId: () => string }): Book {
  const transactions: BalanceTransaction[] = [];
  const byId = new Map<string, BalanceTransaction>();
  let open: BalanceTransaction[] = [];
  return {
    transactions,
    find: (id) => byId.get(id),
    enter({ fee = 0n, feeDescription = null, rate = null, ...entry }) {
      const net = entry.amount - fee;
      const rest = { fee, feeDescription, rate, net, created: now(), payoutId: null };
      const transaction: BalanceTransaction = { id: newId(), ...entry, ...rest };
      transactions.push(transaction);
      byId.set(transaction.id, transaction);
      if (transaction.type !== 'payout') open.push(transaction);
      return transaction;
    },
    waiting: () => open.filter(({ availableOn }) => availableOn <= now()),
    send(sent, payoutId) {
      for (const transaction of sent) transaction.payoutId = payoutId;
      open = open.filter((transaction) => transaction.payoutId === null);
    },
    balance() {
      let available = 0n;
      let pending = 0n;
      for (const { availableOn, net } of transactions) {
        if (availableOn <= now()) available += net;
        else pending += net;
      }
      return { available, pending };
    },
  };
}
