/** The goods a customer gets instead: variants of the catalog as new lines of the order. */
import { makeLine, wareOf, type WantedLine, withTaxes } from '../content.ts';
import { type ProcessReturnSpec, Refused } from '../model/act.ts';
import type { StoreVariant } from '../model/catalog.ts';
import type { StoreLine, StoreOrder } from '../model/order.ts';
import type { StoreExchangeLine, StoreReturn } from '../model/return.ts';
import { divideHalfUp } from '../price.ts';
import { quote } from '../quote.ts';
import type { ActContext } from './context.ts';
import { lineOf } from './fulfillment-order.ts';
import { variantOf } from './stock.ts';

export type Exchanged = { readonly exchange: StoreExchangeLine; readonly line: StoreLine };

/**
 * New lines at today's price, of the price list of the order's currency where there is one, without discounts. They
 * carry the taxes of the goods they replace. Not yet part of the order.
 */
export function exchangeLines(
  context: ActContext,
  order: StoreOrder,
  wanted: { readonly returned: StoreReturn; readonly asked: NonNullable<ProcessReturnSpec['exchanges']> },
): Exchanged[] {
  const { taxesIncluded, rate } = order;
  const { taxRounding } = context.state.shop;
  const chosen = wanted.asked.map(({ exchangeLineId, quantity }) => {
    const exchange = wanted.returned.exchanges.find(({ id }) => id === exchangeLineId);
    if (exchange === undefined) throw new Refused('NOT_FOUND', 'Exchange line item could not be found.');
    if (quantity < 1 || quantity > exchange.quantity - exchange.processed)
      throw new Refused('INVALID', 'Quantity is greater than the processable quantity.', ['quantity']);
    return { exchange, line: wantedLine(context, order, { returned: wanted.returned, exchange, quantity }) };
  });
  const quoted = quote(
    { wares: chosen.map(({ line }) => wareOf(line, false)), shipping: [], fees: [], across: [] },
    { taxesIncluded, taxRounding, rate },
  );
  return chosen.flatMap(({ exchange, line }, index) => {
    const priced = quoted.wares[index];
    const made = { wanted: line, discounts: [], rate, addedBy: 'exchange' } as const;
    return priced === undefined ? [] : [{ exchange, line: makeLine(context, { ...made, quoted: priced }) }];
  });
}

function wantedLine(
  context: ActContext,
  order: StoreOrder,
  of: { readonly returned: StoreReturn; readonly exchange: StoreExchangeLine; readonly quantity: number },
): WantedLine {
  const { variantId } = of.exchange;
  const sold = variantOf(context.state, variantId);
  if (sold === undefined)
    throw new Refused('NOT_FOUND', 'Variant could not be found.', ['exchangeLineItems']);
  const { product, variant } = sold;
  const wanted: WantedLine = {
    variantId,
    sku: variant.sku,
    title: product.title,
    quantity: of.quantity,
    unitPrice: unitPriceOf(context, order, variant),
    taxes: variant.taxable ? taxesOf(order, of.returned) : [],
    giftCard: product.giftCard,
  };
  return withTaxes(wanted, order.customer?.taxExempt ?? false);
}

/** What a variant costs today in the order's presentment currency. */
export function unitPriceOf({ state }: ActContext, order: StoreOrder, variant: StoreVariant): bigint {
  const list = state.priceLists.find(
    ({ currency, prices }) => currency === order.presentmentCurrency && prices.has(variant.id),
  );
  const listed = list?.prices.get(variant.id);
  if (listed !== undefined) return listed;
  if (order.presentmentCurrency === order.currency) return variant.price;
  return divideHalfUp(variant.price * order.rate.denominator, order.rate.numerator);
}

function taxesOf(order: StoreOrder, returned: StoreReturn) {
  const lines = returned.lines.map(({ lineId }) => lineOf(order, lineId));
  return lines.find(({ taxes }) => taxes.length > 0)?.taxes ?? [];
}
