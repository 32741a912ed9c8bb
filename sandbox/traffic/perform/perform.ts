/** Carries out one step of an order's life on the store. */
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import type { Step } from '../step.ts';
import { performBack } from './back.ts';
import type { Desk } from './desk.ts';
import { performGoods } from './goods.ts';
import { performOther } from './other.ts';
import { performPayment } from './payment.ts';

/** Does nothing where the order has nothing left for it; throws `Refused` where Shopify would refuse. */
export function perform(desk: Desk, order: StoreOrder, step: Step): void {
  switch (step.do) {
    case 'capture':
    case 'pay':
    case 'record-payment':
    case 'pay-cash':
    case 'settle':
    case 'void':
      performPayment(desk, order, step);
      return;
    case 'ship':
    case 'third-party':
    case 'hold':
    case 'release':
    case 'move':
    case 'track':
    case 'undo-shipment':
      performGoods(desk, order, step);
      return;
    case 'refund':
    case 'settle-refund':
    case 'open-return':
    case 'approve-return':
    case 'process-return':
    case 'close-return':
      performBack(desk, order, step);
      return;
    case 'assess':
    case 'edit':
    case 'cancel':
    case 'note':
    case 'dispute':
    case 'resolve-dispute':
    case 'close':
      performOther(desk, order, step);
  }
}
