/** The store's word on an order's payment against what its transactions say (issue: the payment status flow). */
import type { Break } from '#domain/break.ts';
import { type Money, shown, subtract, sum, zero } from '#domain/money.ts';
import { difference } from './difference.ts';
import type { KnownOrder } from './know.ts';
import { receipts, refundsPaid } from './settle.ts';
import { suspended } from './suspense.ts';

const unpaid = ['pending', 'authorized', 'voided', 'expired', 'unpaid'] as const;
const paid = ['paid', 'partially_paid', 'partially_refunded', 'refunded'] as const;
const known = new Set<string>([...unpaid, ...paid]);

/** What a status that nobody documents holds in suspense; what contradicts the money that moved. */
export function statusDifferences(order: KnownOrder): readonly Break[] {
  const { financialStatus: said, order: about, total, currency } = order.header;
  if (!known.has(said)) {
    const sentence = `The store calls the order's payment “${said}”, which nobody has documented.`;
    return [difference({ leg: 'cash', cause: 'UNKNOWN_TYPE', amount: total, about, sentence })];
  }
  const unknown = moved(suspended(order));
  const [received, returned] = [
    [...moved(receipts(order.transactions)), ...unknown.filter(({ minor }) => minor > 0n)],
    [
      ...moved(refundsPaid(order.transactions)),
      ...unknown.filter(({ minor }) => minor < 0n).map((amount) => subtract(zero(currency), amount)),
    ],
  ].map((amounts) => sum(amounts, currency));
  if (received === undefined || returned === undefined) return [];
  const fitting = fittingStates(order, { received, returned });
  if (fitting.has(said)) return [];
  const amount = subtract(subtract(received, returned), total);
  const words = `${shown(received)} came in and ${shown(returned)} went back`;
  const sentence = `The store calls the order ${said.replaceAll('_', ' ')}, but ${words} of ${shown(total)}.`;
  return [difference({ leg: 'cash', cause: 'STATUS', amount, about, sentence, evidence: { status: said } })];
}

function moved(some: readonly { readonly amount: Money }[]): readonly Money[] {
  return some.map(({ amount }) => amount);
}

type Flow = { readonly received: Money; readonly returned: Money };

/** The customer's side decides and each amount is converted by itself, so near the edge both states fit. */
function fittingStates(
  { header, transactions, agreements }: KnownOrder,
  { received, returned }: Flow,
): ReadonlySet<string> {
  const slack =
    header.presentmentCurrency === header.currency ? 0n : BigInt(transactions.length + agreements.length * 4);
  if (returned.minor > 0n) {
    const left = received.minor - returned.minor;
    if (left < -slack || (left <= slack && slack === 0n)) return new Set(['refunded']);
    return left > slack ? new Set(['partially_refunded']) : new Set(['partially_refunded', 'refunded']);
  }
  const open = header.total.minor - received.minor;
  if (received.minor > 0n) {
    if (open > slack) return new Set(['partially_paid']);
    return open < -slack || slack === 0n ? new Set(['paid']) : new Set(['paid', 'partially_paid']);
  }
  return header.total.minor > slack ? new Set(unpaid) : new Set([...unpaid, 'paid']);
}
