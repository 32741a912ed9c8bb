/** Goods and money on their way back. */
import { refundableOf } from '#sandbox/shopify/act/agree.ts';
import type { StoreLine, StoreOrder } from '#sandbox/shopify/model/order.ts';
import { receivedOf, refundedOf } from '#sandbox/shopify/order.ts';
import type { BackStep } from '../step.ts';
import type { Desk } from './desk.ts';
import { openReturn } from './return.ts';

export function performBack(desk: Desk, order: StoreOrder, step: BackStep): void {
  const { store } = desk;
  const open = order.returns.findLast((one) => one.status === 'OPEN' || one.status === 'REQUESTED');
  switch (step.do) {
    case 'refund':
      refund(desk, order, step);
      return;
    case 'settle-refund': {
      const pending = order.transactions.find((one) => one.kind === 'refund' && one.status === 'pending');
      if (pending !== undefined) store.settlePayment(order, pending, step.outcome);
      return;
    }
    case 'open-return':
      openReturn(desk, order, step);
      return;
    case 'approve-return':
      if (open?.status === 'REQUESTED') store.approveReturn(order, open);
      return;
    case 'process-return':
      if (open?.status !== 'OPEN') return;
      store.processReturn(order, open, {
        lines: open.lines.map((line) => ({
          returnLineId: line.id,
          quantity: line.quantity - line.processed,
          dispositions: [
            {
              type: step.found === 'whole' ? 'RESTOCKED' : 'NOT_RESTOCKED',
              quantity: line.quantity - line.processed,
              locationId: store.state.shop.locationId,
            },
          ],
        })),
        exchanges: open.exchanges.map((one) => ({ exchangeLineId: one.id, quantity: one.quantity })),
      });
      return;
    case 'close-return':
      if (open?.status === 'OPEN') store.closeReturn(order, open);
  }
}

type RefundStep = Extract<BackStep, { do: 'refund' }>;

function refund({ store }: Desk, order: StoreOrder, step: RefundStep): void {
  const left = receivedOf(order).presentment - refundedOf(order).presentment;
  if (left <= 0n || order.cancelledAt !== null) return;
  const status = step.status === undefined ? {} : { status: step.status };
  const lines = refundableLines(order);
  switch (step.what) {
    case 'shipping':
      if (order.shipping.some((one) => one.total.presentment > 0n))
        store.refund(order, { shipping: 'all', ...status });
      return;
    case 'amount':
      store.refund(order, {
        amount: (left * BigInt(step.percent ?? 10)) / 100n + 1n,
        discrepancy: step.discrepancy ?? 'CUSTOMER',
        ...status,
      });
      return;
    case 'beyond':
      store.refund(order, {
        amount: left + (left * BigInt(step.percent ?? 10)) / 100n + 1n,
        allowOverRefunding: true,
        discrepancy: 'CUSTOMER',
      });
      return;
    case 'one-unit':
    case 'lines': {
      const [first] = lines;
      if (first === undefined) return;
      const quantity = step.what === 'one-unit' ? 1 : first.quantity;
      // Shipped goods that are not sent back are gone; what never left returns to the shelf.
      const restock = order.fulfillments.length > 0 ? 'NO_RESTOCK' : 'CANCEL';
      store.refund(order, { lines: [{ lineId: first.line.id, quantity, restock }], ...status });
    }
  }
}

function refundableLines(order: StoreOrder): { readonly line: StoreLine; readonly quantity: number }[] {
  return order.lines
    .filter((line) => !line.tip && !line.giftCard)
    .map((line) => ({ line, quantity: refundableOf(order, line) }))
    .filter((one) => one.quantity > 0);
}
