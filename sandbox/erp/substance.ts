/** What a document is made of beyond its total, from which the general ledger and the stock follow. */
import type { LedgerLine } from '#src/contract/ledger.ts';
import { accountOf, chart, clearingOf } from './chart.ts';
import type { Entry, Itemized, Money } from './contract.ts';

/** Positive for a debit, negative for a credit, in the money of the document. */
export type Amount = Pick<LedgerLine, 'account' | 'taxKey'> & { readonly minor: bigint };

export type Units = { readonly sku: string; readonly location: string; readonly quantity: number };

export type Substance = {
  readonly lines: Itemized['lines'];
  /** Of a credit memo: those of the lines whose goods never left. */
  readonly unshipped: Itemized['lines'];
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
  /** Of a shipment: who carries it, and by which number it is followed. */
  readonly carrier: string | null;
  readonly trackingNumber: string | null;
  /** Of a refund payment: what of it comes out of deposits. */
  readonly fromDeposits: bigint;
  /** Of an application: a credit memo pays, which moves nothing in the general ledger. */
  readonly isCredit: boolean;
  /** Of an invoice: its revenue is not earned yet. */
  readonly isDeferred: boolean;
};

export const plainSubstance: Substance = {
  lines: [],
  unshipped: [],
  charges: [],
  taxes: [],
  account: chart.bank,
  units: [],
  entries: [],
  reason: null,
  method: 'bank_transfer',
  invoiceId: null,
  carrier: null,
  trackingNumber: null,
  fromDeposits: 0n,
  isCredit: false,
  isDeferred: false,
};

export function substanceOf(entry: Entry): Substance {
  switch (entry.kind) {
    case 'sales_order':
      return { ...plainSubstance, lines: entry.body.lines, charges: entry.body.charges };
    case 'invoice': {
      const { lines, charges, deferred: isDeferred } = entry.body;
      return { ...plainSubstance, lines, charges, isDeferred };
    }
    case 'customer_deposit':
      return { ...plainSubstance, account: clearingOf(entry.body.gateway), method: entry.body.gateway };
    case 'application':
      return {
        ...plainSubstance,
        invoiceId: entry.body.invoiceId,
        isCredit: entry.body.creditMemoId !== null,
      };
    case 'payment':
      return { ...plainSubstance, account: clearingOf(entry.body.gateway), method: entry.body.gateway };
    case 'credit_memo': {
      const { lines, charges } = entry.body;
      return {
        ...plainSubstance,
        lines,
        charges,
        unshipped: lines.filter(({ goods }) => goods === 'unshipped'),
      };
    }
    case 'refund_payment':
      return {
        ...plainSubstance,
        account: clearingOf(entry.body.gateway),
        method: entry.body.gateway,
        fromDeposits: BigInt(entry.body.fromDeposits.minor),
      };
    case 'shipment':
      // What leaves the store's shelves is booked once a day, whoever shipped it.
      return plainSubstance;
    case 'journal':
      return {
        ...plainSubstance,
        entries: entry.body.entries.map(({ account, taxKey, amount }) => ({
          account: accountOf(account, taxKey),
          taxKey,
          minor: BigInt(amount.minor),
        })),
      };
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
      return joinedBy(entry.body).join(' ');
    case 'payment':
    case 'refund_payment':
      return entry.body.transaction;
    case 'credit_memo':
      return entry.body.credits;
    case 'shipment':
      return entry.body.fulfillment;
    case 'journal':
      return entry.body.fulfillment ?? entry.body.key;
  }
}

/** The two documents that an application joins. */
export function joinedBy(body: {
  depositId: string | null;
  creditMemoId: string | null;
  invoiceId: string;
}): string[] {
  return [body.depositId, body.creditMemoId, body.invoiceId].filter((one) => one !== null);
}

export function totalOf(entry: Entry): Money {
  switch (entry.kind) {
    case 'sales_order':
    case 'invoice':
    case 'credit_memo':
      return entry.body.total;
    case 'shipment':
      return { minor: '0', currency: entry.body.currency };
    case 'customer_deposit':
    case 'application':
    case 'payment':
    case 'refund_payment':
    case 'journal':
      return entry.body.amount;
  }
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
    case 'payment':
      return entry.body.receivedOn;
    case 'credit_memo':
      return entry.body.creditedOn;
    case 'refund_payment':
      return entry.body.paidOn;
    case 'shipment':
      return entry.body.shippedOn;
    case 'journal':
      return entry.body.postedOn;
  }
}
