import { type Money, subtract, sum, zero } from '#domain/money.ts';
import type { Leg, LegName, Proof } from '#domain/proof.ts';
import type { ErpDocumentKind, Refund, Transaction } from '#domain/fact.ts';
import type { KnownOrder } from '#src/stabilize/know.ts';
import { receipts } from '#src/stabilize/settle.ts';

/** One figure of the four-way proof: what is seen there, and how it came to be. */
export type Cell = {
  readonly money: Money | null;
  readonly note: string | null;
  readonly state: Leg['state'] | null;
  /** What is missing or too much against what is due there. */
  readonly gap: Money | null;
};

export type ProofRow = { readonly label: string } & { readonly [Name in LegName]: Cell };

const nothing: Cell = { money: null, note: null, state: null, gap: null };

/** Pure: what store, ERP, cash and payout say of an order, step by step, as far as it is known. */
export function proofRows(
  order: KnownOrder,
  proof: Pick<Proof, 'legs'>,
  refunds: readonly Refund[],
): readonly ProofRow[] {
  const { currency } = order.header;
  const legs = new Map(proof.legs.map((one) => [one.leg, one]));
  const received = receipts(order.transactions);
  const paidBack = settled(order, 'refund');
  const returned = [
    paidBack,
    refunds,
    documentsOf(order, 'credit_memo'),
    documentsOf(order, 'refund_payment'),
  ];
  return [
    row('Ordered', { store: orderedAt(order), erp: documents(order, 'sales_order'), cash: promised(order) }),
    row('Invoiced', {
      store: cell(legs.get('erp')?.expected ?? null, 'due by shipments'),
      erp: documents(order, 'invoice'),
      cash: received.length === 0 ? nothing : cell(totalOf(received, currency), 'received'),
    }),
    row('Fee', { payout: ofLeg(legs.get('payout'), null) }),
    ...(returned.every((some) => some.length === 0)
      ? []
      : [
          row('Refunded', {
            store:
              refunds.length === 0
                ? nothing
                : cell(
                    negative(
                      sum(
                        refunds.map(({ total }) => total),
                        currency,
                      ),
                    ),
                    null,
                  ),
            erp: creditedAt(order, legs.get('refund')),
            cash: paidBack.length === 0 ? nothing : cell(negative(totalOf(paidBack, currency)), 'paid back'),
          }),
        ]),
    row('Now', {
      store: ofLeg(legs.get('store'), order.header.total),
      erp: ofLeg(legs.get('erp'), null),
      cash: ofLeg(legs.get('cash'), null),
      payout: ofLeg(legs.get('payout'), null),
    }),
  ];
}

function row(label: string, cells: Partial<Record<LegName, Cell>>): ProofRow {
  return { label, store: nothing, erp: nothing, cash: nothing, payout: nothing, refund: nothing, ...cells };
}

function totalOf(some: readonly { readonly amount: Money }[], currency: string): Money {
  return sum(
    some.map((one) => one.amount),
    currency,
  );
}

/** Credit memos and the payments that went with them, and what the store's refunds call for beyond that. */
function creditedAt(order: KnownOrder, refund: Leg | undefined): Cell {
  const memos = documentsOf(order, 'credit_memo');
  const payments = documentsOf(order, 'refund_payment');
  const { state, gap } = refund === undefined ? nothing : ofLeg(refund, null);
  if (memos.length + payments.length === 0) return { ...nothing, state, gap };
  const total = sum(
    memos.map((one) => absolute(one.total)),
    order.header.currency,
  );
  return {
    money: negative(total),
    note: [...memos, ...payments].map((one) => one.number).join(', '),
    state,
    gap,
  };
}

function absolute({ minor, currency }: Money): Money {
  return { minor: minor < 0n ? -minor : minor, currency };
}

function cell(money: Money | null, note: string | null): Cell {
  return { money, note, state: null, gap: null };
}

function ofLeg(leg: Leg | undefined, fallback: Money | null): Cell {
  if (leg === undefined) return nothing;
  const { expected, seen, state } = leg;
  const gap = state === 'broken' && expected !== null && seen !== null ? subtract(seen, expected) : null;
  return { money: seen ?? fallback, note: null, state, gap: gap?.minor === 0n ? null : gap };
}

/** The sales of the order as it was placed; later agreements are edits, returns and refunds. */
function orderedAt({ agreements, header }: KnownOrder): Cell {
  const placed = agreements.filter((one) => one.reason.toLowerCase() === 'order');
  if (placed.length === 0) return cell(header.total, null);
  const sales = placed.flatMap((one) => one.sales.map((sale) => sale.total));
  return cell(sum(sales, header.currency), null);
}

/** Documents in another currency than the order's stand in its list and add up to nothing here. */
function documentsOf({ documents: held, header }: KnownOrder, kind: ErpDocumentKind) {
  return held.filter((one) => one.kind === kind && one.total.currency === header.currency);
}

function documents(order: KnownOrder, kind: 'sales_order' | 'invoice'): Cell {
  const found = documentsOf(order, kind);
  if (found.length === 0) return nothing;
  const total = sum(
    found.map((one) => one.total),
    order.header.currency,
  );
  return cell(total, found.map((one) => one.number).join(', '));
}

function promised(order: KnownOrder): Cell {
  const some = settled(order, 'authorization');
  if (some.length === 0) return nothing;
  return cell(
    sum(
      some.map((one) => one.amount),
      order.header.currency,
    ),
    'authorized',
  );
}

function settled({ transactions }: KnownOrder, kind: string): readonly Transaction[] {
  return transactions.filter((one) => one.kind === kind && one.status === 'success' && !one.test);
}

function negative(money: Money): Money {
  return subtract(zero(money.currency), money);
}
