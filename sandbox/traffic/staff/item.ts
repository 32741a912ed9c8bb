/** What a document is made of when somebody types it: net amounts after discounts, with the taxes of the store, in shop money. */
import type { Itemized } from '#sandbox/erp/contract.ts';
import type { SaleLineType, StoreAgreement, StoreSale } from '#sandbox/shopify/model/agreement.ts';
import type { Charge, StoreTax } from '#sandbox/shopify/model/charge.ts';
import type { StoreLine, StoreOrder } from '#sandbox/shopify/model/order.ts';
import { money } from './ledger-hand.ts';

type Line = Itemized['lines'][number];
type Extra = Itemized['charges'][number];

export type Items = { readonly lines: Line[]; readonly charges: Extra[] };

type Part = Pick<Charge, 'total' | 'tax' | 'taxes'>;

export const noItems: Items = { lines: [], charges: [] };

export function totalOfItems({ lines, charges }: Items): bigint {
  return [...lines, ...charges].reduce(
    (sum, { gross, taxes }) =>
      taxes.reduce((whole, { amount }) => whole + BigInt(amount.minor), sum + BigInt(gross.minor)),
    0n,
  );
}

/** Units of a line of the order; without a line it is something that the order does not name. */
export function typedLine(
  order: StoreOrder,
  line: Pick<StoreLine, 'id' | 'sku' | 'title' | 'giftCard'>,
  part: Part & { readonly quantity: number },
): Line {
  return {
    lineItem: `gid://shopify/LineItem/${line.id}`,
    sku: line.sku,
    description: line.title,
    quantity: part.quantity,
    giftCard: line.giftCard,
    ...amountsOf(order, part),
  };
}

/** Everything that the order charges beside its goods. */
export function chargesOf(order: StoreOrder): Extra[] {
  const charge = (kind: Extra['kind'], part: Part): Extra => ({ kind, ...amountsOf(order, part) });
  return [
    ...order.shipping.filter((one) => !one.removed).map((one) => charge('shipping', one)),
    ...order.fees.map((one) => charge('fee', one)),
    ...order.lines.flatMap((line) => line.duties).map((one) => charge('duty', one)),
    ...order.lines.filter((line) => line.tip).map((one) => charge('tip', one)),
  ];
}

/** Of an agreement, the sales that charge something and that `counts` lets through. */
export function itemsCharged(
  order: StoreOrder,
  { sales }: StoreAgreement,
  counts: (sale: StoreSale) => boolean,
): Items {
  return itemsOf(
    order,
    sales.filter((sale) => sale.total.shop > 0n && counts(sale)),
    (sale) => sale,
  );
}

/** Of an agreement, the sales that take something back and that `counts` lets through, in positive amounts. */
export function itemsBack(
  order: StoreOrder,
  { sales }: StoreAgreement,
  counts: (sale: StoreSale) => boolean,
): Items {
  return itemsOf(
    order,
    sales.filter((sale) => sale.total.shop < 0n && counts(sale)),
    negated,
  );
}

function itemsOf(order: StoreOrder, sales: readonly StoreSale[], signed: (sale: StoreSale) => Part): Items {
  const items: Items = { lines: [], charges: [] };
  for (const sale of sales) {
    const line = order.lines.find(({ id }) => id === sale.subjectId);
    if (line !== undefined && !line.tip && (sale.lineType === 'PRODUCT' || sale.lineType === 'GIFT_CARD')) {
      const quantity = Math.max(1, Math.abs(sale.quantity ?? 1));
      items.lines.push(typedLine(order, line, { ...sale, quantity, ...signed(sale) }));
    } else items.charges.push({ kind: chargeKinds[sale.lineType], ...amountsOf(order, signed(sale)) });
  }
  return items;
}

/** An amount that goes back without goods is an allowance, which no charge of the order stands for. */
const chargeKinds: Readonly<Record<SaleLineType, Extra['kind']>> = {
  PRODUCT: 'unknown',
  GIFT_CARD: 'unknown',
  TIP: 'tip',
  SHIPPING: 'shipping',
  DUTY: 'duty',
  FEE: 'fee',
  ADDITIONAL_FEE: 'fee',
  ADJUSTMENT: 'unknown',
  UNKNOWN: 'unknown',
};

function negated({ total, tax, taxes }: Part): Part {
  const back = ({ shop, presentment }: Part['total']) => ({ shop: -shop, presentment: -presentment });
  return {
    total: back(total),
    tax: back(tax),
    taxes: taxes.map((one) => ({ ...one, amount: back(one.amount) })),
  };
}

function amountsOf(
  { currency }: StoreOrder,
  { total, tax, taxes }: Part,
): Pick<Line, 'gross' | 'discount' | 'taxes'> {
  return {
    gross: money(total.shop - tax.shop, currency),
    discount: money(0n, currency),
    taxes: taxes.map((one) => ({
      key: keyOf(one),
      title: one.title,
      rate: one.rate,
      amount: money(one.amount.shop, currency),
    })),
  };
}

function keyOf({ title, rate, channelLiable }: StoreTax): string {
  return `${channelLiable === true ? 'channel:' : ''}${title}@${rate}`;
}
