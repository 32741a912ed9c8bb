/** What people do to documents that the ERP holds already, whoever made them. */
import type { ErpDocument } from '#sandbox/erp/contract.ts';
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import { orderGid } from '#sandbox/shopify/order.ts';
import { documentsOf, isDocumentKind, money } from '../staff/ledger-hand.ts';
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
    fits: (fault) => done.fits(fault),
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
      attempt(site.now() + lastParcelMs(fault) + chance.whole(2, 30) * hourMs, 6);
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
  fits: (fault) => invoiced(fault) && fault.site.world.erp.deleteByHand !== undefined,
  act(document, _order, { site }) {
    site.world.erp.deleteByHand?.(document);
    return { subject: document.number, amount: amountOf(document) };
  },
});

export const documentTypedTwice = interference({
  kind: 'document-typed-twice',
  of: 'invoice',
  note: 'somebody typed its invoice again',
  fits: invoiced,
  act(document, order, { site }) {
    const { total } = document;
    const second = site.world.erp.enterByHand('invoice', { order: orderGid(order), total });
    return { subject: second.number, amount: amountOf(second) };
  },
});

export const creditWithoutRefund = interference({
  kind: 'credit-without-refund',
  of: 'invoice',
  note: 'somebody credited it though nothing was refunded',
  fits: (fault) => invoiced(fault) && isDocumentKind('credit_memo'),
  act(document, order, { site, chance }) {
    const kind = 'credit_memo';
    if (!isDocumentKind(kind)) return null;
    const { minor, currency } = document.total;
    const part = (BigInt(minor) * BigInt(chance.whole(10, 100))) / 100n + 1n;
    const credit = site.world.erp.enterByHand(kind, { order: orderGid(order), total: money(part, currency) });
    return { subject: credit.number, amount: { minor: part, currency } };
  },
});

export const refundCreditedTwice = interference({
  kind: 'refund-credited-twice',
  of: 'credit_memo',
  note: 'its refund is credited twice',
  fits: ({ plan }) => isDocumentKind('credit_memo') && plan.afterwards === 'refunded-lines',
  act(document, order, { site }) {
    const kind = 'credit_memo';
    if (!isDocumentKind(kind)) return null;
    const { total } = document;
    const second = site.world.erp.enterByHand(kind, { order: orderGid(order), total });
    return { subject: second.number, amount: amountOf(second) };
  },
});
