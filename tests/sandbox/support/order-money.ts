/** What must hold of an order's money at every instant, on both sides, restated from its lines alone. */
import { expect } from 'vitest';
import { type Bag, minus, noMoney, plus } from '#sandbox/shopify/model/bag.ts';
import type { Charge } from '#sandbox/shopify/model/charge.ts';
import type { StoreLine, StoreOrder } from '#sandbox/shopify/model/order.ts';
import { shareOfLine } from '#sandbox/shopify/act/agree.ts';
import { currentTaxesOf, totalOf } from '#sandbox/shopify/order.ts';

const sides = ['shop', 'presentment'] as const;

export function chargesOf(order: StoreOrder): readonly (Charge & { readonly id: bigint })[] {
  return [...order.lines, ...order.lines.flatMap(({ duties }) => duties), ...order.shipping, ...order.fees];
}

/** Each charge is the sum of its ORDER and ORDER_EDIT sales, and the order is the sum of all. */
export function expectAgreed(order: StoreOrder): void {
  const agreed = order.agreements
    .filter(({ reason }) => reason === 'ORDER' || reason === 'ORDER_EDIT')
    .flatMap(({ sales }) => sales);
  const bySubject = Map.groupBy(agreed, ({ subjectId }) => subjectId);
  for (const charge of chargesOf(order)) {
    const sales = bySubject.get(charge.id) ?? [];
    const sumOf = (field: 'total' | 'tax' | 'discountBeforeTaxes' | 'discountAfterTaxes') =>
      plus(noMoney, ...sales.map((sale) => sale[field]));
    expect(sumOf('total')).toEqual(charge.total);
    expect(sumOf('tax')).toEqual(charge.tax);
    expect(sumOf('discountBeforeTaxes')).toEqual(charge.discountBeforeTaxes);
    expect(sumOf('discountAfterTaxes')).toEqual(charge.discountAfterTaxes);
  }
  for (const line of order.lines) {
    const units = (bySubject.get(line.id) ?? []).reduce((sum, { quantity }) => sum + (quantity ?? 0), 0);
    expect(units).toBe(line.quantity - line.removedQuantity);
  }
  for (const { sales } of order.agreements)
    for (const sale of sales)
      expect(plus(noMoney, ...sale.taxes.map(({ amount }) => amount))).toEqual(sale.tax);
  const all = order.agreements.flatMap(({ sales }) => sales);
  expect(totalOf(order)).toEqual(plus(noMoney, ...all.map(({ total }) => total)));
  expect(plus(noMoney, ...currentTaxesOf(order).map(({ amount }) => amount))).toEqual(
    plus(noMoney, ...all.map(({ tax }) => tax)),
  );
}

/** A charge is its price less its discount, with tax in it or on top, and nothing of it is negative. */
export function expectCharges(order: StoreOrder): void {
  for (const charge of chargesOf(order)) {
    const charged = minus(charge.price, charge.discount);
    expect(charge.total).toEqual(order.taxesIncluded ? charged : plus(charged, charge.tax));
    expect(plus(noMoney, ...charge.taxes.map(({ amount }) => amount))).toEqual(charge.tax);
    const parts: Bag[] = [charge.price, charge.discount, charge.tax, charge.total, charged];
    parts.push(charge.discountBeforeTaxes, charge.discountAfterTaxes);
    for (const part of parts) for (const side of sides) expect(part[side] >= 0n).toBe(true);
  }
  for (const line of [...order.lines, ...order.shipping])
    expect(plus(noMoney, ...line.allocations.map(({ amount }) => amount))).toEqual(line.discount);
}

/** The units of a line add up to it exactly, however they are taken. */
export function expectShares(line: StoreLine): void {
  const units = line.quantity - line.removedQuantity;
  const shares = Array.from({ length: units }, (_, unit) => shareOfLine(line, unit, unit + 1));
  const sumOf = (field: 'price' | 'discount' | 'tax' | 'total') =>
    plus(noMoney, ...shares.map((share) => share[field]));
  if (units === 0) return;
  for (const field of ['price', 'discount', 'tax', 'total'] as const) {
    expect(sumOf(field)).toEqual(line[field]);
    for (const share of shares) for (const side of sides) expect(share[field][side] >= 0n).toBe(true);
  }
}
