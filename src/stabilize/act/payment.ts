/** The ERP knew of money first (net terms, bank transfer, cash on delivery): the store is told, once. */
import type { MarkPaidBody } from '#domain/act.ts';
import { type Money, shown, subtract } from '#domain/money.ts';
import type { Obligation } from '#domain/posting.ts';
import type { KnownDocument, KnownOrder } from '#src/stabilize/know.ts';
import type { ActContext, ActsOf } from './acts.ts';
import { erpAnchor, named, referenceOf } from './name.ts';
import { receiptsOf } from './receipt.ts';

/** An order that the store calls paid is never told again: nothing of it is outstanding. */
export const paymentActs: ActsOf = (order, context) => {
  let outstanding = order.header.outstanding;
  if (outstanding === null || outstanding.minor <= 0n || order.header.merchantOfRecord) return [];
  const obliged: Obligation<MarkPaidBody>[] = [];
  for (const document of receiptsOf(order).unknownToStore) {
    const held = whyHeld(order, document, outstanding);
    obliged.push(markPaid(order, { document, outstanding, held, context }));
    if (held === null) outstanding = subtract(outstanding, document.total);
  }
  return obliged;
};

type Marking = {
  readonly document: KnownDocument;
  readonly outstanding: Money;
  readonly held: string | null;
  readonly context: ActContext;
};

function markPaid(
  order: KnownOrder,
  { document, outstanding, held, context: { shop } }: Marking,
): Obligation<MarkPaidBody> {
  const { connectionId, documentId: id, number, total, method } = document;
  return {
    ...named(shop.domain, 'mark_paid', erpAnchor(`${connectionId}-${id}`)),
    kind: 'mark_paid',
    happenedAt: document.createdAt ?? order.header.placedAt,
    because: `the ERP received ${shown(total)} as ${number}, and the store waits for it`,
    dependsOn: [],
    ...(held !== null && { held }),
    body: {
      kind: 'mark_paid',
      order: referenceOf(order, shop.domain),
      payment: { id, number },
      method: method ?? 'Other',
      isWhole: total.minor === outstanding.minor && total.currency === outstanding.currency,
      total,
    },
  };
}

function whyHeld(
  { header }: KnownOrder,
  { number, total }: KnownDocument,
  outstanding: Money,
): string | null {
  const is = `${number} of ${shown(total)}`;
  if (header.cancelledAt !== null) return `${is} came in for an order that is cancelled in the store`;
  if (total.currency !== outstanding.currency) return `${is} is in another currency than the order's books`;
  if (total.minor > outstanding.minor)
    return `${is} is more than the ${shown(outstanding)} that the store waits for`;
  if (total.minor < outstanding.minor && header.presentmentCurrency !== header.currency)
    return `${is} pays a part of an order that the customer owes in ${header.presentmentCurrency}`;
  return null;
}
