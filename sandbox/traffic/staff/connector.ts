/**
 * An earlier connector, or a diligent bookkeeper: until the cut-over each order's documents are typed into the ERP
 * some minutes after what they are about, in shop money and without any key of ours.
 */
import { shareOfLine } from '#sandbox/shopify/act/agree.ts';
import type { StoreFulfillment } from '#sandbox/shopify/model/fulfillment.ts';
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import { financialStatusOf, fulfilledQuantityOf, orderGid, totalOf } from '#sandbox/shopify/order.ts';
import type { ErpDocument } from '#sandbox/erp/contract.ts';
import { delays } from '../habit.ts';
import { chanceOf } from '../random.ts';
import { delayOf } from '../spread.ts';
import { isDocumentKind, money } from './ledger-hand.ts';
import type { Site } from './site.ts';

/** One document that is about to be typed. */
export type Draft = {
  readonly kind: string;
  readonly order: StoreOrder;
  readonly orderId: string | null;
  /** The transaction, fulfillment, refund or order it stands for. */
  readonly source: string;
  readonly minor: bigint;
  readonly currency: string;
};

/** What somebody gets wrong in a draft. True when it typed (or forgot) the draft itself, false to have it typed right. */
export type Slip = (draft: Draft, file: (draft: Draft) => ErpDocument | null) => boolean;

export type Connector = {
  /** Something happened to an order: whatever it calls for is typed in soon. */
  look(order: StoreOrder): void;
  /** The next draft of that kind for this order may go wrong. */
  slip(order: StoreOrder, kind: string, slip: Slip): void;
};

type Seen = {
  readonly done: Set<string>;
  readonly invoicedUnits: Map<bigint, number>;
  /** Whether what is charged beside the goods is on an invoice already. */
  hasCharges: boolean;
  slip: { readonly kind: string; readonly act: Slip } | null;
};

export function openConnector(site: Site): Connector {
  const seen = new Map<bigint, Seen>();
  const { erp } = site.world;
  let typed = 0;

  const seenOf = (order: StoreOrder): Seen => {
    const known = seen.get(order.id) ?? {
      done: new Set(),
      invoicedUnits: new Map(),
      hasCharges: false,
      slip: null,
    };
    seen.set(order.id, known);
    return known;
  };

  function file({ kind, orderId, source, minor, currency }: Draft): ErpDocument | null {
    if (!isDocumentKind(kind)) return null;
    const status = kind === 'sales_order' ? 'open' : 'posted';
    return erp.enterByHand(kind, { order: orderId, total: money(minor, currency), status, source });
  }

  function type(draft: Draft, known: Seen): void {
    const slip = known.slip?.kind === draft.kind ? known.slip : null;
    typed += 1;
    const lag = delayOf(chanceOf(site.seed, 'connector', typed), delays.connector);
    site.at(Math.min(site.now() + lag, site.liveFrom - 1000), `somebody types ${draft.kind}`, () => {
      if (slip !== null && known.slip === slip && slip.act(draft, file)) {
        known.slip = null;
        return;
      }
      file(draft);
    });
  }

  return {
    look(order) {
      if (site.now() >= site.liveFrom || order.test) return;
      const known = seenOf(order);
      for (const draft of draftsOf(order, known)) {
        const name = `${draft.kind} ${draft.source}`;
        if (known.done.has(name)) continue;
        known.done.add(name);
        if (draft.minor !== 0n || draft.kind === 'sales_order') type(draft, known);
      }
    },
    slip(order, kind, act) {
      seenOf(order).slip = { kind, act };
    },
  };
}

/** All that an order calls for as it now stands; what was typed already is told by kind and source. */
function draftsOf(order: StoreOrder, known: Seen): Draft[] {
  const orderId = orderGid(order);
  const draft = (kind: string, source: string, minor: bigint): Draft => ({
    kind,
    order,
    orderId,
    source,
    minor,
    currency: order.currency,
  });
  const parcels = order.fulfillments.filter((one) => one.status === 'success');
  const tenders = order.transactions.filter((one) => one.status === 'success');
  const due = financialStatusOf(order) === 'paid' || parcels.length > 0;
  const firstParcelAt = parcels[0]?.createdAt ?? Infinity;
  return [
    ...(due ? [draft('sales_order', orderId, totalOf(order).shop)] : []),
    ...tenders
      .filter((one) => one.kind === 'sale' || one.kind === 'capture')
      .map((one) =>
        draft(
          one.at <= firstParcelAt || !isDocumentKind('payment') ? 'customer_deposit' : 'payment',
          `gid://shopify/OrderTransaction/${one.id}`,
          one.amount.shop,
        ),
      ),
    ...parcels.flatMap((parcel) => {
      const source = `gid://shopify/Fulfillment/${parcel.id}`;
      if (known.done.has(`invoice ${source}`)) return [];
      return [draft('invoice', source, invoiceOf(order, parcel, known))];
    }),
    ...order.agreements
      .filter((one) => one.refundId !== null || one.returnId !== null)
      .map((one) => {
        const back = one.sales.reduce(
          (sum, sale) => (sale.total.shop < 0n ? sum - sale.total.shop : sum),
          0n,
        );
        return draft('credit_memo', `gid://shopify/SalesAgreement/${one.id}`, back);
      }),
    ...tenders
      .filter((one) => one.kind === 'refund')
      .map((one) => draft('refund_payment', `gid://shopify/OrderTransaction/${one.id}`, one.amount.shop)),
  ];
}

/** The units of a parcel, and everything beside the goods with the first one. */
function invoiceOf(order: StoreOrder, parcel: StoreFulfillment, known: Seen): bigint {
  let whole = 0n;
  for (const part of parcel.lines) {
    const line = order.lines.find((one) => one.id === part.lineId);
    if (line === undefined) continue;
    const from = known.invoicedUnits.get(line.id) ?? 0;
    // Units that were shipped, brought back by a cancellation and shipped again are invoiced once.
    const to = Math.min(from + part.quantity, fulfilledQuantityOf(order, line));
    if (to <= from) continue;
    whole += shareOfLine(line, from, to).total.shop;
    known.invoicedUnits.set(line.id, to);
  }
  if (known.hasCharges) return whole;
  known.hasCharges = true;
  const tips = order.lines.filter((line) => line.tip);
  const duties = order.lines.flatMap((line) => line.duties);
  const charges = [...order.shipping, ...order.fees, ...duties, ...tips];
  return charges.reduce((sum, charge) => sum + charge.total.shop, whole);
}
