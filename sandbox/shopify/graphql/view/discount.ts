/** What was taken off, by which discount. */
import type { StoreDiscount, StoreLine, StoreOrder } from '../../model/order.ts';
import type { View } from '../context.ts';
import { money, moneyBag } from './money.ts';

const typenames = {
  code: 'DiscountCodeApplication',
  automatic: 'AutomaticDiscountApplication',
  manual: 'ManualDiscountApplication',
} as const;

export function discountView(order: StoreOrder, index: number): View {
  const discount = order.discounts[index];
  if (discount === undefined) throw new Error(`Order ${order.name} has no discount ${index}`);
  return {
    __typename: typenames[discount.kind],
    index,
    allocationMethod: discount.allocation.toUpperCase(),
    targetSelection: discount.allocation === 'one' ? 'EXPLICIT' : 'ALL',
    targetType: discount.target.toUpperCase(),
    value: valueOf(discount, order),
    ...titleOf(discount),
  };
}

export function allocationViews(order: StoreOrder, allocations: StoreLine['allocations']): View[] {
  return allocations.map(({ discount, amount }) => ({
    __typename: 'DiscountAllocation',
    allocatedAmountSet: moneyBag(amount, order),
    discountApplication: () => discountView(order, discount),
  }));
}

function valueOf({ value }: StoreDiscount, order: StoreOrder): View {
  return 'percent' in value
    ? { __typename: 'PricingPercentageValue', percentage: value.percent }
    : money(value.amount.presentment, order.presentmentCurrency);
}

/** A code is named by itself, an automatic discount by its title, a manual one by its title and reason. */
function titleOf(discount: StoreDiscount): Record<string, string> {
  if (discount.kind === 'code') return { code: discount.code ?? discount.title };
  if (discount.kind === 'automatic') return { title: discount.title };
  return { title: discount.title, description: discount.title };
}
