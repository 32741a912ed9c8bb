/** Differences as the proof names them. */
import type { Break, BreakCause } from '#domain/break.ts';
import type { Due } from './due.ts';
import type { KnownDocument } from './know.ts';

type Found = Omit<Break, 'key' | 'evidence'> & { readonly evidence?: Break['evidence'] };

/** The key is what it is and what it is about, never what it says: the same difference found again has the same one. */
export function difference({ evidence = {}, ...found }: Found): Break {
  const { leg, cause, about } = found;
  return { key: `${leg}/${cause}/${about}`, ...found, evidence };
}

/** What weighs most comes first: certain differences of money before those that only time or a person can settle. */
export function heaviestFirst(breaks: readonly Break[]): readonly Break[] {
  return breaks.toSorted(
    (one, other) =>
      weight(one) - weight(other) || compare(size(other), size(one)) || compare(one.key, other.key),
  );
}

/** One key, one difference: where an ERP numbers each kind by itself, two documents may bear one number. */
export function distinct(breaks: readonly Break[]): readonly Break[] {
  const seen = new Map<string, number>();
  return breaks
    .toSorted((one, other) => compare(one.key, other.key) || compare(one.sentence, other.sentence))
    .map((one) => {
      const before = seen.get(one.key) ?? 0;
      seen.set(one.key, before + 1);
      return before === 0 ? one : { ...one, key: `${one.key}/${before + 1}` };
    });
}

const lightest: readonly BreakCause[] = [
  'OUT_OF_WINDOW',
  'DATE',
  'CASH_ROUNDING',
  'TAX_ROUNDING',
  'MISSING_ERP',
];

function weight({ cause }: Break): number {
  return lightest.includes(cause) ? 1 : 0;
}

function size({ amount }: Break): bigint {
  if (amount === null) return 0n;
  return amount.minor < 0n ? -amount.minor : amount.minor;
}

function compare(one: bigint | string, other: bigint | string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

const names: Readonly<Record<KnownDocument['kind'], string>> = {
  sales_order: 'sales order',
  customer_deposit: 'customer deposit',
  invoice: 'invoice',
  application: 'application',
  credit_memo: 'credit memo',
  payment: 'payment',
  refund_payment: 'refund payment',
  shipment: 'shipment',
  stock_adjustment: 'stock adjustment',
  journal: 'journal',
};

/** "credit memo". */
export function kindName(kind: KnownDocument['kind']): string {
  return names[kind];
}

/** "invoice INV-00012". */
export function documentName({ kind, number }: KnownDocument): string {
  return `${names[kind]} ${number}`;
}

/** The name of a document for ever, by which the matcher knows it. */
export function documentRef({ kind, documentId }: KnownDocument): string {
  return `document/${kind}/${documentId}`;
}

/** What a person would look at: the document, what was due, and the day. */
export function evidenceOf(due: Due | null, document: KnownDocument | null): Break['evidence'] {
  const day = document?.date ?? due?.on ?? null;
  return {
    ...(due === null
      ? {}
      : { due: due.label, dueOn: due.on, dueTotal: `${due.total.minor} ${due.total.currency}` }),
    ...(document === null
      ? {}
      : {
          document: document.number,
          documentKind: document.kind,
          documentTotal: `${document.total.minor} ${document.total.currency}`,
          documentStatus: document.status,
        }),
    ...(day === null ? {} : { on: day }),
  };
}
