/** The ERP's own store of documents, with what each did to the general ledger and to the stock. */
import type { Clock } from '../clock.ts';
import type { ErpDocument, Kind } from './contract.ts';
import { type Filed, type Filing, openFiling } from './filing.ts';
import { ledgerAfter } from './ledger.ts';
import { openPeriods, periodOf, type Periods } from './period.ts';
import { amountsOf } from './posting.ts';
import { type Level, openStock, type Stock } from './stock.ts';
import type { Substance, Units } from './substance.ts';

/** What is new about a document; the book adds id, number, period and time. */
type NewDocument = Omit<ErpDocument, 'id' | 'number' | 'period' | 'createdAt' | 'modifiedAt'>;
export type Changes = Partial<Pick<ErpDocument, 'total' | 'status' | 'date' | 'order' | 'amendedWith'>> &
  Pick<Filed, 'changes'> & { readonly substance?: Substance };
type Done = { readonly document: ErpDocument; readonly levels: readonly Level[] };

export type Book = Omit<Filing, 'put' | 'remove'> & {
  readonly stock: Stock;
  readonly periods: Periods;
  file(document: NewDocument, rest: Omit<Filed, 'document' | 'ledger'>): Done;
  /** Changes a document in place; each change has an instant of its own. */
  edit(id: string, changes: Changes): Done;
  /** Takes it out with all it did, as if it had never been. */
  remove(id: string): void;
};

const prefixes: Readonly<Record<Kind, string>> = {
  sales_order: 'SO',
  customer_deposit: 'DEP',
  invoice: 'INV',
  application: 'APP',
  credit_memo: 'CM',
  payment: 'PAY',
  refund_payment: 'REF',
  shipment: 'SHP',
  stock_adjustment: 'ADJ',
  journal: 'JRN',
};

export function openBook(clock: Clock): Book {
  const { put, ...filing } = openFiling();
  const [stock, periods] = [openStock(clock), openPeriods(clock)];
  const counts = new Map<Kind, number>();
  let serial = 0;

  /** Files a document as it now is, and lets ledger and stock follow. */
  function settle(one: Filed, before: Filed | undefined): Done {
    const { document, substance } = one;
    const isBooked = document.status === 'posted';
    const total = BigInt(document.total.minor);
    const booked = { kind: document.kind, total, substance, costOf: stock.costOf };
    const amounts = isBooked ? amountsOf(booked) : [];
    periods.note(document.date);
    put({ ...one, ledger: ledgerAfter({ document, before: one.ledger, amounts }) });
    const units = [...negated(unitsOf(before)), ...unitsOf(one)];
    return { document, levels: stock.move(net(units), substance.reason ?? document.number) };
  }

  return {
    ...filing,
    stock,
    periods,
    file(entry, rest) {
      const now = new Date(clock.now()).toISOString();
      const count = (counts.get(entry.kind) ?? 0) + 1;
      counts.set(entry.kind, count);
      const number = `${prefixes[entry.kind]}-${String(count).padStart(5, '0')}`;
      const id = `${entry.kind}_${(serial += 1)}`;
      const times = { period: periodOf(entry.date), createdAt: now, modifiedAt: now };
      return settle({ document: { id, number, ...entry, ...times }, ledger: [], ...rest }, undefined);
    },
    edit(id, { substance, changes: sent, ...changes }) {
      const before = filing.of(id);
      if (before === undefined) throw new Error(`There is no document ${id}.`);
      const modified = Math.max(clock.now(), Date.parse(before.document.modifiedAt) + 1);
      const changed = { ...before.document, ...changes, modifiedAt: new Date(modified).toISOString() };
      const document = { ...changed, period: periodOf(changed.date) };
      const rest = { substance: substance ?? before.substance, ...(sent && { changes: sent }) };
      return settle({ ...before, document, ...rest }, before);
    },
    remove(id) {
      const gone = filing.of(id);
      if (gone !== undefined) stock.move(negated(unitsOf(gone)), gone.document.number);
      filing.remove(id);
    },
  };
}

/** What a document moves, which is nothing until it is posted. */
function unitsOf(filed: Filed | undefined): readonly Units[] {
  return filed?.document.status === 'posted' ? filed.substance.units : [];
}

function negated(units: readonly Units[]): Units[] {
  return units.map((one) => ({ ...one, quantity: -one.quantity }));
}

/** One movement for each item and warehouse. */
function net(units: readonly Units[]): Units[] {
  const sums = new Map<string, Units>();
  for (const one of units) {
    const name = JSON.stringify([one.sku, one.location]);
    sums.set(name, { ...one, quantity: (sums.get(name)?.quantity ?? 0) + one.quantity });
  }
  return [...sums.values()];
}
