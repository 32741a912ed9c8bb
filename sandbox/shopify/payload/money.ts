/** How webhooks write amounts: the shop's side alone, or a set of both sides. */
import type { Bag } from '../model/bag.ts';
import type { StoreTax } from '../model/charge.ts';
import type { StoreOrder } from '../model/order.ts';
import { decimalText, graphqlDecimal } from '../text.ts';
import type { Json, JsonObject } from './json.ts';

/** What an amount of an order is in, on its two sides. */
export type Currencies = Pick<StoreOrder, 'currency' | 'presentmentCurrency'>;

export function shopText(bag: Bag, { currency }: Currencies): string {
  return decimalText(bag.shop, currency);
}

export function moneySet(bag: Bag, { currency, presentmentCurrency }: Currencies): JsonObject {
  return {
    shop_money: { amount: decimalText(bag.shop, currency), currency_code: currency },
    presentment_money: {
      amount: decimalText(bag.presentment, presentmentCurrency),
      currency_code: presentmentCurrency,
    },
  };
}

/** As the newer payloads write a set, the way GraphQL does: "10.0". */
export function shortMoneySet(bag: Bag, { currency, presentmentCurrency }: Currencies): JsonObject {
  return {
    shop_money: { amount: graphqlDecimal(bag.shop, currency), currency_code: currency },
    presentment_money: {
      amount: graphqlDecimal(bag.presentment, presentmentCurrency),
      currency_code: presentmentCurrency,
    },
  };
}

export function taxLines(taxes: readonly StoreTax[], currencies: Currencies): Json[] {
  return taxes.map((tax) => ({
    title: tax.title,
    price: shopText(tax.amount, currencies),
    rate: Number(tax.rate),
    price_set: moneySet(tax.amount, currencies),
    channel_liable: tax.channelLiable,
  }));
}
