/** What people do in the ERP: type, change, cancel and delete documents, count stock, close months. */
import type { Clock } from '../clock.ts';
import type { Book, Changes } from './book.ts';
import type { ErpDocument, Kind, Money, Status } from './contract.ts';
import type { Filed } from './filing.ts';
import type { Period } from './period.ts';
import { valueOf } from './posting.ts';
import { type Announce, type HandWritten, movesGoods, substanceOf } from './hand-written.ts';
import { Refused, type Refusal } from './refusal.ts';
import { firstStatusOf, startRefusalOf, stepRefusalOf } from './status.ts';
import type { Substance } from './substance.ts';
import type { openTeller } from './tell.ts';
import { openWarehouse, type Warehouse } from './warehouse.ts';

type Edited = Pick<Changes, 'total' | 'status' | 'date' | 'order'> &
  Partial<Pick<Substance, 'carrier' | 'trackingNumber'>>;

export type People = Warehouse & {
  /** A person types a document in; `announce` lets the ERP tell of it. Throws `Refused`. */
  enterByHand(kind: Kind, written: HandWritten, options?: Announce): ErpDocument;
  /** A person changes or cancels a document, whoever made it; the ERP tells of it where the contract has a callback. */
  editByHand(document: ErpDocument, changes: Edited): ErpDocument;
  /** A person takes a document out of the books without a trace, and nobody is told. */
  deleteByHand(document: ErpDocument): void;
  /** Whatever is dated in that month, such as `2026-10`, is refused from now on. */
  closePeriod(id: string): void;
  reopenPeriod(id: string): void;
  /** Oldest first. */
  listPeriods(): Period[];
};

type Office = {
  readonly clock: Clock;
  readonly book: Book;
  readonly teller: ReturnType<typeof openTeller>;
  readonly stockCurrency: string;
};

export function openPeople({ clock, book, teller, stockCurrency }: Office): People {
  const silent = { announce: false };
  const today = (): string => new Date(clock.now()).toISOString().slice(0, 10);

  function enter(kind: Kind, written: HandWritten, { announce } = silent): ErpDocument {
    const { order, total, status = firstStatusOf(kind), source, date = today(), joins = [] } = written;
    permit(startRefusalOf(kind, status) ?? periodRefusal(book, kind, date));
    const substance = substanceOf(kind, written);
    permit(balanceRefusal(substance));
    const about = source ?? (kind === 'sales_order' ? order : null);
    const done = book.file(
      { kind, key: null, order, total: totalFor({ kind, total, substance }), status, date },
      { substance, source: about, body: null, visibleFrom: clock.now(), joins },
    );
    if (announce) tell(done);
    return done.document;
  }

  function totalFor(typed: { kind: Kind; total: Money | undefined; substance: Substance }): Money {
    const { kind, total, substance } = typed;
    if (movesGoods(kind)) {
      const value = valueOf({ substance, costOf: book.stock.costOf });
      return { minor: String(kind === 'shipment' ? -value : value), currency: stockCurrency };
    }
    if (total === undefined) throw new Error(`A ${kind} needs a total.`);
    return total;
  }

  function tell({ document, levels }: ReturnType<Book['file']>): void {
    const filed = book.of(document.id);
    if (filed !== undefined) teller.document(filed);
    teller.levels(levels);
  }

  return {
    enterByHand: enter,
    editByHand({ id }, edited) {
      const { document, substance: before } = stillThere(book, id);
      const { kind, date, status, number } = document;
      const { carrier = before.carrier, trackingNumber = before.trackingNumber, ...changes } = edited;
      permit(
        stepRefusalOf(kind, status, changes.status ?? status) ??
          canceledRefusal(status, number) ??
          periodRefusal(book, kind, date, changes.date ?? date),
      );
      const done = book.edit(id, { ...changes, substance: { ...before, carrier, trackingNumber } });
      tell(done);
      return done.document;
    },
    deleteByHand({ id }) {
      const { kind, date } = stillThere(book, id).document;
      permit(periodRefusal(book, kind, date));
      book.remove(id);
    },
    ...openWarehouse(book.stock, enter),
    closePeriod: (id) => book.periods.set(id, 'closed'),
    reopenPeriod: (id) => book.periods.set(id, 'open'),
    listPeriods: () => book.periods.list(),
  };
}

function stillThere(book: Book, id: string): Filed {
  const filed = book.of(id);
  if (filed === undefined) throw new Refused({ code: 'not_found', message: `There is no document ${id}.` });
  return filed;
}

/** A sales order is in no period, for it is not in the general ledger. */
function periodRefusal({ periods }: Book, kind: Kind, ...dates: readonly string[]): Refusal | undefined {
  if (kind === 'sales_order') return undefined;
  return dates.map((date) => periods.refusalOf(date)).find((one) => one !== undefined);
}

function canceledRefusal(status: Status, number: string): Refusal | undefined {
  return status === 'canceled' ? { code: 'canceled', message: `${number} is canceled.` } : undefined;
}

/** A journal books what it is told, but not to one side only. */
function balanceRefusal({ entries }: Substance): Refusal | undefined {
  const sum = entries.reduce((left, { minor }) => left + minor, 0n);
  return sum === 0n ? undefined : { code: 'unbalanced', message: `The journal is off by ${sum}.` };
}

function permit(refusal: Refusal | undefined): void {
  if (refusal !== undefined) throw new Refused(refusal);
}
