/** The sales order, and what it takes to have it say what the order holds now. */
import type { AmendmentBody } from '#domain/amendment.ts';
import type { DocumentBody, SalesOrderBody } from '#domain/document.ts';
import { legacyId } from '#domain/gid.ts';
import type { Money } from '#domain/money.ts';
import type { Obligation, PostingBody } from '#domain/posting.ts';
import { posts } from '#domain/shop.ts';
import type { Ordered } from './course.ts';
import { type Basis, depositKey, isMade, keyOf, orderReference, salesOrderKey } from './obligation-basis.ts';
import { placed } from './obligation-place.ts';
import { refundPaymentObligations } from './obligation-refund.ts';
import { holdsTheSame, type SalesOrderDue } from './sales-order.ts';

/**
 * What has left stands as it left; until then it says what the order holds now, so that nothing need be amended.
 * Nobody orders nothing: of an order of which everything was taken back since it says what it held last.
 */
export function salesOrderObligation(basis: Basis, due: SalesOrderDue): Obligation<DocumentBody> {
  const { header } = basis.order;
  const left = salesOrderLeft(basis);
  const { lines, charges, total } =
    due.states.findLast(({ lines: held }) => held.length > 0) ?? due.states[0];
  return {
    key: salesOrderKey(basis),
    kind: 'sales_order',
    anchor: legacyId(header.order),
    happenedAt: due.at,
    because: due.because,
    dependsOn: [],
    body: left ?? {
      kind: 'sales_order',
      order: { ...orderReference(basis), placedAt: header.placedAt, poNumber: header.poNumber },
      currency: header.currency,
      taxesIncluded: header.taxesIncluded,
      lines: placed(basis, lines),
      charges,
      total,
    },
  };
}

function salesOrderLeft(basis: Basis): SalesOrderBody | null {
  const body = bodyLeft(basis, salesOrderKey(basis));
  return body?.kind === 'sales_order' ? body : null;
}

function bodyLeft({ left }: Basis, key: string): PostingBody | null {
  return left.find((one) => one.key === key && one.frozen)?.body ?? null;
}

/** None where the sales order is not ours to change. */
export function amendmentObligations(basis: Basis): readonly Obligation<AmendmentBody>[] {
  const { salesOrder } = basis;
  if (salesOrder === undefined || !isAmendable(basis)) return [];
  return salesOrder.force === 'due' ? amendment(basis, salesOrder) : cancellation(basis, salesOrder);
}

/** What people made, closed or canceled is theirs to keep. */
export function isAmendable(basis: Basis): boolean {
  const known = basis.order.documents.find(({ postingKey: key }) => key === salesOrderKey(basis));
  return known === undefined || (!known.adopted && known.asPosted?.status === known.status);
}

/** One for all that changed since the sales order was said last; the latest change gives it its name for ever. */
function amendment(basis: Basis, { states }: SalesOrderDue): readonly Obligation<AmendmentBody>[] {
  const state = states.at(-1) ?? states[0];
  const { agreement, happenedAt, lines, charges, total } = state;
  const key = amendmentKey(basis, state);
  const said = lastSaid(basis, states);
  const left = bodyLeft(basis, key);
  if (said === null || (left === null && holdsTheSame(said, state))) return [];
  return [
    {
      key,
      kind: 'amend_sales_order',
      anchor: legacyId(agreement),
      happenedAt,
      because: `${basis.order.header.name} was changed after its sales order was made`,
      dependsOn: [salesOrderKey(basis)],
      body:
        left?.kind === 'amend_sales_order'
          ? left
          : {
              kind: 'amend_sales_order',
              ...about(basis, states.slice(0, -1)),
              lines: placed(basis, lines),
              charges,
              total,
            },
    },
  ];
}

/** What we had the ERP hold last, or are about to. */
function lastSaid(basis: Basis, states: SalesOrderDue['states']) {
  for (const state of states.toReversed()) {
    const body = bodyLeft(basis, amendmentKey(basis, state));
    if (body?.kind === 'amend_sales_order') return body;
  }
  return salesOrderLeft(basis);
}

/** Of an order that was called off before anything of it was invoiced, once no money lies on it at the ERP any more. */
function cancellation(basis: Basis, { states, at }: SalesOrderDue): readonly Obligation<AmendmentBody>[] {
  const { header } = basis.order;
  if (header.cancelledAt === null || !isMade(basis, salesOrderKey(basis))) return [];
  const deposited = basis.course.payments
    .filter(({ transaction }) => isMade(basis, depositKey(basis, transaction.transaction)))
    .reduce((sum, one) => sum + one.deposited.minor, 0n);
  const refunds = refundPaymentObligations(basis);
  const back = refunds.reduce(
    (sum, { body }) => (body.kind === 'refund_payment' ? sum + body.fromDeposits.minor : sum),
    0n,
  );
  // Where people pay back in the ERP, they know when the order is done with.
  if (deposited > back || (back > 0n && !posts(basis.shop, 'refund posting', header.placedAt))) return [];
  const { cancelledAt, name, order } = header;
  const key = keyOf(basis, 'cancel_sales_order', legacyId(order));
  const left = bodyLeft(basis, key);
  return [
    {
      key,
      kind: 'cancel_sales_order',
      anchor: legacyId(order),
      happenedAt: cancelledAt > at ? cancelledAt : at,
      because: `${name} was cancelled before anything of it was invoiced`,
      dependsOn: [salesOrderKey(basis), ...refunds.map((one) => one.key)],
      body:
        left?.kind === 'cancel_sales_order'
          ? left
          : { kind: 'cancel_sales_order', ...about(basis, states), total: states[0].total },
    },
  ];
}

/** What there may be before: the sales order itself, and changes of it that came earlier. */
function about(basis: Basis, before: readonly Ordered[]) {
  const totals = new Map(before.map(({ total }) => [total.minor, total]));
  const from: readonly Money[] = [...totals.values()];
  return {
    order: orderReference(basis),
    salesOrder: salesOrderKey(basis),
    from,
    after: before.slice(1).map((one) => amendmentKey(basis, one)),
  };
}

function amendmentKey(basis: Basis, { agreement }: Ordered): string {
  return keyOf(basis, 'amend_sales_order', legacyId(agreement));
}
