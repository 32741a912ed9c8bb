/** All documents that an order calls for as it now stands, to the books of a diligent shop. */
import { shareOfLine } from '#sandbox/shopify/act/agree.ts';
import type { StoreAgreement, StoreSale } from '#sandbox/shopify/model/agreement.ts';
import type { StoreFulfillment } from '#sandbox/shopify/model/fulfillment.ts';
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import type { StoreTransaction } from '#sandbox/shopify/model/transaction.ts';
import { financialStatusOf, fulfilledQuantityOf, orderGid, totalOf } from '#sandbox/shopify/order.ts';
import { chargesOf, type Items, itemsBack, itemsCharged, noItems, totalOfItems, typedLine } from './item.ts';
import type { DocumentKind } from './ledger-hand.ts';

/** One document that is about to be typed. */
export type Draft = {
  readonly kind: DocumentKind;
  readonly order: StoreOrder;
  readonly orderId: string | null;
  /** The transaction, fulfillment, agreement or order it stands for. */
  readonly source: string;
  readonly minor: bigint;
  readonly currency: string;
  /** What it is made of, in the order's own currency. */
  readonly items: Items;
  /** When what it is about happened. */
  readonly at: number;
};

/** What somebody remembers of an order between one look at it and the next. */
export type Seen = {
  readonly done: Set<string>;
  readonly invoicedUnits: Map<bigint, number>;
  /** What is invoiced and not credited yet. */
  open: bigint;
  /** Whether what is charged beside the goods is on an invoice already. */
  hasCharges: boolean;
};

export function nothingSeen(): Seen {
  return { done: new Set(), invoicedUnits: new Map(), open: 0n, hasCharges: false };
}

/** Those that were not drafted before; what was is told by kind and source. */
export function draftsOf(order: StoreOrder, seen: Seen): Draft[] {
  const orderId = orderGid(order);
  const drafts: Draft[] = [];
  function add(
    kind: DocumentKind,
    source: string,
    about: () => Pick<Draft, 'minor' | 'at'> & Partial<Draft>,
  ) {
    const name = `${kind} ${source}`;
    if (seen.done.has(name)) return;
    seen.done.add(name);
    const draft = { kind, order, orderId, source, currency: order.currency, items: noItems, ...about() };
    // Goods that cost nothing are invoiced as well, once.
    if (draft.minor !== 0n || kind === 'sales_order' || draft.items.lines.length > 0) drafts.push(draft);
  }

  const parcels = order.fulfillments.filter((one) => one.status === 'success');
  const moved = order.transactions.filter((one) => one.status === 'success');
  const firstParcelAt = parcels[0]?.createdAt ?? Infinity;
  if (financialStatusOf(order) === 'paid' || parcels.length > 0)
    add('sales_order', orderId, () => ({ minor: totalOf(order).shop, at: order.createdAt }));
  for (const one of moved.filter(({ kind }) => kind === 'sale' || kind === 'capture')) {
    // What comes by the time of the first parcel meets no invoice, however late somebody looks.
    const kind = one.at <= firstParcelAt ? 'customer_deposit' : 'payment';
    add(kind, `gid://shopify/OrderTransaction/${one.id}`, () => receiptOf(moved, one));
  }
  for (const parcel of parcels)
    add('invoice', `gid://shopify/Fulfillment/${parcel.id}`, () => invoiceOf(order, parcel, seen));
  for (const agreement of order.agreements) {
    if (agreement.reason === 'ORDER') continue;
    const source = `gid://shopify/SalesAgreement/${agreement.id}`;
    add('invoice', source, () => chargedBy(agreement, order, seen));
    add('credit_memo', source, () => creditOf(order, agreement, seen));
  }
  for (const one of moved.filter(({ kind }) => kind === 'refund'))
    add('refund_payment', `gid://shopify/OrderTransaction/${one.id}`, () => ({
      minor: one.amount.shop,
      at: one.at,
    }));
  return drafts;
}

/** A note of 20.00 for 19.00 is a receipt of 19.00. */
function receiptOf(moved: readonly StoreTransaction[], taken: StoreTransaction) {
  const change = moved.find(
    (one) => one.kind === 'change' && one.gateway === taken.gateway && one.at === taken.at,
  );
  return { minor: taken.amount.shop - (change?.amount.shop ?? 0n), at: taken.at };
}

type Worth = Pick<Draft, 'minor' | 'items' | 'at'>;

/** The units of a parcel, and everything beside the goods with the first one. */
function invoiceOf(order: StoreOrder, parcel: StoreFulfillment, seen: Seen): Worth {
  const lines: Items['lines'] = [];
  for (const part of parcel.lines) {
    const line = order.lines.find((one) => one.id === part.lineId);
    if (line === undefined) continue;
    const from = seen.invoicedUnits.get(line.id) ?? 0;
    // Units that were shipped, brought back by a cancellation and shipped again are invoiced once.
    const to = Math.min(from + part.quantity, fulfilledQuantityOf(order, line));
    if (to <= from) continue;
    lines.push(typedLine(order, line, { quantity: to - from, ...shareOfLine(line, from, to) }));
    seen.invoicedUnits.set(line.id, to);
  }
  const items = { lines, charges: seen.hasCharges ? [] : chargesOf(order) };
  seen.hasCharges = true;
  return billed(items, parcel.createdAt, seen);
}

/** What is kept of a return, and what an edit charges beyond what was invoiced before it. */
function chargedBy(agreement: StoreAgreement, order: StoreOrder, seen: Seen): Worth {
  const items = itemsCharged(order, agreement, (sale) =>
    agreement.reason === 'ORDER_EDIT' ? concernsInvoiced(sale, order, seen) : sale.lineType === 'FEE',
  );
  return billed(items, agreement.happenedAt, seen);
}

/** Until its goods leave, an edit only changes what their invoice will say. */
function concernsInvoiced(
  { lineType, subjectId, quantity }: StoreSale,
  order: StoreOrder,
  seen: Seen,
): boolean {
  if (lineType !== 'PRODUCT' && lineType !== 'GIFT_CARD') return seen.hasCharges;
  const line = order.lines.find(({ id }) => id === subjectId);
  const isWhole =
    line !== undefined && seen.invoicedUnits.get(line.id) === line.quantity - line.removedQuantity;
  return (quantity ?? 0) === 0 && isWhole;
}

function billed(items: Items, at: number, seen: Seen): Worth {
  const minor = totalOfItems(items);
  seen.open += minor;
  return { items, minor, at };
}

/** Nobody credits what was never invoiced: money that goes back before is no more than a refund payment. */
function creditOf(order: StoreOrder, agreement: StoreAgreement, seen: Seen): Worth {
  const isEdit = agreement.reason === 'ORDER_EDIT';
  const items = itemsBack(order, agreement, (sale) => !isEdit || concernsInvoiced(sale, order, seen));
  const whole = totalOfItems(items);
  const minor = whole < seen.open ? whole : seen.open;
  seen.open -= minor;
  return { items: minor === whole ? items : noItems, minor, at: agreement.happenedAt };
}
