/** Turns what a checkout asks for into the store's order: priced, discounted and taxed to the minor unit. */
import type { StoreLine, StoreOrder, StoreShipping } from './order.ts';
import { personAt } from './person.ts';
import { allocate, divideHalfUp, price, sum } from './price.ts';
import type { DiscountCodeSpec, OrderSpec } from './spec.ts';

export type NextId = () => bigint;

export function place(
  spec: OrderSpec,
  shop: { nextId: NextId; index: number; now: number; currency: string },
): StoreOrder {
  return {
    id: shop.nextId(),
    index: shop.index,
    number: 1000 + shop.index,
    name: `#${1000 + shop.index}`,
    createdAt: shop.now,
    updatedAt: shop.now,
    cancelledAt: null,
    test: spec.test ?? false,
    quiet: spec.quiet ?? false,
    taxesIncluded: spec.taxesIncluded,
    currency: spec.currency ?? shop.currency,
    poNumber: spec.poNumber ?? null,
    customer: personAt(shop.index),
    lines: linesOf(spec, shop.nextId),
    shipping: shippingOf(spec, shop.nextId),
    discountCode: spec.discountCode ?? null,
    transactions: [],
    fulfillments: [],
  };
}

function linesOf(spec: OrderSpec, nextId: NextId): StoreLine[] {
  const afterOwn = spec.lines.map((line) => line.unitPrice * BigInt(line.quantity) - (line.discount ?? 0n));
  if (afterOwn.some((amount) => amount < 0n)) throw new Error('A line discount is larger than its line.');
  const shares = allocate(codeDiscount(spec.discountCode, sum(afterOwn)), afterOwn);
  return spec.lines.map((line, index) => {
    const ownDiscount = line.discount ?? 0n;
    const share = shares[index] ?? 0n;
    return {
      id: nextId(),
      sku: line.sku,
      title: line.title,
      quantity: line.quantity,
      unitPrice: line.unitPrice,
      requiresShipping: line.requiresShipping ?? true,
      ownDiscount,
      codeDiscount: share,
      ...price({
        price: line.unitPrice * BigInt(line.quantity),
        discount: ownDiscount + share,
        taxes: line.taxes,
        taxesIncluded: spec.taxesIncluded,
      }),
    };
  });
}

function shippingOf(spec: OrderSpec, nextId: NextId): StoreShipping[] {
  if (spec.shipping === undefined) return [];
  const { title, taxes, price: amount } = spec.shipping;
  const priced = price({ price: amount, discount: 0n, taxes, taxesIncluded: spec.taxesIncluded });
  return [{ id: nextId(), title, ...priced }];
}

function codeDiscount(code: DiscountCodeSpec | undefined, subtotal: bigint): bigint {
  if (code === undefined) return 0n;
  const wanted = 'percent' in code ? divideHalfUp(subtotal * BigInt(code.percent), 100n) : code.amount;
  return wanted < subtotal ? wanted : subtotal;
}
