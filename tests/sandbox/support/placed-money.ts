/** The money of an order as it was placed, restated from Shopify's rules by other means than the store computes it. */
import { expect } from 'vitest';
import type { Bag } from '#sandbox/shopify/model/bag.ts';
import type { Charge, StoreTax } from '#sandbox/shopify/model/charge.ts';
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import { chargesOf } from './order-money.ts';

/** An exact fraction; amounts that are not negative. */
type Fraction = readonly [part: bigint, whole: bigint];

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((left, each) => left + each, 0n);
const add = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * d + c * b, b * d];
const halfUp = ([part, whole]: Fraction): bigint => (part + part + whole) / (whole + whole);

/** Many thousand times in one test, where `expect` itself would take most of the time. */
function check(holds: boolean, what: string): void {
  if (!holds) expect.fail(what);
}

/** Nothing was edited: its lines still say what the checkout said. */
export function isAsPlaced(order: StoreOrder): boolean {
  return order.agreements.every(({ reason }) => reason !== 'ORDER_EDIT');
}

/**
 * Each tax is its share of what was charged: rounded alone, or summed over the order, rounded once and handed out,
 * when a charge may get half a unit of the rounding and a whole one that is left over.
 */
export function expectTaxes(order: StoreOrder, rounding: 'line' | 'order'): void {
  const taxed = placedCharges(order).flatMap((charge) =>
    charge.taxes.map((tax) => ({ tax, exact: exactTax(order, charge, tax) })),
  );
  for (const { tax, exact } of taxed) {
    const [part, whole] = exact;
    const halves = 2n * (tax.amount.presentment * whole - part);
    const isNear = halves > -3n * whole && halves < 3n * whole;
    if (rounding === 'line') check(tax.amount.presentment === halfUp(exact), `${order.name} ${tax.title}`);
    else check(isNear, `${order.name} ${tax.title}`);
  }
  if (rounding === 'line') return;
  const keys = Map.groupBy(taxed, ({ tax }) => `${tax.title} ${tax.rate} ${tax.channelLiable}`);
  for (const [key, all] of keys) {
    const exact = all.reduce<Fraction>((left, one) => add(left, one.exact), [0n, 1n]);
    check(sum(all.map(({ tax }) => tax.amount.presentment)) === halfUp(exact), `${order.name} ${key}`);
  }
}

/** What an exchange adds is priced on another day. */
function placedCharges(order: StoreOrder): readonly Charge[] {
  const later = new Set(order.lines.filter((one) => one.addedBy !== 'checkout').map((one) => one.id));
  return chargesOf(order).filter((one) => !later.has(one.id));
}

function exactTax(order: StoreOrder, { price, discount, taxes }: Charge, tax: StoreTax): Fraction {
  const charged = price.presentment - discount.presentment;
  const rates = taxes.map(({ rate }) => fractionOf(rate));
  const base: Fraction = order.taxesIncluded ? rates.reduce(add, [1n, 1n]) : [1n, 1n];
  const [rate, unit] = fractionOf(tax.rate);
  return [charged * rate * base[1], unit * base[0]];
}

function fractionOf(decimal: string): Fraction {
  const [whole = '0', rest = ''] = decimal.split('.');
  return [BigInt(whole + rest), 10n ** BigInt(rest.length)];
}

/** A discount across lines takes off each by weight; the units left over go one each to the first lines with weight. */
export function expectAllocations(order: StoreOrder): void {
  const lines = order.lines.filter((one) => one.addedBy === 'checkout');
  const shareOf = (line: (typeof lines)[number], at: number): bigint =>
    sum(line.allocations.filter(({ discount }) => discount === at).map(({ amount }) => amount.presentment));
  const across = order.discounts
    .map((one, at) => ({ ...one, at }))
    .filter((one) => one.allocation === 'across')
    // Shopify takes what comes by itself before what is typed in.
    .toSorted((one, other) => Number(one.kind === 'code') - Number(other.kind === 'code'));
  const isAcross = new Set(across.map(({ at }) => at));
  const left = lines.map((line) => {
    const own = line.allocations.filter(({ discount }) => !isAcross.has(discount));
    const open = line.price.presentment - sum(own.map(({ amount }) => amount.presentment));
    return line.giftCard || line.tip ? 0n : open;
  });
  for (const { at } of across) {
    const shares = lines.map((line) => shareOf(line, at));
    const [given, whole] = [sum(shares), sum(left)];
    let extra = given - sum(left.map((weight) => (whole === 0n ? 0n : (given * weight) / whole)));
    for (const [index, share] of shares.entries()) {
      const weight = left[index] ?? 0n;
      const floor = whole === 0n ? 0n : (given * weight) / whole;
      const isNext = extra > 0n && weight > 0n;
      check(share === (isNext ? floor + 1n : floor), `${order.name}: line ${index}`);
      if (isNext) extra -= 1n;
      left[index] = weight - share;
    }
  }
}

/** Without tax and before discounts: total − tax + discount is the price that tax was computed on. */
export function expectGross(order: StoreOrder): void {
  const [placed] = order.agreements;
  const charges = new Map(placedCharges(order).map((one) => ['id' in one ? one.id : null, one]));
  for (const { subjectId, total, tax, discountBeforeTaxes } of placed?.sales ?? []) {
    const charge = charges.get(subjectId);
    if (charge === undefined) continue;
    const gross = total.presentment - tax.presentment + discountBeforeTaxes.presentment;
    const price = charge.price.presentment;
    if (!order.taxesIncluded) {
      check(gross === price, `${order.name}: the price without tax`);
      continue;
    }
    const [part, whole] = charge.taxes.map(({ rate }) => fractionOf(rate)).reduce<Fraction>(add, [1n, 1n]);
    const off = gross * part - price * whole;
    // Each tax is rounded on what was charged and again on what was taken off.
    const roundings = BigInt(2 * charge.taxes.length) * part;
    check(off <= roundings && off >= -roundings, `${order.name}: the price without tax`);
  }
}

/** Every amount on both sides: the same in one currency, and converted half up by the order's own rate in two. */
export function expectSides(order: StoreOrder): void {
  const { numerator, denominator } = order.rate;
  const parts: Bag[] = placedCharges(order).flatMap(({ price, discount, taxes }) => [
    price,
    discount,
    ...taxes.map(({ amount }) => amount),
  ]);
  for (const { shop, presentment } of parts)
    check(shop === halfUp([presentment * numerator, denominator]), `${order.name}: its two sides`);
  if (order.currency !== order.presentmentCurrency) return;
  const sales = order.agreements.flatMap((one) => one.sales);
  for (const { shop, presentment } of [
    ...sales.flatMap((one) => [one.total, one.tax, one.discountBeforeTaxes, one.discountAfterTaxes]),
    ...order.transactions.map((one) => one.amount),
  ])
    check(shop === presentment, `${order.name}: its two sides`);
}
