/** Second thoughts of staff and customers: assessments, edits, cancellations, disputes. */
import { currentQuantityOf } from '#sandbox/shopify/act/agree.ts';
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import type { EditSpec, LineSpec } from '#sandbox/shopify/spec.ts';
import type { OtherStep } from '../step.ts';
import { type Desk, openLines } from './desk.ts';

export function performOther(desk: Desk, order: StoreOrder, step: OtherStep): void {
  const { store } = desk;
  switch (step.do) {
    case 'assess': {
      const facts =
        step.level === 'HIGH'
          ? [{ description: 'Many orders share this address', sentiment: 'NEGATIVE' } as const]
          : [];
      store.assessRisk(order, { provider: step.provider, level: step.level, facts });
      return;
    }
    case 'edit': {
      const edit = order.cancelledAt === null ? editOf(desk, order, step.change) : null;
      if (edit !== null) store.editOrder(order, edit);
      return;
    }
    case 'cancel':
      if (order.cancelledAt === null)
        store.cancel(order, { reason: step.reason, refund: step.refund, restock: true });
      return;
    case 'note':
      store.changeNote(order, { tags: step.tags });
      return;
    case 'dispute': {
      const taken = order.transactions.find(
        (one) =>
          one.gateway === 'shopify_payments' &&
          one.status === 'success' &&
          (one.kind === 'sale' || one.kind === 'capture'),
      );
      if (taken !== undefined) store.dispute(order, taken, { type: step.type });
      return;
    }
    case 'resolve-dispute': {
      const dispute = store.state.payments.disputes.find(
        (one) => one.orderId === order.id && one.finalizedOn === null,
      );
      if (dispute !== undefined) store.resolveDispute(dispute, step.outcome);
      return;
    }
    case 'close':
      store.closeOrder(order);
  }
}

function editOf(
  desk: Desk,
  order: StoreOrder,
  change: Extract<OtherStep, { do: 'edit' }>['change'],
): EditSpec | null {
  const editable = openLines(order).filter(({ line }) => !line.giftCard);
  const [first] = editable;
  const fewer = first && {
    lineId: first.line.id,
    quantity: currentQuantityOf(order, first.line) - 1,
    restock: true,
  };
  const added = addedLine(desk, order);
  const taxes = order.shipping[0]?.taxes.map(({ title, rate }) => ({ title, rate })) ?? [];
  switch (change) {
    case 'add':
      return added === null ? null : { add: [added] };
    case 'fewer':
      // An order is canceled rather than edited down to nothing.
      return fewer === undefined || (fewer.quantity === 0 && order.lines.length === 1)
        ? null
        : { quantities: [fewer] };
    case 'swap':
      return fewer === undefined || added === null ? null : { quantities: [fewer], add: [added] };
    case 'shipping':
      return {
        shipping: { add: { title: 'Express', price: order.lines[0]?.unitPrice.presentment ?? 100n, taxes } },
      };
  }
}

/** Another unit of something the order has, so that its price and taxes are known in its own money. */
function addedLine({ shelf, chance }: Desk, order: StoreOrder): LineSpec | null {
  const line = order.lines.find((one) => !one.giftCard && !one.tip && one.variantId !== null);
  if (line?.variantId === null || line === undefined) return null;
  const taxes = line.taxes.map(({ title, rate, channelLiable }) => ({ title, rate, channelLiable }));
  const other =
    order.currency === order.presentmentCurrency
      ? chance.pick(shelf.goods)
      : shelf.byVariant.get(line.variantId);
  if (other === undefined) return null;
  const unitPrice = order.currency === order.presentmentCurrency ? other.price : line.unitPrice.presentment;
  const { sku, title, variantId, requiresShipping } = other;
  return { sku, title, variantId, requiresShipping, unitPrice, quantity: 1, taxes };
}
