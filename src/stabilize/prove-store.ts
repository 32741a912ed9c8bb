import type { Break } from '#domain/break.ts';
import { type Money, shown, subtract, sum } from '#domain/money.ts';
import { difference } from './difference.ts';
import type { KnownOrder } from './know.ts';
import { type JudgedLeg, legOf } from './leg.ts';
import { isKnownSale } from './sold.ts';

/** (a) Σ sales = the store's current total, and everything in it has a name in the ERP. */
export function storeLeg(order: KnownOrder, unmapped: readonly Break[]): JudgedLeg {
  if (!order.authoritative)
    return legOf('store', [], {
      state: 'pending',
      sentence: 'The store has yet to be asked for its final figures.',
    });
  const { total, order: about } = order.header;
  const sales = sum(
    order.agreements.flatMap((one) => one.sales.map((sale) => sale.total)),
    total.currency,
  );
  const off = subtract(sales, total);
  const sentence = `Its sales add up to ${shown(sales)}, but the store shows a total of ${shown(total)}.`;
  const breaks = [
    ...unmapped,
    ...unknownSales(order),
    ...(off.minor === 0n
      ? []
      : [difference({ leg: 'store', cause: 'AMOUNT', amount: off, about, sentence })]),
  ];
  return legOf('store', breaks, {
    state: 'matched',
    expected: total,
    seen: sales,
    sentence: `Its sales add up to ${shown(total)}, the order's total.`,
  });
}

/** What the chart has no place for stands in suspense until it is mapped. */
function unknownSales({ agreements, header: { currency } }: KnownOrder): readonly Break[] {
  const strange = agreements
    .flatMap(({ sales }) => sales)
    .filter(({ lineType }) => lineType !== 'ADJUSTMENT' && !isKnownSale(lineType));
  return [...Map.groupBy(strange, ({ lineType }) => lineType)].map(([lineType, sales]) => {
    const amount: Money = sum(
      sales.map(({ total }) => total),
      currency,
    );
    const sentence = `A sale of the unknown type ${lineType} stands in suspense until it is mapped.`;
    return difference({ leg: 'store', cause: 'UNKNOWN_TYPE', amount, about: `sale ${lineType}`, sentence });
  });
}
