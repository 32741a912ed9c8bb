/** What comes back when units, shipping, duties or fees are taken back: negative sales and the lines of a refund. */
import { Refused, type RefundSpec } from '../model/act.ts';
import type { StoreSale } from '../model/agreement.ts';
import { type Bag, minus, negative, noMoney, plus } from '../model/bag.ts';
import type { Charge } from '../model/charge.ts';
import type { StoreLine, StoreOrder } from '../model/order.ts';
import type { RestockType, StoreRefund, StoreRefundLine } from '../model/return.ts';
import { divideHalfUp } from '../price.ts';
import { lineTypeOf, refundableOf, refundedUnits, saleOfCharge, shareOfLine } from './agree.ts';
import type { ActContext } from './context.ts';
import { partOfCharge } from './refund-part.ts';

export type NewSale = Omit<StoreSale, 'id'>;

/** Sales that take back, with the lines of the refund that shows them. */
export type Claim = Pick<StoreRefund, 'lines' | 'shipping' | 'duties'> & {
  readonly sales: readonly NewSale[];
};

export type ClaimedUnits = {
  readonly line: StoreLine;
  readonly quantity: number;
  readonly restock: RestockType;
  readonly locationId: bigint | null;
};

/** What sales that take back are worth: positive. */
export function valueOf(sales: readonly NewSale[]): Bag {
  return negative(plus(...sales.map(({ total }) => total)));
}

/**
 * The units' shares of their lines, after the units refunded before, so that the last unit takes the remainder.
 * Refuses more units than were purchased and not yet removed or refunded.
 */
export function claimUnits(
  context: ActContext,
  order: StoreOrder,
  units: readonly ClaimedUnits[],
): Pick<Claim, 'lines' | 'sales'> {
  const claimed = new Map<StoreLine, number>();
  const lines: StoreRefundLine[] = [];
  const sales: NewSale[] = [];
  for (const { line, quantity, restock, locationId } of units) {
    const before = claimed.get(line) ?? 0;
    claimed.set(line, before + quantity);
    if (quantity < 1 || !Number.isSafeInteger(quantity))
      throw new Refused('INVALID', 'Quantity must be greater than 0', ['refundLineItems', 'quantity']);
    if (before + quantity > refundableOf(order, line))
      throw new Refused('INVALID', 'Quantity cannot refund more items than were purchased', [
        'refundLineItems',
        'quantity',
      ]);
    const from = refundedUnits(order, line) + before;
    const share = shareOfLine(line, from, from + quantity);
    sales.push(
      saleOfCharge(share, {
        lineType: lineTypeOf(line),
        subjectId: line.id,
        actionType: 'RETURN',
        quantity,
        sign: -1,
      }),
    );
    lines.push({
      id: context.nextId(),
      lineId: line.id,
      quantity,
      restockType: restock,
      locationId,
      ...amountsOf(order, share),
    });
  }
  return { lines, sales };
}

/** Shipping with its tax: an amount, taken from the shipping lines in their order, or all that is left of them. */
export function claimShipping(
  context: ActContext,
  order: StoreOrder,
  asked: bigint | 'all' | undefined,
): Pick<Claim, 'shipping' | 'sales'> {
  const shipping: StoreRefund['shipping'][number][] = [];
  const sales: NewSale[] = [];
  let left = asked ?? 0n;
  for (const line of order.shipping) {
    const before = claimedOf(order, line.id);
    const remaining = line.total.presentment - before;
    const taken = left === 'all' || left > remaining ? remaining : left;
    if (taken <= 0n) continue;
    if (left !== 'all') left -= taken;
    const part = partOfCharge(order, line, { from: before, to: before + taken });
    sales.push(saleOfPart(part, 'SHIPPING', line.id));
    shipping.push({ id: context.nextId(), shippingLineId: line.id, ...amountsOf(order, part) });
  }
  if (left !== 'all' && left !== 0n)
    throw new Refused('INVALID', 'Shipping amount must not exceed the remaining shipping amount', [
      'shipping',
    ]);
  return { shipping, sales };
}

/** A duty whole, or for as many of its line's units as are refunded with it. */
export function claimDuties(
  order: StoreOrder,
  asked: NonNullable<RefundSpec['duties']>,
  units: readonly ClaimedUnits[],
): Pick<Claim, 'duties' | 'sales'> {
  const duties: { dutyId: bigint; amount: Bag }[] = [];
  const sales: NewSale[] = [];
  for (const { dutyId, type } of asked) {
    const line = order.lines.find((each) => each.duties.some(({ id }) => id === dutyId));
    const duty = line?.duties.find(({ id }) => id === dutyId);
    if (line === undefined || duty === undefined)
      throw new Refused('INVALID', 'Duty could not be found.', ['refundDuties']);
    const before = claimedOf(order, dutyId);
    const whole = duty.total.presentment;
    const to = type === 'FULL' ? whole : proportionOf(order, { line, units, whole });
    if (to <= before) continue;
    const part = partOfCharge(order, duty, { from: before, to });
    sales.push(saleOfPart(part, 'DUTY', dutyId));
    duties.push({ dutyId, amount: part.total });
  }
  return { duties, sales };
}

/** What is left of the additional fees. */
export function claimFees(order: StoreOrder): NewSale[] {
  return order.fees.flatMap((fee) => {
    const part = partOfCharge(order, fee, { from: claimedOf(order, fee.id), to: fee.total.presentment });
    return part.total.presentment === 0n ? [] : [saleOfPart(part, 'ADDITIONAL_FEE', fee.id)];
  });
}

/** In presentment minor units, how much of a charge refunds and returns have taken back before. */
function claimedOf(order: StoreOrder, subjectId: bigint): bigint {
  let claimed = 0n;
  for (const { reason, sales } of order.agreements)
    if (reason === 'REFUND' || reason === 'RETURN')
      for (const sale of sales) if (sale.subjectId === subjectId) claimed -= sale.total.presentment;
  return claimed;
}

function proportionOf(
  order: StoreOrder,
  of: { readonly line: StoreLine; readonly units: readonly ClaimedUnits[]; readonly whole: bigint },
): bigint {
  const now = of.units.reduce((sum, { line, quantity }) => (line === of.line ? sum + quantity : sum), 0);
  const until = BigInt(refundedUnits(order, of.line) + now);
  const all = BigInt(Math.max(1, of.line.quantity - of.line.removedQuantity));
  return until >= all ? of.whole : divideHalfUp(of.whole * until, all);
}

function saleOfPart(part: Charge, lineType: StoreSale['lineType'], subjectId: bigint): NewSale {
  return saleOfCharge(part, { lineType, subjectId, actionType: 'RETURN', quantity: null, sign: -1 });
}

/** Shopify's `subtotal` is with tax where prices include it, and without where they do not. */
function amountsOf(order: StoreOrder, charge: Charge): { subtotal: Bag; tax: Bag } {
  const { total, tax } = charge;
  return { subtotal: minus(total, order.taxesIncluded ? noMoney : tax), tax };
}
