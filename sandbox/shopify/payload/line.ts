/** A line of an order as every payload writes it. */
import { fulfilledQuantityOf } from '../order.ts';
import { currentQuantityOf } from '../act/agree.ts';
import type { StoreLine, StoreOrder } from '../model/order.ts';
import type { ShopState } from '../model/shop.ts';
import { plus } from '../model/bag.ts';
import { gid, type Json, type JsonObject } from './json.ts';
import { moneySet, shopText, taxLines } from './money.ts';

/** What an order's, a fulfillment's and a refund's line have in common; a fulfillment counts its own units. */
export function linePayload(
  of: { readonly order: StoreOrder; readonly line: StoreLine; readonly quantity?: number },
  state: ShopState,
): JsonObject {
  const { order, line } = of;
  const ownDiscount = manualDiscountOf(order, line);
  const variantTitle = line.variantTitle === 'Default Title' ? null : line.variantTitle;
  return {
    id: line.id,
    admin_graphql_api_id: gid('LineItem', line.id),
    fulfillable_quantity: fulfillableQuantityOf(order, line),
    fulfillment_service: 'manual',
    fulfillment_status: statusOf(order, line),
    gift_card: line.giftCard,
    grams: line.grams,
    name: variantTitle === null ? line.title : `${line.title} - ${variantTitle}`,
    price: shopText(line.unitPrice, order),
    price_set: moneySet(line.unitPrice, order),
    product_exists: line.productId !== null && state.products.some(({ id }) => id === line.productId),
    product_id: line.productId,
    properties: [],
    quantity: of.quantity ?? line.quantity,
    requires_shipping: line.requiresShipping,
    sku: line.sku,
    taxable: line.taxable,
    title: line.title,
    total_discount: shopText(ownDiscount, order),
    total_discount_set: moneySet(ownDiscount, order),
    variant_id: line.variantId,
    variant_inventory_management: line.variantId === null ? null : 'shopify',
    variant_title: variantTitle,
    vendor: line.vendor,
    tax_lines: taxLines(line.taxes, order),
    duties: line.duties.map((duty) => ({
      id: duty.id,
      harmonized_system_code: duty.hsCode,
      country_code_of_origin: duty.countryOfOrigin,
      price_set: moneySet(duty.price, order),
      tax_lines: taxLines(duty.taxes, order),
      admin_graphql_api_id: gid('Duty', duty.id),
    })),
    discount_allocations: allocationPayloads(line.allocations, order),
    // Shopify docs (REST Order): present only on tips.
    ...(line.tip ? { tip_payment_gateway: gatewayOf(order), tip_payment_method: null } : {}),
  };
}

/** In an order a line also tells what is left of it. */
export function orderLinePayload(order: StoreOrder, line: StoreLine, state: ShopState): JsonObject {
  return {
    attributed_staffs: [],
    current_quantity: currentQuantityOf(order, line),
    sales_line_item_group_id: null,
    ...linePayload({ order, line }, state),
  };
}

export function allocationPayloads(allocations: StoreLine['allocations'], order: StoreOrder): Json[] {
  return allocations.map(({ discount, amount }) => ({
    amount: shopText(amount, order),
    discount_application_index: discount,
    amount_set: moneySet(amount, order),
  }));
}

/** What staff took off this line; discounts of the whole order are in its allocations only. */
function manualDiscountOf(order: StoreOrder, line: StoreLine) {
  const own = line.allocations.filter(({ discount }) => {
    const application = order.discounts[discount];
    return application?.kind === 'manual' && application.allocation === 'one';
  });
  return plus(...own.map(({ amount }) => amount));
}

function fulfillableQuantityOf(order: StoreOrder, line: StoreLine): number {
  let units = 0;
  for (const { status, lines } of order.fulfillmentOrders) {
    if (status === 'CLOSED' || status === 'CANCELLED') continue;
    for (const each of lines) if (each.lineId === line.id) units += each.remaining;
  }
  return units;
}

function statusOf(order: StoreOrder, line: StoreLine): 'fulfilled' | 'partial' | null {
  if (fulfilledQuantityOf(order, line) === 0) return null;
  return fulfillableQuantityOf(order, line) === 0 ? 'fulfilled' : 'partial';
}

function gatewayOf(order: StoreOrder): string | null {
  return order.transactions.find(({ status }) => status === 'success')?.gateway ?? null;
}
