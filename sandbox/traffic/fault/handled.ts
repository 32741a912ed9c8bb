/** What people do to documents that the ERP holds already, whoever made them. */
import type { ErpDocument } from '#sandbox/erp/contract.ts';
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import { orderGid } from '#sandbox/shopify/order.ts';
import { announced, documentsOf, money } from '../staff/ledger-hand.ts';
import type { Afterwards } from '../step.ts';
import type { FaultKind } from './catalog.ts';
import { type FaultSite, isOrdinary, lastParcelMs, type OrderFault, ships } from './order-fault.ts';
import type { PlantedAmount } from './planted.ts';

const hourMs = 3_600_000;

type Interference = {
  readonly kind: FaultKind;
  /** The kind of document that must be there first. */
  readonly of: 'invoice' | 'credit_memo';
  readonly note: string;
  readonly fits: (fault: FaultSite) => boolean;
  /** How many days after the last parcel the document may still come; three where it is not said. */
  readonly days?: number;
  /** Does it, and answers the document it is about with the amount; null where it cannot be done. */
  act(
    document: ErpDocument,
    order: StoreOrder,
    fault: FaultSite,
  ): { readonly subject: string; readonly amount: PlantedAmount } | null;
};

const amountOf = ({ total }: ErpDocument, sign = 1n): PlantedAmount => ({
  minor: sign * BigInt(total.minor),
  currency: total.currency,
});

/** Looks for the document some hours after it ought to be there, and again for a few days. */
function interference(done: Interference): OrderFault {
  const { kind, of, note } = done;
  return {
    fits: done.fits,
    follow(order, fault) {
      const { site, chance } = fault;
      const attempt = (time: number, left: number): void =>
        site.at(time, `somebody looks for ${of} of ${order.name}`, () => {
          const [document] = documentsOf(site.world.erp, orderGid(order), of);
          if (site.isGone(order)) return;
          if (document === undefined) {
            if (left > 0) attempt(site.now() + 12 * hourMs, left - 1);
            return;
          }
          if (!site.claim(order)) return;
          const changed = done.act(document, order, fault);
          if (changed === null) return;
          site.plant({
            kind,
            order: orderGid(order),
            at: site.now(),
            note: `${order.name}: ${note}`,
            ...changed,
          });
        });
      attempt(site.now() + lastParcelMs(fault) + chance.whole(2, 30) * hourMs, (done.days ?? 3) * 2);
    },
  };
}

const invoiced = (fault: FaultSite): boolean => isOrdinary(fault) && ships(fault);

export const amountEdited = interference({
  kind: 'document-amount-edited',
  of: 'invoice',
  note: 'somebody changed the total of its invoice',
  fits: invoiced,
  act(document, _order, { site, chance }) {
    const before = BigInt(document.total.minor);
    const delta = (before * BigInt(chance.whole(5, 30))) / 100n + 1n;
    const change = chance.percent(50) ? delta : -delta;
    site.world.erp.editByHand(document, { total: money(before + change, document.total.currency) });
    return { subject: document.number, amount: { minor: change, currency: document.total.currency } };
  },
});

export const documentCanceled = interference({
  kind: 'document-canceled',
  of: 'invoice',
  note: 'somebody canceled its invoice',
  fits: invoiced,
  act(document, _order, { site }) {
    site.world.erp.editByHand(document, { status: 'canceled' });
    return { subject: document.number, amount: amountOf(document) };
  },
});

export const documentDeleted = interference({
  kind: 'document-deleted',
  of: 'invoice',
  note: 'somebody deleted its invoice',
  fits: invoiced,
  act(document, _order, { site }) {
    site.world.erp.deleteByHand(document);
    return { subject: document.number, amount: amountOf(document) };
  },
});

export const documentTypedTwice = interference({
  kind: 'document-typed-twice',
  of: 'invoice',
  note: 'somebody typed its invoice again',
  fits: invoiced,
  act(document, order, { site }) {
    const { total, date } = document;
    const written = { order: orderGid(order), total, date };
    const second = site.world.erp.enterByHand('invoice', written, announced(site));
    return { subject: second.number, amount: amountOf(second) };
  },
});

export const documentInClosedPeriod = interference({
  kind: 'document-in-closed-period',
  of: 'invoice',
  note: 'its invoice was moved into a month that was closed before',
  fits: invoiced,
  act(document, _order, { site }) {
    const { erp } = site.world;
    const month = erp.listPeriods().findLast(({ status }) => status === 'closed');
    if (month === undefined) return null;
    // Whoever may close a month may also open it for a moment.
    erp.reopenPeriod(month.id);
    erp.editByHand(document, { date: month.to });
    erp.closePeriod(month.id);
    return { subject: document.number, amount: amountOf(document) };
  },
});

export const creditWithoutRefund = interference({
  kind: 'credit-without-refund',
  of: 'invoice',
  note: 'somebody credited it though nothing was refunded',
  fits: invoiced,
  act(document, order, { site, chance }) {
    const { minor, currency } = document.total;
    const whole = BigInt(minor);
    const part = (whole * BigInt(chance.whole(10, 90))) / 100n + 1n;
    const total = money(part < whole ? part : whole, currency);
    const written = { order: orderGid(order), total, date: document.date, invoiceId: document.id };
    const credit = site.world.erp.enterByHand('credit_memo', written, announced(site));
    return { subject: credit.number, amount: amountOf(credit) };
  },
});

/** A refund comes days after the parcel, and its credit memo after the refund. */
export const refundCreditedTwice = interference({
  kind: 'refund-credited-twice',
  of: 'credit_memo',
  note: 'its refund is credited twice',
  fits: ({ plan, typedByHand }) => typedByHand && creditedOnce.has(plan.afterwards),
  days: 25,
  act(document, order, { site }) {
    const { total, date } = document;
    const written = { order: orderGid(order), total, date };
    const second = site.world.erp.enterByHand('credit_memo', written, announced(site));
    return { subject: second.number, amount: amountOf(second) };
  },
});

const creditedOnce = new Set<Afterwards>(['refunded-lines', 'refunded-amount', 'refunded-shipping']);
