/** Writes down what was agreed, and says what of it units of a line are worth. */
import type { SaleLineType, StoreAgreement, StoreSale } from '../model/agreement.ts';
import { type Bag, minus, negative, noMoney, plus } from '../model/bag.ts';
import type { Charge, StoreTax } from '../model/charge.ts';
import type { StoreLine, StoreOrder } from '../model/order.ts';
import { taxKey } from '../order.ts';
import type { ActContext } from './context.ts';

type NewSale = Omit<StoreSale, 'id'>;

/** Appends an agreement to the order, with fresh ids for it and its sales. It is never changed afterwards. */
export function agree(
  context: Pick<ActContext, 'clock' | 'nextId'>,
  order: StoreOrder,
  agreement: {
    readonly reason: StoreAgreement['reason'];
    readonly sales: readonly NewSale[];
    readonly refundId?: bigint;
    readonly returnId?: bigint;
  },
): StoreAgreement {
  const agreed: StoreAgreement = {
    id: context.nextId(),
    reason: agreement.reason,
    happenedAt: context.clock.now(),
    sales: agreement.sales.map((sale) => ({ id: context.nextId(), ...sale })),
    refundId: agreement.refundId ?? null,
    returnId: agreement.returnId ?? null,
  };
  order.agreements.push(agreed);
  return agreed;
}

/** A charge as a sale; with sign -1 it takes the charge back. */
export function saleOfCharge(
  charge: Omit<Charge, 'price' | 'discount'>,
  about: {
    readonly lineType: SaleLineType;
    readonly subjectId: bigint | null;
    readonly actionType: StoreSale['actionType'];
    readonly quantity: number | null;
    readonly sign: 1 | -1;
  },
): NewSale {
  const { sign, quantity, ...rest } = about;
  const signed = (bag: Bag): Bag => (sign === 1 ? bag : negative(bag));
  return {
    ...rest,
    quantity: quantity === null ? null : sign * quantity,
    total: signed(charge.total),
    tax: signed(charge.tax),
    discountBeforeTaxes: signed(charge.discountBeforeTaxes),
    discountAfterTaxes: signed(charge.discountAfterTaxes),
    taxes: charge.taxes.map((tax) => ({ ...tax, amount: signed(tax.amount) })),
  };
}

/** Under which line type a line is sold. */
export function lineTypeOf(line: Pick<StoreLine, 'tip' | 'giftCard'>): SaleLineType {
  if (line.tip) return 'TIP';
  return line.giftCard ? 'GIFT_CARD' : 'PRODUCT';
}

/**
 * What units `from + 1` to `to` of a line come to. Every amount is cumulated over the units and rounded half up, so that
 * the parts of a line add up to it exactly and the last unit takes the remainder. Units that were refunded before an
 * edit come first and keep what they came to then.
 */
export function shareOfLine(line: StoreLine, from: number, to: number): Charge {
  return differenceOf(upTo(line, from), upTo(line, to));
}

/** Units that refunds and returns have taken back. */
export function refundedUnits(order: StoreOrder, line: StoreLine): number {
  let units = 0;
  for (const refund of order.refunds)
    for (const { lineId, quantity } of refund.lines) if (lineId === line.id) units += quantity;
  return units;
}

/** Units that were neither removed by an edit nor refunded. */
export function currentQuantityOf(order: StoreOrder, line: StoreLine): number {
  return line.quantity - line.removedQuantity - refundedUnits(order, line);
}

/** Units that may still be refunded. */
export function refundableOf(order: StoreOrder, line: StoreLine): number {
  return currentQuantityOf(order, line);
}

/** What was added between two states of a charge; negative where it fell. */
export function differenceOf(before: Charge, after: Charge): Charge {
  return combine(after, before, minus);
}

export function sumOfCharges(one: Charge, other: Charge): Charge {
  return combine(one, other, (left, right) => plus(left, right));
}

export const noCharge: Charge = {
  price: noMoney,
  discount: noMoney,
  taxes: [],
  tax: noMoney,
  total: noMoney,
  discountBeforeTaxes: noMoney,
  discountAfterTaxes: noMoney,
};

export function isNothing(charge: Charge): boolean {
  const { price, discount, tax, total, discountBeforeTaxes, discountAfterTaxes, taxes } = charge;
  const amounts = [price, discount, tax, total, discountBeforeTaxes, discountAfterTaxes];
  return [...amounts, ...taxes.map(({ amount }) => amount)].every(
    ({ shop, presentment }) => shop === 0n && presentment === 0n,
  );
}

function combine(one: Charge, other: Charge, operate: (left: Bag, right: Bag) => Bag): Charge {
  return {
    price: operate(one.price, other.price),
    discount: operate(one.discount, other.discount),
    taxes: combineTaxes(one.taxes, other.taxes, operate),
    tax: operate(one.tax, other.tax),
    total: operate(one.total, other.total),
    discountBeforeTaxes: operate(one.discountBeforeTaxes, other.discountBeforeTaxes),
    discountAfterTaxes: operate(one.discountAfterTaxes, other.discountAfterTaxes),
  };
}

/** A tax may stand on one side only, and twice under one name. */
function combineTaxes(
  ones: readonly StoreTax[],
  others: readonly StoreTax[],
  operate: (left: Bag, right: Bag) => Bag,
): StoreTax[] {
  const left = [...others];
  const combined = ones.map((one) => {
    const index = left.findIndex((other) => taxKey(other) === taxKey(one));
    const [other] = index < 0 ? [] : left.splice(index, 1);
    return { ...one, amount: operate(one.amount, other?.amount ?? noMoney) };
  });
  return [...combined, ...left.map((other) => ({ ...other, amount: operate(noMoney, other.amount) }))];
}

function upTo(line: StoreLine, units: number): Charge {
  const all = line.quantity - line.removedQuantity;
  const { settled } = line;
  if (settled === undefined) return partOf(line, units, all);
  if (units <= settled.units) return partOf(settled.charge, units, settled.units);
  const rest = partOf(differenceOf(settled.charge, line), units - settled.units, all - settled.units);
  return sumOfCharges(settled.charge, rest);
}

function partOf(charge: Charge, units: number, all: number): Charge {
  if (units > all || units < 0) throw new RangeError(`There are no ${units} units of ${all}`);
  if (units === 0) return { ...noCharge, taxes: charge.taxes.map((tax) => ({ ...tax, amount: noMoney })) };
  const part = (bag: Bag): Bag => ({
    shop: cumulated(bag.shop, units, all),
    presentment: cumulated(bag.presentment, units, all),
  });
  const charged = part(minus(charge.price, charge.discount));
  const discount = part(charge.discount);
  const taxes = charge.taxes.map((tax) => ({ ...tax, amount: part(tax.amount) }));
  const tax = plus(...taxes.map(({ amount }) => amount));
  const isTaxIncluded = charge.total.presentment === charge.price.presentment - charge.discount.presentment;
  return {
    price: plus(charged, discount),
    discount,
    taxes,
    tax,
    total: isTaxIncluded ? charged : plus(charged, tax),
    discountBeforeTaxes: part(charge.discountBeforeTaxes),
    discountAfterTaxes: part(charge.discountAfterTaxes),
  };
}

function cumulated(amount: bigint, units: number, all: number): bigint {
  return (2n * amount * BigInt(units) + BigInt(all)) / (2n * BigInt(all));
}
