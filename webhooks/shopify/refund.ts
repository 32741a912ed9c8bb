import type { z } from 'zod';
import type { Fact } from '#domain/fact.ts';
import { gid } from '#domain/gid.ts';
import { type Money, parseMoney, sum } from '#domain/money.ts';
import { Park } from '#domain/obstacle.ts';
import { read } from './parse.ts';
import { refundPayload } from './schema.ts';
import { exact, instantOf, noted, orderLane, type Topic } from './topic.ts';

type Payload = z.output<typeof refundPayload>;

/** Noted, and itemized as far as the payload allows until the authority does. */
export const refund: Topic = {
  translate(payload, said) {
    const refunded = read(refundPayload, payload);
    const key = exact('Refund', refunded.admin_graphql_api_id, refunded.id);
    const lanes = [orderLane(gid('Order', refunded.order_id))] as const;
    const at = refunded.processed_at ?? refunded.created_at;
    const note = noted(
      'refund_noted',
      { key, lanes, at, said },
      { lines: refunded.refund_line_items.length },
    );
    const currency = shopCurrency(refunded);
    // What was paid in another currency is not known in the books' until the authority says it.
    if (currency === null || refunded.transactions.some((one) => one.currency !== currency)) return [note];
    const fact: Fact = {
      kind: 'refund',
      key,
      lanes,
      happenedAt: instantOf(at),
      authority: false,
      body: {
        refund: key,
        createdAt: instantOf(refunded.created_at),
        ...itemized(refunded, currency),
      },
    };
    return [note, fact];
  },
};

/** The currency of the books, which a refund names only beside its amounts. */
function shopCurrency(refunded: Payload): string | null {
  const sets = [
    refunded.total_duties_set,
    ...refunded.refund_line_items.flatMap((line) => [line.subtotal_set, line.total_tax_set]),
    ...refunded.order_adjustments.flatMap((one) => [one.amount_set, one.tax_amount_set]),
  ];
  const [currency, ...others] = new Set(sets.flatMap((one) => one?.shop_money.currency_code ?? []));
  if (others.length > 0) throw new Park('a refund names more than one currency of the shop');
  return currency ?? null;
}

function itemized(refunded: Payload, currency: string) {
  const amount = (set: { shop_money: { amount: string } } | null | undefined, plain?: string | null): Money =>
    parseMoney(set?.shop_money.amount ?? plain ?? '0', currency);
  const moved = refunded.transactions.filter(({ kind, status }) => kind === 'refund' && status === 'success');
  return {
    total: sum(
      moved.map((one) => parseMoney(one.amount ?? '0', currency)),
      currency,
    ),
    lines: refunded.refund_line_items.map((line) => ({
      lineItem: gid('LineItem', line.line_item_id),
      quantity: line.quantity,
      restock: line.restock_type?.toLowerCase() ?? 'unknown',
      location: line.location_id == null ? null : gid('Location', line.location_id),
      subtotal: amount(line.subtotal_set, line.subtotal),
      tax: amount(line.total_tax_set, line.total_tax),
    })),
    // Shipping that went back is told here too, which the authority tells apart.
    adjustments: refunded.order_adjustments
      .filter(({ kind }) => kind !== 'shipping_refund')
      .map((one) => ({
        reason: one.reason?.toUpperCase().replaceAll(' ', '_') ?? 'UNKNOWN',
        amount: amount(one.amount_set),
        tax: amount(one.tax_amount_set),
      })),
    transactions: refunded.transactions.map((one) =>
      exact('OrderTransaction', one.admin_graphql_api_id, one.id),
    ),
  };
}
