/** Writes a refund down: its agreement at once, its money as transactions that may still be under way. */
import { type RefundTender, Refused } from '../model/act.ts';
import { type Bag, noMoney } from '../model/bag.ts';
import type { StoreOrder } from '../model/order.ts';
import type { DiscrepancyReason, StoreOrderAdjustment, StoreRefund } from '../model/return.ts';
import { totalOf } from '../order.ts';
import { least } from '../price.ts';
import { bagAt } from '../rate.ts';
import { decimalText } from '../text.ts';
import { agree } from './agree.ts';
import type { ActContext } from './context.ts';
import { type Claim, type NewSale, valueOf } from './refund-claim.ts';
import { assertTenders, mostOf, netReceivedOf, payBack } from './refund-tender.ts';

export type RefundMoney = {
  /** Presentment minor units; the suggested amount when left out. */
  readonly amount?: bigint;
  readonly status?: 'success' | 'pending' | 'failure';
  readonly to?: string;
  readonly tenders?: readonly RefundTender[];
  readonly allowOverRefunding?: boolean;
};

/**
 * What is to go back for sales that take back: their worth, but never more than leaves the customer with the new
 * total paid, so nothing for what was never paid. Shopify suggests it as far as there is money left to refund; an
 * earlier refund of an amount alone may have taken that.
 */
export function suggestedRefund(
  order: StoreOrder,
  sales: readonly NewSale[],
): { readonly worth: bigint; readonly amount: bigint } {
  const value = valueOf(sales).presentment;
  const received = netReceivedOf(order);
  const overpaid = received - (totalOf(order).presentment - value);
  const worth = atLeastZero(least(value, overpaid));
  return { worth, amount: atLeastZero(least(worth, received)) };
}

/** Refuses more money than the order has brought in, unless that was asked for. */
export function assertRefundable(order: StoreOrder, money: RefundMoney): void {
  const amount = money.amount ?? 0n;
  const received = netReceivedOf(order);
  if (amount < 0n)
    throw new Refused('INVALID', 'Amount must be greater than or equal to 0', ['transactions']);
  if (money.tenders !== undefined) assertTenders(order, money.tenders);
  if (money.allowOverRefunding === true) return;
  const most = mostOf(order, money.tenders ?? []).find(({ asked, left }) => asked > left);
  const { asked, left } = most ?? { asked: amount, left: received };
  if (asked <= left) return;
  const text = (each: bigint) => decimalText(each, order.presentmentCurrency);
  throw new Refused(
    'INVALID',
    `Refund amount ${text(asked)} is greater than net payment received ${text(left)}`,
  );
}

/**
 * Books a refund. `adjustment` names the reason under which the difference between what the sales are worth and what goes
 * back is taken into the order's total: a positive sale when less goes back, a negative one when more does (as
 * the sign of Shopify's order adjustments). Without it the difference stays open between store and customer.
 */
export function bookRefund(
  context: ActContext,
  order: StoreOrder,
  booked: {
    readonly claim: Claim;
    readonly money: RefundMoney & { readonly amount: bigint };
    /** What the sales are worth to the customer, as `suggestedRefund` says. */
    readonly worth: bigint;
    readonly adjustment: DiscrepancyReason | null;
    readonly note: string | null;
    readonly agreement: { readonly reason: 'REFUND' | 'RETURN'; readonly returnId?: bigint };
  },
): StoreRefund {
  const { claim, money, agreement } = booked;
  const now = context.clock.now();
  const id = context.nextId();
  const { status = 'success', amount, to, tenders } = money;
  const transactions = payBack(context, order, {
    amount,
    refundId: id,
    status,
    ...(to !== undefined && { to }),
    ...(tenders && { tenders }),
  });
  const difference = bagAt(order.rate, booked.worth - amount);
  const adjustments =
    booked.adjustment === null || difference.presentment === 0n
      ? []
      : [{ id: context.nextId(), reason: booked.adjustment, amount: difference, tax: noMoney }];
  const { returnId = null } = agreement;
  const refund: StoreRefund = {
    id,
    createdAt: now,
    updatedAt: now,
    note: booked.note,
    returnId,
    lines: claim.lines,
    shipping: claim.shipping,
    duties: claim.duties,
    adjustments,
    transactionIds: transactions.map((each) => each.id),
  };
  const sales = [...claim.sales, ...adjustments.map(saleOfAdjustment)];
  if (sales.length > 0)
    agree(context, order, {
      reason: agreement.reason,
      sales,
      ...(agreement.reason === 'REFUND' ? { refundId: id } : {}),
      ...(agreement.returnId === undefined ? {} : { returnId: agreement.returnId }),
    });
  order.refunds.push(refund);
  order.updatedAt = now;
  context.announce([
    { topic: 'refunds/create', order, refund },
    ...transactions
      .filter((each) => each.status === 'success' || each.status === 'failure')
      .map((transaction) => ({ topic: 'order_transactions/create', order, transaction }) as const),
  ]);
  return refund;
}

function saleOfAdjustment({ id, amount, tax }: StoreOrderAdjustment): NewSale {
  return {
    actionType: isNegative(amount) ? 'RETURN' : 'UPDATE',
    lineType: 'ADJUSTMENT',
    subjectId: id,
    quantity: null,
    total: amount,
    tax,
    discountBeforeTaxes: noMoney,
    discountAfterTaxes: noMoney,
    taxes: [],
  };
}

function atLeastZero(amount: bigint): bigint {
  return amount < 0n ? 0n : amount;
}

function isNegative({ presentment }: Bag): boolean {
  return presentment < 0n;
}
