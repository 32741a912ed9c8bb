/** Opens a return of something that was shipped, and chooses what is wanted instead. */
import type { StoreFulfillmentLine } from '#sandbox/shopify/model/fulfillment.ts';
import type { StoreLine, StoreOrder } from '#sandbox/shopify/model/order.ts';
import type { Article } from '../article.ts';
import type { BackStep, ExchangeKind } from '../step.ts';
import type { Desk } from './desk.ts';

type Opening = Extract<BackStep, { do: 'open-return' }>;

export function openReturn(desk: Desk, order: StoreOrder, step: Opening): void {
  const shipped = firstShipped(order);
  if (shipped === undefined || order.cancelledAt !== null) return;
  const { part, line } = shipped;
  const wanted = step.exchange === null ? undefined : insteadOf(line, step.exchange, desk);
  const wayThere = order.shipping[0]?.price.presentment ?? 0n;
  const spec = {
    lines: [
      {
        fulfillmentLineId: part.id,
        quantity: part.quantity,
        reason: 'UNWANTED',
        ...(step.fee > 0 ? { restockingFeePercent: step.fee } : {}),
      },
    ],
    ...(step.paysWayBack && wayThere > 0n ? { shippingFee: wayThere } : {}),
    ...(wanted === undefined
      ? {}
      : { exchanges: [{ variantId: wanted.variantId, quantity: part.quantity }] }),
  } as const;
  if (step.requested) desk.store.requestReturn(order, spec);
  else desk.store.createReturn(order, spec);
}

/** By the order's lines, since what a parcel holds depends on where there was stock. */
function firstShipped(order: StoreOrder): { part: StoreFulfillmentLine; line: StoreLine } | undefined {
  const parts = order.fulfillments.flatMap(({ status, lines }) => (status === 'success' ? lines : []));
  for (const line of order.lines) {
    const part = parts.find((one) => one.lineId === line.id);
    if (part !== undefined && !line.giftCard && line.variantId !== null) return { part, line };
  }
  return undefined;
}

function insteadOf(line: StoreLine, kind: ExchangeKind, { shelf, chance }: Desk): Article | undefined {
  const returned = line.variantId === null ? undefined : shelf.byVariant.get(line.variantId);
  if (returned === undefined || kind === 'equal') return returned;
  const able = shelf.goods.filter(
    (one) =>
      one.requiresShipping &&
      !one.bundle &&
      (kind === 'cheaper' ? one.price < returned.price : one.price > returned.price),
  );
  return able[chance.whole(0, Math.max(0, able.length - 1))] ?? returned;
}
