/** How GraphQL writes amounts, taxes and dates. */
import type { Bag } from '../../model/bag.ts';
import type { StoreTax } from '../../model/charge.ts';
import type { StoreOrder } from '../../model/order.ts';
import { graphqlDecimal, utcTime } from '../../text.ts';
import type { View } from '../context.ts';

/** What an amount of an order is in, on its two sides. */
export type Currencies = Pick<StoreOrder, 'currency' | 'presentmentCurrency'>;

export function money(minor: bigint, currency: string): View {
  return { __typename: 'MoneyV2', amount: graphqlDecimal(minor, currency), currencyCode: currency };
}

export function moneyBag({ shop, presentment }: Bag, { currency, presentmentCurrency }: Currencies): View {
  return {
    __typename: 'MoneyBag',
    shopMoney: money(shop, currency),
    presentmentMoney: money(presentment, presentmentCurrency),
  };
}

export function taxLineView(tax: StoreTax, currencies: Currencies): View {
  return {
    __typename: 'TaxLine',
    title: tax.title,
    rate: Number(tax.rate),
    ratePercentage: Number((Number(tax.rate) * 100).toFixed(4)),
    channelLiable: tax.channelLiable,
    source: 'Shopify',
    priceSet: moneyBag(tax.amount, currencies),
  };
}

export function timeOrNull(at: number | null): string | null {
  return at === null ? null : utcTime(at);
}

/** The first items of a plain list, all of them without a number. */
export function top<Item>(items: readonly Item[], first: number | null | undefined): readonly Item[] {
  return first == null ? items : items.slice(0, first);
}
