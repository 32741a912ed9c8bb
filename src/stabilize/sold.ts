import type { OrderHeader, Sale, TaxShare } from '#domain/fact.ts';
import type { ChargeKind, DocumentAmounts, DocumentLine, DocumentTax } from '#domain/document.ts';
import type { Gid } from '#domain/gid.ts';
import { add, type Money, share, subtract, sum } from '#domain/money.ts';
import { addTax } from './amounts.ts';

const chargeOf: Record<string, ChargeKind> = {
  SHIPPING: 'shipping',
  TIP: 'tip',
  DUTY: 'duty',
  FEE: 'fee',
  ADDITIONAL_FEE: 'fee',
};

/** Whether the chart has a place for a sale of this type; others go to suspense, and are a break (ACCOUNTING §7). */
export function isKnownSale(lineType: string): boolean {
  return lineType === 'PRODUCT' || lineType === 'GIFT_CARD' || chargeOf[lineType] !== undefined;
}

/** What a sale is, where it is no unit of a line. Tips are charges though the store gives them a line. */
export function chargeKindOf(sale: Sale): ChargeKind | null {
  return sale.lineItem === null || sale.lineType === 'TIP' ? (chargeOf[sale.lineType] ?? 'unknown') : null;
}

/** gross = total − tax + ex-tax discount, whether or not the price includes tax (ACCOUNTING §4). */
export function amountsOf({ total, tax, discount, taxes }: Sale): DocumentAmounts {
  const keyed = taxes.map((one) => ({
    key: taxKey(one),
    title: one.title,
    rate: one.rate,
    amount: one.amount,
  }));
  return { gross: add(subtract(total, tax), discount), discount, taxes: keyed.reduce(addTax, noTaxes) };
}

const noTaxes: readonly DocumentTax[] = [];

function taxKey({ channelLiable, title, rate }: TaxShare): string {
  return `${channelLiable ? 'channel:' : ''}${title}@${rate}`;
}

/** Units and what they come to together, in an order whose prices include tax or do not. */
export type Units = DocumentAmounts & { readonly quantity: number; readonly taxesIncluded: boolean };

/**
 * The units after the first `from` up to `to`: the cumulative share less the share before, so that parts of a line sum
 * to the line (33.33, 33.34, 33.33; ACCOUNTING §5 worked case). What is shared is the price that the customer saw,
 * after discount and with tax where prices include it; so units of one price come to one amount.
 */
export function portion(units: Units, from: number, to: number): DocumentAmounts {
  const whole = BigInt(units.quantity);
  const cut = (amount: Money): Money =>
    subtract(share(amount, BigInt(to), whole), share(amount, BigInt(from), whole));
  const discount = cut(units.discount);
  const taxes = units.taxes.map((tax) => ({ ...tax, amount: cut(tax.amount) }));
  const charged = units.taxesIncluded
    ? taxes.reduce((net, tax) => subtract(net, tax.amount), cut(totalOf(units)))
    : cut(subtract(units.gross, units.discount));
  return { gross: add(charged, discount), discount, taxes };
}

export function totalOf(amounts: DocumentAmounts): Money {
  const taxes = sum(
    amounts.taxes.map((tax) => tax.amount),
    amounts.gross.currency,
  );
  return add(subtract(amounts.gross, amounts.discount), taxes);
}

export function documentLine(
  header: OrderHeader,
  lineItem: Gid<'LineItem'>,
  part: DocumentAmounts & { readonly quantity: number; readonly giftCard: boolean },
): DocumentLine {
  const line = header.lines.find((one) => one.lineItem === lineItem);
  return {
    lineItem,
    sku: line?.sku ?? null,
    description: line?.title ?? '',
    quantity: part.quantity,
    giftCard: part.giftCard,
    gross: part.gross,
    discount: part.discount,
    taxes: part.taxes,
  };
}
