/**
 * An earlier connector, or a diligent bookkeeper: until the cut-over each order's documents are typed into the ERP
 * some minutes after what they are about, in shop money and without any key of ours.
 */
import { shareOfLine } from '#sandbox/shopify/act/agree.ts';
import type { StoreAgreement } from '#sandbox/shopify/model/agreement.ts';
import type { StoreFulfillment } from '#sandbox/shopify/model/fulfillment.ts';
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import { financialStatusOf, fulfilledQuantityOf, orderGid, totalOf } from '#sandbox/shopify/order.ts';
import type { ErpDocument } from '#sandbox/erp/contract.ts';
import { shopTime } from '#sandbox/shopify/text.ts';
import { delays } from '../habit.ts';
import { chanceOf } from '../random.ts';
import { delayOf } from '../spread.ts';
import { type DocumentKind, money } from './ledger-hand.ts';
import { chargesOf, type Items, itemsBack, noItems, totalOfItems, typedLine } from './item.ts';
import type { Site } from './site.ts';

/** One document that is about to be typed. */
export type Draft = {
  readonly kind: DocumentKind;
  readonly order: StoreOrder;
  readonly orderId: string | null;
  /** The transaction, fulfillment, refund or order it stands for. */
  readonly source: string;
  readonly minor: bigint;
  readonly currency: string;
  /** What it is made of, in the order's own currency. */
  readonly items: Items;
  /** When what it is about happened. */
  readonly at: number;
};

/** What somebody gets wrong in a draft. True when it typed (or forgot) the draft itself, false to have it typed right. */
export type Slip = (draft: Draft, file: (draft: Draft) => ErpDocument) => boolean;

export type Connector = {
  /** Something happened to an order: whatever it calls for is typed in soon. */
  look(order: StoreOrder): void;
  /** The next draft of that kind for this order may go wrong. */
  slip(order: StoreOrder, kind: DocumentKind, slip: Slip): void;
};

type Seen = {
  readonly done: Set<string>;
  readonly invoicedUnits: Map<bigint, number>;
  /** What is invoiced and not credited yet. */
  open: bigint;
  /** Whether what is charged beside the goods is on an invoice already. */
  hasCharges: boolean;
  slip: { readonly kind: DocumentKind; readonly act: Slip } | null;
};

export function openConnector(site: Site): Connector {
  const seen = new Map<bigint, Seen>();
  const { erp } = site.world;
  let typed = 0;

  const seenOf = (order: StoreOrder): Seen => {
    const known = seen.get(order.id) ?? {
      done: new Set(),
      invoicedUnits: new Map(),
      open: 0n,
      hasCharges: false,
      slip: null,
    };
    seen.set(order.id, known);
    return known;
  };

  function file({ kind, order, orderId, source, minor, currency, items, at }: Draft): ErpDocument {
    const date = shopTime(at, site.world.store.state.shop.timeZone).slice(0, 10);
    const written = { order: orderId, total: money(minor, currency), source, date };
    return erp.enterByHand(kind, { ...written, ...(currency === order.currency && items) });
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
  const draft = (
    kind: DocumentKind,
    source: string,
    about: Pick<Draft, 'minor' | 'at'> & Partial<Draft>,
  ): Draft => ({
    kind,
    order,
    orderId,
    source,
    currency: order.currency,
    items: noItems,
    ...about,
  });
  const parcels = order.fulfillments.filter((one) => one.status === 'success');
  const tenders = order.transactions.filter((one) => one.status === 'success');
  const due = financialStatusOf(order) === 'paid' || parcels.length > 0;
  const firstParcelAt = parcels[0]?.createdAt ?? Infinity;
  return [
    ...(due ? [draft('sales_order', orderId, { minor: totalOf(order).shop, at: order.createdAt })] : []),
    ...tenders
      .filter((one) => one.kind === 'sale' || one.kind === 'capture')
      .map((one) =>
        draft(
          one.at <= firstParcelAt ? 'customer_deposit' : 'payment',
          `gid://shopify/OrderTransaction/${one.id}`,
          { minor: one.amount.shop, at: one.at },
        ),
      ),
    ...parcels.flatMap((parcel) => {
      const source = `gid://shopify/Fulfillment/${parcel.id}`;
      if (known.done.has(`invoice ${source}`)) return [];
      const { items, minor } = invoiceOf(order, parcel, known);
      return [draft('invoice', source, { minor, items, at: parcel.createdAt })];
    }),
    ...order.agreements
      .filter((one) => one.refundId !== null || one.returnId !== null)
      .flatMap((one) => {
        const source = `gid://shopify/SalesAgreement/${one.id}`;
        if (known.done.has(`credit_memo ${source}`)) return [];
        const { items, minor } = creditOf(order, one, known);
        return [draft('credit_memo', source, { minor, items, at: one.happenedAt })];
      }),
    ...tenders
      .filter((one) => one.kind === 'refund')
      .map((one) =>
        draft('refund_payment', `gid://shopify/OrderTransaction/${one.id}`, {
          minor: one.amount.shop,
          at: one.at,
        }),
      ),
  ];
}

/** The units of a parcel, and everything beside the goods with the first one. */
function invoiceOf(order: StoreOrder, parcel: StoreFulfillment, known: Seen): Pick<Draft, 'minor' | 'items'> {
  const lines: Items['lines'] = [];
  for (const part of parcel.lines) {
    const line = order.lines.find((one) => one.id === part.lineId);
    if (line === undefined) continue;
    const from = known.invoicedUnits.get(line.id) ?? 0;
    // Units that were shipped, brought back by a cancellation and shipped again are invoiced once.
    const to = Math.min(from + part.quantity, fulfilledQuantityOf(order, line));
    if (to <= from) continue;
    lines.push(typedLine(order, line, { quantity: to - from, ...shareOfLine(line, from, to) }));
    known.invoicedUnits.set(line.id, to);
  }
  const items = { lines, charges: known.hasCharges ? [] : chargesOf(order) };
  known.hasCharges = true;
  const minor = totalOfItems(items);
  known.open += minor;
  return { items, minor };
}

/** Nobody credits what was never invoiced: money that goes back before is no more than a refund payment. */
function creditOf(order: StoreOrder, agreement: StoreAgreement, known: Seen): Pick<Draft, 'minor' | 'items'> {
  const items = itemsBack(order, agreement);
  const whole = totalOfItems(items);
  const minor = whole < known.open ? whole : known.open;
  known.open -= minor;
  return { items: minor === whole ? items : noItems, minor };
}
