/** Which money of the ERP and which transaction of the store are one payment, whoever knew of it first. */
import type { Transaction } from '#domain/fact.ts';
import type { Gid } from '#domain/gid.ts';
import type { KnownDocument, KnownOrder } from '#src/stabilize/know.ts';
import { receipts } from '#src/stabilize/settle.ts';

type Receipts = {
  /** People's documents of money that no transaction of the store stands for, oldest first. */
  readonly unknownToStore: readonly KnownDocument[];
  /** Transactions that a payment which people typed into the ERP stands for, whichever of the two came first. */
  readonly paidInErp: ReadonlySet<Gid<'OrderTransaction'>>;
};

/**
 * By identity first: transactions that our acts made or that our own documents are about. Then equal amounts, the
 * oldest with the oldest: what people type twice is found by the proof, and never told to the store twice.
 */
export function receiptsOf(order: KnownOrder): Receipts {
  const made = new Map(
    order.acts.flatMap(({ kind, about, thing }) =>
      kind === 'mark_paid' && about !== null ? [[about, thing] as const] : [],
    ),
  );
  const typed = order.documents.filter(isTypedIn).toSorted((one, other) => compare(rank(one), rank(other)));
  const named = new Set<string>(made.values());
  const free = receipts(order.transactions).filter(
    (one) => !named.has(one.transaction) && !isOurDocuments(order, one),
  );
  const paidInErp = new Set<Gid<'OrderTransaction'>>();
  const unknownToStore: KnownDocument[] = [];
  for (const document of typed) {
    const transaction = made.get(document.documentId) ?? take(free, document);
    if (transaction === undefined) unknownToStore.push(document);
    const known = order.transactions.find((one) => one.transaction === transaction);
    if (known !== undefined && document.kind === 'payment') paidInErp.add(known.transaction);
  }
  return { unknownToStore, paidInErp };
}

function isTypedIn({ kind, postingKey, status, total }: KnownDocument): boolean {
  return (
    (kind === 'payment' || kind === 'customer_deposit') &&
    postingKey === null &&
    status === 'posted' &&
    total.minor > 0n
  );
}

/** A document of ours is named after its transaction. */
function isOurDocuments({ documents }: KnownOrder, { transaction }: Transaction): boolean {
  const id = transaction.slice(transaction.lastIndexOf('/') + 1);
  return documents.some(
    ({ postingKey }) =>
      postingKey !== null &&
      (postingKey.endsWith(`-customer_deposit-${id}-1`) || postingKey.endsWith(`-payment-${id}-1`)),
  );
}

function take(free: Transaction[], { total }: KnownDocument): string | undefined {
  const at = free.findIndex(
    ({ amount }) => amount.minor === total.minor && amount.currency === total.currency,
  );
  if (at < 0) return undefined;
  return free.splice(at, 1)[0]?.transaction;
}

function rank({ createdAt, documentId }: KnownDocument): string {
  return `${createdAt ?? ''} ${documentId}`;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
