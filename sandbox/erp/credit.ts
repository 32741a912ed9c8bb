/** How much a customer may owe. Orders of a store are the store's one customer until somebody says whose they are. */
import type { Book } from './book.ts';
import type { Entry, Money } from './contract.ts';
import { totalOf } from './substance.ts';
import type { Refusal } from './refusal.ts';

export type Credit = {
  /** From now on this customer may owe no more; null lifts the limit. */
  limit(customer: string, limit: Money | null): void;
  assign(order: string, customer: string): void;
  /** Why the customer may not owe this document as well, or undefined. */
  refusalOf(entry: Entry): Refusal | undefined;
};

export function openCredit(book: Book): Credit {
  const limits = new Map<string, Money>();
  const customers = new Map<string, string>();
  /** Orders by the customer who first sent a document for them. */
  const known = new Map<string, Set<string>>();

  function ordersOf(customer: string): string[] {
    return [...(known.get(customer) ?? [])].filter((id) => (customers.get(id) ?? customer) === customer);
  }

  return {
    limit(customer, limit) {
      if (limit === null) limits.delete(customer);
      else limits.set(customer, limit);
    },
    assign(order, customer) {
      customers.set(order, customer);
      known.set(customer, (known.get(customer) ?? new Set()).add(order));
    },
    refusalOf(entry) {
      const { order } = entry.body;
      // A journal that sums a day is of no customer.
      if (order === null) return undefined;
      const customer = customers.get(order.id) ?? order.store;
      const added = totalOf(entry);
      const limit = limits.get(customer);
      known.set(customer, (known.get(customer) ?? new Set()).add(order.id));
      if (entry.kind !== 'sales_order' && entry.kind !== 'invoice') return undefined;
      if (limit?.currency !== added.currency) return undefined;
      const debt = ordersOf(customer).reduce((sum, id) => {
        const more = id === order.id ? { kind: entry.kind, minor: BigInt(added.minor) } : undefined;
        return sum + owed(book, id, { currency: added.currency, ...(more && { more }) });
      }, 0n);
      if (debt <= BigInt(limit.minor)) return undefined;
      return {
        code: 'credit_limit_exceeded',
        message: `${customer} would owe ${debt} ${limit.currency}, and may owe ${limit.minor}.`,
      };
    },
  };
}

type Asked = {
  readonly currency: string;
  readonly more?: { readonly kind: 'sales_order' | 'invoice'; readonly minor: bigint };
};

/** What an order comes to, ordered or invoiced, less what was paid and credited. */
function owed(book: Book, order: string, { currency, more }: Asked): bigint {
  let [ordered, invoiced, settled] = [0n, 0n, 0n];
  if (more?.kind === 'sales_order') ordered += more.minor;
  if (more?.kind === 'invoice') invoiced += more.minor;
  for (const { document } of book.withOrder(order)) {
    const { kind, status, total } = document;
    if (status === 'canceled' || total.currency !== currency) continue;
    const minor = BigInt(total.minor);
    if (kind === 'sales_order' && status === 'open') ordered += minor;
    else if (kind === 'invoice') invoiced += minor;
    else if (kind === 'customer_deposit' || kind === 'payment' || kind === 'credit_memo') settled += minor;
    else if (kind === 'refund_payment') settled -= minor;
  }
  return (ordered > invoiced ? ordered : invoiced) - settled;
}
