/** Draws which faults a life has, from chance of their own, so that the honest life stays as it was. */
import type { Site } from '../staff/site.ts';
import { faultRates, promotion } from '../habit.ts';
import { chanceOf } from '../random.ts';
import { namesOf, poisson } from '../spread.ts';
import type { FaultKind } from './catalog.ts';
import * as machine from './day-machine.ts';
import * as journal from './day-journal.ts';
import * as storeFault from './day-store.ts';
import type { DayFault, DayFaultTools } from './day-fault.ts';
import * as handled from './handled.ts';
import * as back from './order-back.ts';
import * as strange from './order-data.ts';
import type { FaultSite, OrderFault } from './order-fault.ts';
import * as typed from './typed.ts';

const orderFaults = {
  'line-without-sku': strange.lineWithoutSku,
  'custom-item': strange.customItem,
  'deleted-product': strange.deletedProduct,
  'unknown-gateway': strange.unknownGateway,
  'unmapped-tax-title': strange.unmappedTaxTitle,
  'wrong-tax-rate': strange.wrongTaxRate,
  'marketplace-tax-unclear': strange.marketplaceTaxUnclear,
  'ids-beyond-double': strange.idsBeyondDouble,
  'refund-beyond-payment': back.refundBeyondPayment,
  'refund-pending-then-failed': back.refundPendingThenFailed,
  'order-deleted': back.orderDeleted,
  'document-digits-swapped': typed.digitsSwapped,
  'document-forgotten': typed.documentForgotten,
  'payment-forgotten': typed.paymentForgotten,
  'document-under-other-order': typed.documentUnderOtherOrder,
  'payment-under-other-order': typed.paymentUnderOtherOrder,
  'document-without-order': typed.documentWithoutOrder,
  'tax-rounded-otherwise': typed.taxRoundedOtherwise,
  'document-in-other-currency': typed.documentInOtherCurrency,
  'document-at-other-rate': typed.documentAtOtherRate,
  'cash-rounding-invoiced': typed.cashRoundingInvoiced,
  'posted-by-hand-before-cut-over': typed.postedByHand,
  'document-amount-edited': handled.amountEdited,
  'document-canceled': handled.documentCanceled,
  'document-deleted': handled.documentDeleted,
  'document-typed-twice': handled.documentTypedTwice,
  'document-in-closed-period': handled.documentInClosedPeriod,
  'credit-without-refund': handled.creditWithoutRefund,
  'refund-credited-twice': handled.refundCreditedTwice,
} as const satisfies Partial<Record<FaultKind, OrderFault>>;

const dayFaults = {
  'delivery-forged': journal.deliveryForged,
  'delivery-truncated': journal.deliveryTruncated,
  'delivery-unknown-topic': journal.deliveryUnknownTopic,
  'delivery-unknown-shop': journal.deliveryUnknownShop,
  'delivery-unknown-value': journal.deliveryUnknownValue,
  'receiver-down': journal.receiverDown,
  'negative-stock': storeFault.negativeStock,
  'stock-counted-wrong': storeFault.stockCountedWrong,
  'stock-adjusted-in-one-system': storeFault.stockAdjustedInOneSystem,
  'gift-card-changed': storeFault.giftCardChanged,
  'payout-short': storeFault.payoutShort,
  'payout-failed': storeFault.payoutFailed,
  'erp-error-after-success': machine.erpErrorAfterSuccess,
  'erp-error': machine.erpError,
  'erp-timeout-executed': machine.erpTimeoutExecuted,
  'erp-timeout-not-executed': machine.erpTimeoutNotExecuted,
  'erp-throttled': machine.erpThrottled,
  'erp-outage': machine.erpOutage,
  'erp-slow-day': machine.erpSlowDay,
  'wake-up-lost': machine.wakeUpLost,
  'wake-up-doubled': machine.wakeUpDoubled,
  'postgres-down': machine.postgresDown,
  'postgres-answer-lost': machine.postgresAnswerLost,
  'shopify-throttled': machine.shopifyThrottled,
  'shopify-unavailable': machine.shopifyUnavailable,
  'token-revoked': machine.tokenRevoked,
  'worker-crash': machine.workerCrash,
} as const satisfies Partial<Record<FaultKind, DayFault>>;

export type FaultMode = keyof typeof faultRates;

type Draw = { readonly day: number; readonly index: number; readonly kinds?: readonly FaultKind[] };
type Drawn = { readonly fault: OrderFault; readonly site: FaultSite };

/** While a promotion is set wrongly, some customers are quick to see it. */
function bargainOf(at: Draw, site: FaultSite): Drawn | null {
  const now = site.site.now();
  const runs = site.site.promotions.some(({ from, until }) => now >= from && now < until);
  if (!runs || at.kinds?.includes('price-set-wrongly') === false) return null;
  const fault = strange.priceSetWrongly;
  return site.chance.percent(promotion.buyerPercent) && fault.fits(site) ? { fault, site } : null;
}

/** The fault that an order is to have, if any. `kinds` narrows the draw, for whoever wants one kind only. */
export function drawOrderFault(mode: FaultMode, at: Draw, about: Omit<FaultSite, 'chance'>): Drawn | null {
  const chance = chanceOf(about.site.seed, 'order fault', at.day, at.index);
  const bargain = bargainOf(at, { ...about, chance: chanceOf(about.site.seed, 'bargain', at.day, at.index) });
  if (bargain !== null) return bargain;
  if (!chance.percent(faultRates[mode].orderPercent)) return null;
  const site: FaultSite = { ...about, chance };
  // Rare orders are good for rare faults: those that fit few orders are drawn first.
  const able = namesOf(orderFaults).filter(
    (kind) => (at.kinds?.includes(kind) ?? true) && orderFaults[kind].fits(site),
  );
  const rare = able.filter((kind) => !commonKinds.has(kind));
  const chosen = rare.length > 0 && chance.percent(60) ? rare : able;
  const kind = chosen[chance.whole(0, Math.max(0, chosen.length - 1))];
  return kind === undefined ? null : { fault: orderFaults[kind], site };
}

/** Kinds that fit nearly every ordinary order. */
const commonKinds = new Set<FaultKind>([
  'line-without-sku',
  'custom-item',
  'deleted-product',
  'unmapped-tax-title',
  'wrong-tax-rate',
  'ids-beyond-double',
  'refund-beyond-payment',
  'refund-pending-then-failed',
  'order-deleted',
  'document-digits-swapped',
  'document-forgotten',
  'payment-forgotten',
  'document-under-other-order',
  'payment-under-other-order',
  'document-without-order',
  'posted-by-hand-before-cut-over',
  'document-amount-edited',
  'document-canceled',
  'document-deleted',
  'document-typed-twice',
  'document-in-closed-period',
  'credit-without-refund',
  'unknown-gateway',
  'tax-rounded-otherwise',
]);

/** Makes the appointments of the faults of one day. */
export function scheduleDayFaults(
  site: Site,
  mode: FaultMode,
  on: {
    readonly day: number;
    readonly opensAt: number;
    readonly tools: Omit<DayFaultTools, 'chance'>;
    readonly kinds?: readonly FaultKind[];
  },
): void {
  const chance = chanceOf(site.seed, 'day faults', on.day);
  const promoted = chanceOf(site.seed, 'promotion', on.day).percent(faultRates[mode].promotionPercent);
  if (promoted && on.kinds?.includes('price-set-wrongly') !== false) strange.runPromotion(site, on.opensAt);
  const names = namesOf(dayFaults).filter((kind) => on.kinds?.includes(kind) ?? true);
  const count = poisson(chance, faultRates[mode].aDay);
  for (let index = 0; index < count; index += 1) {
    const kind = names[chance.whole(0, Math.max(0, names.length - 1))];
    const time = on.opensAt + chance.whole(0, 86_399) * 1000;
    if (kind === undefined) continue;
    const fault: DayFault = dayFaults[kind];
    if (fault.live && time < site.liveFrom) continue;
    const own = chanceOf(site.seed, 'day fault', on.day, index);
    site.at(time, kind, async () => fault.act(site, { ...on.tools, chance: own }));
  }
}
