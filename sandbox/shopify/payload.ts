/** The parts that several webhook payloads share, field for field as in Shopify's official samples. */
import type { StoreLine, StoreOrder } from './order.ts';
import type { Person } from './person.ts';
import type { Priced } from './price.ts';
import { decimalText } from './text.ts';

export type Shop = {
  readonly id: bigint;
  readonly domain: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly locationId: bigint;
};

/** Ids are bigints here: the JSON text is written without rounding those above 2^53. */
export type Json =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

/** This store sells in its own currency only, so both sides of a price set are equal. */
export function priceSet(minor: bigint, currency: string): Json {
  const side = { amount: decimalText(minor, currency), currency_code: currency };
  return { shop_money: side, presentment_money: side };
}

export function address(person: Person): Json {
  return {
    first_name: person.firstName,
    address1: person.street,
    phone: person.phone,
    city: person.city,
    zip: person.zip,
    province: null,
    country: 'Germany',
    last_name: person.lastName,
    address2: null,
    company: null,
    latitude: null,
    longitude: null,
    name: `${person.firstName} ${person.lastName}`,
    country_code: 'DE',
    province_code: null,
  };
}

export function taxLines(charge: Pick<Priced, 'taxes'>, currency: string): Json {
  return charge.taxes.map((tax) => ({
    title: tax.title,
    price: decimalText(tax.amount, currency),
    rate: Number(tax.rate),
    price_set: priceSet(tax.amount, currency),
    channel_liable: false,
  }));
}

/** What an order's and a fulfillment's line have in common. */
export function lineItem(
  order: StoreOrder,
  line: StoreLine,
  quantities: { quantity: number; open: number },
): {
  readonly [key: string]: Json;
} {
  const { currency } = order;
  return {
    id: line.id,
    admin_graphql_api_id: `gid://shopify/LineItem/${line.id}`,
    fulfillable_quantity: quantities.open,
    fulfillment_service: 'manual',
    fulfillment_status:
      quantities.open === 0 ? 'fulfilled' : quantities.open < line.quantity ? 'partial' : null,
    gift_card: false,
    grams: 400,
    name: line.title,
    price: decimalText(line.unitPrice, currency),
    price_set: priceSet(line.unitPrice, currency),
    product_exists: true,
    product_id: 788032119674292922n,
    properties: [],
    quantity: quantities.quantity,
    requires_shipping: line.requiresShipping,
    sku: line.sku,
    taxable: line.taxes.length > 0,
    title: line.title,
    total_discount: decimalText(line.ownDiscount, currency),
    total_discount_set: priceSet(line.ownDiscount, currency),
    variant_id: null,
    variant_inventory_management: null,
    variant_title: null,
    vendor: null,
    tax_lines: taxLines(line, currency),
    duties: [],
    discount_allocations: discountAllocations(order, line),
  };
}

/** A code is application 0 when there is one; each line's own discount follows in line order. */
function discountAllocations(order: StoreOrder, line: StoreLine): Json[] {
  const allocation = (amount: bigint, index: number): Json => ({
    amount: decimalText(amount, order.currency),
    discount_application_index: index,
    amount_set: priceSet(amount, order.currency),
  });
  const ownIndex = order.lines.filter((each) => each.ownDiscount > 0n).indexOf(line);
  return [
    ...(line.codeDiscount > 0n ? [allocation(line.codeDiscount, 0)] : []),
    ...(ownIndex >= 0
      ? [allocation(line.ownDiscount, ownIndex + (order.discountCode === null ? 0 : 1))]
      : []),
  ];
}
