/** What the store and the ERP did to an order by their own clocks, whether or not a delivery told of it in time. */
import type { Agreement, Refund, Transaction } from '#domain/fact.ts';
import type { Instant } from '#domain/instant.ts';
import type { KnownDocument, KnownOrder } from '#src/stabilize/know.ts';
import { spoken } from './voice.ts';
import { amount, count } from './words.ts';

export type Happening = { readonly at: Instant; readonly text: string };

/** Placing, payments, shipments, changes, refunds, the cancellation, and documents that people made in the ERP. */
export function storeEvents(order: KnownOrder, refunds: readonly Refund[]): readonly Happening[] {
  const { header, transactions, fulfillments, agreements, documents } = order;
  return [
    { at: header.placedAt, text: 'The order was placed in the store.' },
    ...transactions.map((one) => ({ at: one.processedAt, text: paymentSaid(one) })),
    ...fulfillments.map((one) => ({
      at: one.createdAt,
      text: `${count(
        one.lines.reduce((sum, line) => sum + line.quantity, 0),
        'unit was',
        'units were',
      )} fulfilled (${one.status}).`,
    })),
    ...agreements
      .filter(isEdit)
      .map((one) => ({ at: one.happenedAt, text: 'The order was edited in the store.' })),
    ...refunds.map((one) => ({
      at: one.createdAt,
      text: `A refund of ${amount(one.total)} was made in the store.`,
    })),
    ...(header.cancelledAt === null
      ? []
      : [{ at: header.cancelledAt, text: 'The order was cancelled in the store.' }]),
    ...documents.flatMap(madeByPeople),
  ];
}

function isEdit({ reason }: Agreement): boolean {
  return reason.toLowerCase() === 'order_edit';
}

const kinds: Readonly<Record<string, string>> = {
  authorization: 'was authorized',
  capture: 'was captured',
  sale: 'was paid',
  refund: 'was paid back',
  void: 'was released',
  change: 'was given as change',
};

/** "€119.00 was paid by Shopify Payments." */
function paymentSaid({ kind, status, gateway, amount: money, test }: Transaction): string {
  const what = kinds[kind] ?? `moved (${spoken(kind)})`;
  const how = status === 'success' ? '' : ` (${spoken(status)})`;
  return `${amount(money)} ${what} by ${spoken(gateway)}${how}${test ? ', as a test' : ''}.`;
}

function madeByPeople({ postingKey, createdAt, kind, number, total }: KnownDocument): readonly Happening[] {
  if (postingKey !== null || createdAt === null) return [];
  return [{ at: createdAt, text: `The ${spoken(kind)} ${number} of ${amount(total)} was made in the ERP.` }];
}
