/** What a document is made of beyond its total, from which the general ledger and the stock follow. */
import type { LedgerLine } from '#src/contract/ledger.ts';
import { chart, clearingOf } from './chart.ts';
import type { Entry, Itemized, Money } from './contract.ts';

/** Positive for a debit, negative for a credit, in the money of the document. */
export type Amount = Pick<LedgerLine, 'account' | 'taxKey'> & { readonly minor: bigint };

export type Units = { readonly sku: string; readonly location: string; readonly quantity: number };

export type Substance = {
  readonly lines: Itemized['lines'];
  readonly charges: Itemized['charges'];
  /** The taxes in the total, where no lines say them. */
  readonly taxes: readonly { readonly key: string; readonly minor: bigint }[];
  /** Where the money lies, or what a movement of stock is booked against. */
  readonly account: string;
  readonly units: readonly Units[];
  /** Of a journal only: all it books. */
  readonly entries: readonly Amount[];
  /** For people and callbacks: why, by what means, about which invoice. */
  readonly reason: string | null;
  readonly method: string;
  readonly invoiceId: string | null;
};

export const plainSubstance: Substance = {
  lines: [],
  charges: [],
  taxes: [],
  account: chart.bank,
  units: [],
  entries: [],
  reason: null,
  method: 'bank_transfer',
  invoiceId: null,
};

export function substanceOf(entry: Entry): Substance {
  switch (entry.kind) {
    case 'sales_order':
    case 'invoice':
      return { ...plainSubstance, lines: entry.body.lines, charges: entry.body.charges };
    case 'customer_deposit':
      return { ...plainSubstance, account: clearingOf(entry.body.gateway), method: entry.body.gateway };
    case 'application':
      return { ...plainSubstance, invoiceId: entry.body.invoiceId };
  }
}

/** What the entry is about in the real world. */
export function sourceOf(entry: Entry): string {
  switch (entry.kind) {
    case 'sales_order':
      return entry.body.order.id;
    case 'customer_deposit':
      return entry.body.transaction;
    case 'invoice':
      return entry.body.fulfillment;
    case 'application':
      return `${entry.body.depositId} ${entry.body.invoiceId}`;
  }
}

export function totalOf(entry: Entry): Money {
  return entry.kind === 'sales_order' || entry.kind === 'invoice' ? entry.body.total : entry.body.amount;
}

/** The day on which the general ledger is to show it. */
export function dateOf(entry: Entry): string {
  switch (entry.kind) {
    case 'sales_order':
      return new Date(entry.body.order.placedAt).toISOString().slice(0, 10);
    case 'customer_deposit':
      return entry.body.receivedOn;
    case 'invoice':
      return entry.body.invoicedOn;
    case 'application':
      return entry.body.appliedOn;
  }
}
