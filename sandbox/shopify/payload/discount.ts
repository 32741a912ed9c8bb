/** The discounts of an order: what was applied, and the codes by which. */
import { plus } from '../model/bag.ts';
import type { StoreDiscount, StoreOrder } from '../model/order.ts';
import { graphqlDecimal } from '../text.ts';
import type { Json, JsonObject } from './json.ts';
import { shopText } from './money.ts';

export function discountApplicationPayloads(order: StoreOrder): Json[] {
  return order.discounts.map((discount) => ({
    target_type: discount.target,
    type: discount.kind === 'code' ? 'discount_code' : discount.kind,
    ...valueOf(discount, order),
    allocation_method: discount.allocation,
    target_selection: discount.allocation === 'one' ? 'explicit' : 'all',
    ...titleOf(discount),
  }));
}

/** Each code once, with all that it took off. */
export function discountCodePayloads(order: StoreOrder): Json[] {
  return order.discounts.flatMap((discount, index) => {
    if (discount.kind !== 'code' || discount.code === null) return [];
    const shares = [...order.lines, ...order.shipping]
      .flatMap(({ allocations }) => allocations)
      .filter((each) => each.discount === index)
      .map(({ amount }) => amount);
    return [{ code: discount.code, amount: shopText(plus(...shares), order), type: typeOf(discount) }];
  });
}

function valueOf({ value }: StoreDiscount, order: StoreOrder): JsonObject {
  if ('percent' in value)
    return {
      value: Number.isInteger(value.percent) ? `${value.percent}.0` : String(value.percent),
      value_type: 'percentage',
    };
  return {
    value: graphqlDecimal(value.amount.presentment, order.presentmentCurrency),
    value_type: 'fixed_amount',
  };
}

/** A code is named by itself, an automatic discount by its title, a manual one by its title and reason. */
function titleOf(discount: StoreDiscount): JsonObject {
  if (discount.kind === 'code') return { code: discount.code ?? discount.title };
  if (discount.kind === 'automatic') return { title: discount.title };
  return { title: discount.title, description: discount.title };
}

function typeOf({ target, value }: StoreDiscount): string {
  if (target === 'shipping_line') return 'shipping';
  return 'percent' in value ? 'percentage' : 'fixed_amount';
}
