import type { Agreement, OrderHeader, Sale, TaxShare } from '#domain/fact.ts';
import type {
  ChargeKind,
  DocumentAmounts,
  DocumentCharge,
  DocumentLine,
  DocumentTax,
} from '#domain/document.ts';
import type { Gid } from '#domain/gid.ts';
import { add, type Money, share, subtract, sum, zero } from '#domain/money.ts';

/** What was sold on one line or as one charge, over all agreements. */
export type Sold = DocumentAmounts & {
  readonly lineItem: Gid<'LineItem'> | null;
  readonly charge: ChargeKind | null;
  readonly quantity: number;
  readonly giftCard: boolean;
};

// What an agreement for these reasons adds to a sale; REFUND and RETURN agreements take back instead.
const sellingReasons = new Set(['ORDER', 'ORDER_EDIT']);

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

/** Sums the agreements' sales line by line, in the order in which lines first appear. */
export function soldLines(agreements: readonly Agreement[], currency: string): readonly Sold[] {
  const lines = new Map<string, Sold>();
  const sales = agreements.filter((one) => sellingReasons.has(one.reason)).flatMap((one) => one.sales);
  for (const sale of sales) {
    const charge =
      sale.lineItem === null || sale.lineType === 'TIP' ? (chargeOf[sale.lineType] ?? 'unknown') : null;
    const lineItem = charge === null ? sale.lineItem : null;
    const name = lineItem ?? `charge ${charge}`;
    const before = lines.get(name) ?? {
      lineItem,
      charge,
      giftCard: sale.lineType === 'GIFT_CARD',
      quantity: 0,
      gross: zero(currency),
      discount: zero(currency),
      taxes: [],
    };
    lines.set(name, addSale(before, sale));
  }
  return [...lines.values()];
}

/** gross = total − tax + ex-tax discount, whether or not the price includes tax (ACCOUNTING §4). */
function addSale(sold: Sold, sale: Sale): Sold {
  const gross = add(subtract(sale.total, sale.tax), sale.discount);
  return {
    ...sold,
    quantity: sold.quantity + (sold.lineItem === null ? 0 : sale.quantity),
    gross: add(sold.gross, gross),
    discount: add(sold.discount, sale.discount),
    taxes: sale.taxes.reduce(addTax, sold.taxes),
  };
}

function addTax(taxes: readonly DocumentTax[], tax: TaxShare): readonly DocumentTax[] {
  const key = `${tax.channelLiable ? 'channel:' : ''}${tax.title}@${tax.rate}`;
  const known = taxes.find((one) => one.key === key);
  if (known === undefined) return [...taxes, { key, title: tax.title, rate: tax.rate, amount: tax.amount }];
  return taxes.map((one) => (one === known ? { ...one, amount: add(one.amount, tax.amount) } : one));
}

/**
 * The units after the first `from` up to `to`: the cumulative share less the share before, so that
 * parts of a line sum to the line (33.33, 33.34, 33.33; ACCOUNTING §5 worked case).
 */
export function portion(sold: Sold, from: number, to: number): DocumentAmounts {
  const cut = (amount: Money): Money =>
    subtract(
      share(amount, BigInt(to), BigInt(sold.quantity)),
      share(amount, BigInt(from), BigInt(sold.quantity)),
    );
  return {
    gross: cut(sold.gross),
    discount: cut(sold.discount),
    taxes: sold.taxes.map((tax) => ({ ...tax, amount: cut(tax.amount) })),
  };
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
  part: DocumentAmounts & { quantity: number; giftCard: boolean },
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

export function documentCharges(sold: readonly Sold[]): readonly DocumentCharge[] {
  return sold.flatMap(({ charge, gross, discount, taxes }) =>
    charge === null ? [] : [{ kind: charge, gross, discount, taxes }],
  );
}
