/** People whom the ERP learns from first: its warehouse ships, its bank receives, and the app tells the store. */
import type { WorkflowName } from '#domain/workflow.ts';
import type { StoreLine, StoreOrder } from '#sandbox/shopify/model/order.ts';
import { orderGid, outstandingOf } from '#sandbox/shopify/order.ts';
import { bankHours, erpFirst } from '../habit.ts';
import { placeOf } from '../mapping.ts';
import { openLines } from '../perform/desk.ts';
import { chanceOf } from '../random.ts';
import type { Step } from '../step.ts';
import type { Site } from './site.ts';

const aloud = { announce: true };

/** Does a step at the ERP's desk instead of the store's where the app confirms such; false where it is the store's. */
export function doneAtErp(site: Site, order: StoreOrder, step: Step): boolean {
  if (order.test || order.cancelledAt !== null) return false;
  if (step.do === 'ship') return draws(site, order, 'shipment confirmation') && ship(site, order);
  if (step.do === 'record-payment')
    return step.part === 'rest' && draws(site, order, 'payment write-back') && receive(site, order);
  return false;
}

function draws({ world, seed }: Site, { name }: StoreOrder, workflow: WorkflowName): boolean {
  const percent = workflow === 'shipment confirmation' ? erpFirst.parcelPercent : erpFirst.moneyPercent;
  return (
    world.modes?.get(workflow) === 'auto' && chanceOf(seed, 'erp first', workflow, name).percent(percent)
  );
}

/** One parcel with all that is left, from one place that is the merchant's own. */
function ship({ world: { store, erp } }: Site, order: StoreOrder): boolean {
  const open = order.fulfillmentOrders.filter(({ lines }) => lines.some(({ remaining }) => remaining > 0));
  const [first] = open;
  const place = store.state.locations.find(({ id }) => id === first?.locationId);
  const units = openLines(order).map(({ line, quantity }) => ({ sku: skuOf(line), quantity: -quantity }));
  const isPlain = open.length === 1 && first?.status === 'OPEN' && first.requestStatus === 'UNSUBMITTED';
  if (!isPlain || place === undefined || place.kind === 'third-party' || units.length === 0) return false;
  const named = units.flatMap(({ sku, quantity }) =>
    sku === null ? [] : [{ sku, quantity, location: placeOf(place) }],
  );
  if (named.length < units.length) return false;
  const tracking = { carrier: 'DHL', trackingNumber: `JD${order.number}9` };
  erp.enterByHand('shipment', { order: orderGid(order), units: named, ...tracking }, aloud);
  return true;
}

function skuOf({ sku, giftCard, requiresShipping }: StoreLine): string | null {
  return giftCard || !requiresShipping ? null : sku;
}

/** All that is outstanding, in the shop's own currency, where the ERP has an invoice that it pays; banks book by day. */
function receive({ world: { clock, erp } }: Site, order: StoreOrder): boolean {
  const { shop } = outstandingOf(order);
  const isInvoiced = erp.documents.some(
    (one) => one.kind === 'invoice' && one.order === orderGid(order) && one.status !== 'canceled',
  );
  const hour = new Date(clock.now()).getUTCHours();
  if (
    !isInvoiced ||
    hour < bankHours.from ||
    hour > bankHours.to ||
    shop <= 0n ||
    order.presentmentCurrency !== order.currency
  )
    return false;
  const total = { minor: String(shop), currency: order.currency };
  erp.enterByHand('payment', { order: orderGid(order), total, method: 'bank_transfer' }, aloud);
  return true;
}
