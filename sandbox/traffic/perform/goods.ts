/** Parcels, and the holds, moves and requests before them. */
import type { StoreLocation } from '#sandbox/shopify/model/catalog.ts';
import type { StoreFulfillmentOrder } from '#sandbox/shopify/model/fulfillment.ts';
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import type { GoodsStep } from '../step.ts';
import { type Desk, openLines } from './desk.ts';

export function performGoods(desk: Desk, order: StoreOrder, step: GoodsStep): void {
  const { store } = desk;
  const open = openOrderOf(order);
  if (order.cancelledAt !== null) return;
  switch (step.do) {
    case 'ship':
      ship(desk, order, step);
      return;
    case 'third-party':
      request(desk, order, step.step);
      return;
    case 'hold':
      if (open !== undefined) store.holdFulfillmentOrder(order, open, { reason: step.reason });
      return;
    case 'release': {
      const held = order.fulfillmentOrders.find((one) => one.holds.length > 0);
      if (held !== undefined) store.releaseHold(order, held);
      return;
    }
    case 'move':
      move(desk, order, 'warehouse');
      return;
    case 'track': {
      const [fulfillment] = order.fulfillments;
      if (fulfillment?.status === 'success')
        store.changeTracking(order, fulfillment, { company: 'DHL', numbers: [`JD${order.number}00`] });
      return;
    }
    case 'undo-shipment': {
      const shipped = order.fulfillments.filter((one) => one.status === 'success');
      for (const each of step.part === 'all' ? shipped : shipped.slice(-1))
        store.cancelFulfillment(order, each);
    }
  }
}

function openOrderOf(order: StoreOrder): StoreFulfillmentOrder | undefined {
  return order.fulfillmentOrders.find((one) => one.status === 'OPEN');
}

/** To the first other place of that kind; whoever stocks nothing of it is not asked. */
function move({ store }: Desk, order: StoreOrder, kind: StoreLocation['kind']): void {
  const open = openOrderOf(order);
  const stocked = open?.lines.every(({ lineId }) => {
    const line = order.lines.find(({ id }) => id === lineId);
    const product = store.state.products.find(({ id }) => id === line?.productId);
    return line?.requiresShipping === true && product?.productType !== 'bundle' && product !== undefined;
  });
  const other = store.state.locations.find((one) => one.kind === kind && one.id !== open?.locationId);
  if (open === undefined || other === undefined || stocked !== true) return;
  store.moveFulfillmentOrder(order, open, { locationId: other.id });
}

/** Somebody who ships for us is asked, accepts, and begins. */
function request(desk: Desk, order: StoreOrder, step: 'submit' | 'accept' | 'progress'): void {
  const { store } = desk;
  if (step === 'submit') {
    move(desk, order, 'third-party');
    const open = openOrderOf(order);
    const place = store.state.locations.find(({ id }) => id === open?.locationId);
    if (open !== undefined && place?.kind === 'third-party') store.requestFulfillment(order, open, 'submit');
    return;
  }
  const asked = order.fulfillmentOrders.find(
    (one) => one.requestStatus === (step === 'accept' ? 'SUBMITTED' : 'ACCEPTED') && one.status !== 'CLOSED',
  );
  if (asked === undefined) return;
  if (step === 'accept') store.requestFulfillment(order, asked, 'accept');
  else store.reportProgress(order, asked);
}

/** Nothing leaves of what is held, and half of one unit is one unit. */
function ship(desk: Desk, order: StoreOrder, step: Extract<GoodsStep, { do: 'ship' }>): void {
  const { store, chance } = desk;
  const left = openLines(order);
  if (left.length === 0) return;
  if (step.elsewhere === true) move(desk, order, 'warehouse');
  const tracking = { company: 'DHL', numbers: [`JD${order.number}${order.fulfillments.length}`] };
  const units = left.reduce((sum, one) => sum + one.quantity, 0);
  if (step.part === 'rest' || units < 2) {
    store.fulfill(order, undefined, { tracking });
    return;
  }
  let wanted = Math.floor(units / 2);
  const half = left.flatMap(({ line, quantity }) => {
    const taken = Math.min(wanted, quantity);
    wanted -= taken;
    return taken > 0 ? [{ line, quantity: taken }] : [];
  });
  // A carrier without tracking is ordinary, too.
  store.fulfill(order, half, chance.percent(80) ? { tracking } : {});
}
