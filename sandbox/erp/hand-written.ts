import type { ErpDocument, Kind, Money, Status } from './contract.ts';
import { chart } from './chart.ts';
import { plainSubstance, type Substance } from './substance.ts';

/** What a person types in: no key, and perhaps without saying what it is about. */
export type HandWritten = Partial<Substance> & {
  readonly order: string | null;
  /** What moves stock comes to what the units are worth, and needs none. */
  readonly total?: Money;
  readonly status?: Status;
  /** The transaction, fulfillment or "deposit invoice" pair it stands for; the order itself for a sales order. */
  readonly source?: string;
  /** Its day in the general ledger; today when left out. */
  readonly date?: string;
  /** For an application: the two documents it joins. */
  readonly joins?: readonly string[];
};

/** Whether the ERP tells of it by itself. */
export type Announce = { readonly announce: boolean };

export type Enter = (kind: Kind, written: HandWritten, options?: Announce) => ErpDocument;

/** Such documents come to what their units are worth, whatever is typed. */
export function movesGoods(kind: Kind): boolean {
  return kind === 'shipment' || kind === 'stock_adjustment';
}

/** Units count where goods move, and entries in a journal; what else is said of a document of another kind is nothing. */
export function substanceOf(kind: Kind, written: HandWritten): Substance {
  const { lines = [], charges = [], taxes = [], units = [], entries = [] } = written;
  const { reason = null, method = plainSubstance.method, invoiceId = null } = written;
  const { carrier = null, trackingNumber = null } = written;
  const { fromDeposits, isCredit, isDeferred, unshipped } = plainSubstance;
  const account = kind === 'stock_adjustment' ? chart.stockDifferences : chart.bank;
  return {
    lines,
    unshipped,
    charges,
    taxes,
    reason,
    method,
    invoiceId,
    carrier,
    trackingNumber,
    fromDeposits,
    isCredit,
    isDeferred,
    account: written.account ?? account,
    units: movesGoods(kind) ? units : [],
    entries: kind === 'journal' ? entries : [],
  };
}
