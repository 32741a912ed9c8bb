/** The ERP's own store of documents, and the rules it holds new ones to. */
import type { Clock } from '../clock.ts';
import type { Entry, ErpDocument, Itemized, Kind, Money } from './contract.ts';

/** A document with what the ERP knows beyond its answer. */
export type Filed = {
  readonly document: ErpDocument;
  /** What the document is about in the real world; null when a person did not say. */
  readonly source: string | null;
  readonly body: string | null;
  /** The instant from which a search finds it: later than its creation when the ERP was slow. */
  readonly visibleFrom: number;
  /** For an application: the two documents it joins. */
  readonly joins: readonly string[];
};

/** What is new about a document; the book adds id, number and time. */
type NewDocument = Pick<ErpDocument, 'kind' | 'key' | 'order' | 'total' | 'status'>;

export type Book = {
  readonly filed: readonly Filed[];
  readonly documents: readonly ErpDocument[];
  file(document: NewDocument, rest: Omit<Filed, 'document'>): ErpDocument;
  /** Changes a document in place; each change has an instant of its own. */
  edit(document: ErpDocument, changes: Partial<Pick<ErpDocument, 'total' | 'status'>>): ErpDocument;
};

const prefixes: Readonly<Record<Kind, string>> = {
  sales_order: 'SO',
  customer_deposit: 'DEP',
  invoice: 'INV',
  application: 'APP',
};

export function openBook(clock: Clock): Book {
  const filed: Filed[] = [];
  const documents: ErpDocument[] = [];
  return {
    filed,
    documents,
    file(entry, rest) {
      const now = new Date(clock.now()).toISOString();
      const count = documents.filter((each) => each.kind === entry.kind).length + 1;
      const number = `${prefixes[entry.kind]}-${String(count).padStart(5, '0')}`;
      const document = {
        id: `${entry.kind}_${documents.length + 1}`,
        number,
        ...entry,
        createdAt: now,
        modifiedAt: now,
      };
      documents.push(document);
      filed.push({ document, ...rest });
      return document;
    },
    edit({ id }, changes) {
      const at = documents.findIndex((one) => one.id === id);
      const [before, entry] = [documents[at], filed[at]];
      if (before === undefined || entry === undefined) throw new Error(`There is no document ${id}.`);
      const modified = Math.max(clock.now(), Date.parse(before.modifiedAt) + 1);
      const document = { ...before, ...changes, modifiedAt: new Date(modified).toISOString() };
      documents[at] = document;
      filed[at] = { ...entry, document };
      return document;
    },
  };
}

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

export type Refusal = { readonly code: string; readonly message: string };

/** Why the ERP will not take an entry, or undefined. */
export function refusalOf(entry: Entry, filed: readonly Filed[]): Refusal | undefined {
  switch (entry.kind) {
    case 'sales_order':
      if (entry.body.currency !== entry.body.total.currency) return otherCurrency('The order and its total');
      return itemizedRefusal(entry.body);
    case 'customer_deposit':
      return salesOrderRefusal(entry.body, entry.body.amount, filed);
    case 'invoice':
      return salesOrderRefusal(entry.body, entry.body.total, filed) ?? itemizedRefusal(entry.body);
    case 'application':
      return applicationRefusal(entry.body, filed);
  }
}

/** Total of a deposit or invoice, less what was applied of it. */
function openAmount(id: string, filed: readonly Filed[]): bigint {
  const whole = filed.find((each) => each.document.id === id);
  if (whole === undefined) return 0n;
  const applied = filed.filter((each) => each.joins.includes(id) && each.document.status !== 'canceled');
  return applied.reduce(
    (open, each) => open - BigInt(each.document.total.minor),
    BigInt(whole.document.total.minor),
  );
}

function itemizedRefusal(body: Itemized): Refusal | undefined {
  let sum = 0n;
  for (const item of [...body.lines, ...body.charges]) {
    const amounts = [item.gross, item.discount, ...item.taxes.map((tax) => tax.amount)];
    if (amounts.some((amount) => amount.currency !== body.total.currency))
      return otherCurrency('A line and the total');
    sum += BigInt(item.gross.minor) - BigInt(item.discount.minor);
    for (const tax of item.taxes) sum += BigInt(tax.amount.minor);
  }
  if (sum === BigInt(body.total.minor)) return undefined;
  return {
    code: 'total_mismatch',
    message: `The lines add up to ${sum}, but the total says ${body.total.minor}.`,
  };
}

function salesOrderRefusal(
  body: { salesOrderId: string; order: { id: string } },
  amount: Money,
  filed: readonly Filed[],
): Refusal | undefined {
  const salesOrder = ofKind('sales_order', body.salesOrderId, filed);
  if (salesOrder === undefined)
    return { code: 'unknown_sales_order', message: `There is no sales order ${body.salesOrderId}.` };
  if (salesOrder.order !== null && salesOrder.order !== body.order.id)
    return {
      code: 'other_order',
      message: `Sales order ${salesOrder.number} belongs to another store order.`,
    };
  if (salesOrder.total.currency !== amount.currency)
    return otherCurrency('The sales order and this document');
  return undefined;
}

function applicationRefusal(
  body: { depositId: string; invoiceId: string; amount: Money },
  filed: readonly Filed[],
): Refusal | undefined {
  const deposit = ofKind('customer_deposit', body.depositId, filed);
  if (deposit === undefined)
    return { code: 'unknown_deposit', message: `There is no deposit ${body.depositId}.` };
  const invoice = ofKind('invoice', body.invoiceId, filed);
  if (invoice === undefined)
    return { code: 'unknown_invoice', message: `There is no invoice ${body.invoiceId}.` };
  for (const document of [deposit, invoice]) {
    if (document.total.currency !== body.amount.currency)
      return otherCurrency(`Document ${document.number} and the application`);
    const open = openAmount(document.id, filed);
    if (BigInt(body.amount.minor) > open)
      return {
        code: 'larger_than_open',
        message: `Document ${document.number} has ${open} open, not ${body.amount.minor}.`,
      };
  }
  return undefined;
}

function ofKind(kind: Kind, id: string, filed: readonly Filed[]): ErpDocument | undefined {
  return filed.find(
    ({ document }) => document.kind === kind && document.id === id && document.status !== 'canceled',
  )?.document;
}

function otherCurrency(what: string): Refusal {
  return { code: 'other_currency', message: `${what} are in different currencies.` };
}
