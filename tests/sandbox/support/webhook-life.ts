/** A short life in which a store does everything that it can announce, in many shapes of order. */
import type { Acts } from '#sandbox/shopify/model/act.ts';
import type { StoreLocation, StoreVariant } from '#sandbox/shopify/model/catalog.ts';
import type { StoreFulfillmentOrder } from '#sandbox/shopify/model/fulfillment.ts';
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import type { StoreReturn } from '#sandbox/shopify/model/return.ts';
import type { ShopState } from '#sandbox/shopify/model/shop.ts';
import type { LineSpec, OrderSpec } from '#sandbox/shopify/spec.ts';

export type Living = Acts & { readonly state: ShopState };

const vat = { title: 'DE MwSt', rate: '0.19' };
const reducedVat = { title: 'DE MwSt', rate: '0.07' };
const stateTax = { title: 'CA State Tax', rate: '0.0725', channelLiable: null };
const cityTax = { title: 'Los Angeles', rate: '0.0225', channelLiable: true };

type Shelf = { readonly lamp: StoreVariant; readonly chair: StoreVariant; readonly service: StoreLocation };

export function liveThroughEverything(store: Living): void {
  const shelf = stockTheShelf(store);
  sellAndShip(store, shelf);
  sellAbroad(store, shelf);
  sellAtTheTill(store, shelf);
  sellOnTerms(store, shelf);
  changeMinds(store, shelf);
  rerouteEverything(store, shelf);
  takeGoodsBack(store, shelf);
  quarrel(store, shelf);
}

function stockTheShelf(store: Living): Shelf {
  const lamp = variantOf(store, 'Lamp', 11900n);
  const chair = variantOf(store, 'Chair', 24900n);
  const service = store.addLocation({ name: 'Pack & Ship', country: 'DE', kind: 'third-party' });
  store.addLocation({ name: 'Second warehouse', country: 'DE', kind: 'warehouse' });
  for (const { inventoryItemId } of [lamp, chair])
    for (const { id: locationId } of store.state.locations)
      store.setQuantity({ inventoryItemId, locationId }, 'available', { quantity: 90, reason: 'received' });
  store.adjustQuantity(
    { inventoryItemId: lamp.inventoryItemId, locationId: store.state.shop.locationId },
    'available',
    { delta: -1, reason: 'damaged' },
  );
  store.changePrice(lamp, 12900n, 14900n);
  const sale = store.addProduct({
    title: 'Short-lived',
    variants: [
      { title: 'Small', sku: 'SHORT-S', price: 500n },
      { title: 'Large', sku: null, price: 700n },
    ],
  });
  store.deleteProduct(sale);
  return { lamp, chair, service };
}

function variantOf(store: Living, title: string, price: bigint): StoreVariant {
  const product = store.addProduct({
    title,
    vendor: 'Acme',
    tags: ['home', 'new'],
    variants: [{ title: 'Default Title', sku: title.toUpperCase(), price }],
  });
  return first(product.variants);
}

function line(variant: StoreVariant, changes: Partial<LineSpec> = {}): LineSpec {
  const { id: variantId, sku, price: unitPrice } = variant;
  return { sku, title: sku ?? '', quantity: 1, unitPrice, taxes: [vat], variantId, ...changes };
}

/** Prices with tax, every kind of discount, a tip, a fee and a duty; shipped in two parcels, and refunded in parts. */
function sellAndShip(store: Living, { lamp, chair }: Shelf): void {
  const order = store.placeOrder({
    lines: [
      line(lamp, { quantity: 3, discount: 200n }),
      line(chair, { taxes: [vat, reducedVat], duty: { amount: 700n, taxes: [vat] } }),
      { sku: null, title: 'Honey', quantity: 2, unitPrice: 1095n, taxes: [reducedVat] },
      giftCard,
    ],
    taxesIncluded: true,
    shipping: { title: 'DHL Paket', price: 990n, discount: 490n, taxes: [vat] },
    discountCode: { code: 'TEN', percent: 10 },
    automaticDiscount: { title: 'Autumn', amount: 500n },
    tip: 300n,
    fees: [{ name: 'Packaging', amount: 100n, taxes: [vat] }],
    poNumber: 'PO-7',
    note: 'Ring twice',
    tags: ['vip', 'b2b'],
    payment: { kind: 'sale', gateway: 'shopify_payments' },
  });
  const sold = first(order.lines);
  const tracking = { company: 'DHL', numbers: ['JD100', 'JD101'] };
  const parcel = store.fulfill(order, [{ line: sold, quantity: 1 }], { tracking });
  store.changeTracking(order, parcel, { company: 'UPS', numbers: ['1Z1'] });
  store.cancelFulfillment(order, parcel);
  store.fulfill(order);
  store.refund(order, {
    lines: [{ lineId: sold.id, quantity: 1, restock: 'RETURN', locationId: store.state.shop.locationId }],
    shipping: 'all',
    duties: order.lines.flatMap(({ duties }) =>
      duties.map(({ id }) => ({ dutyId: id, type: 'FULL' as const })),
    ),
    note: 'Scratched',
  });
  store.refund(order, { amount: 150n, discrepancy: 'DAMAGE' });
  store.changeNote(order, { note: 'Ring thrice', tags: [] });
  // Paid and shipped, it was archived by itself.
  store.reopenOrder(order);
  store.closeOrder(order);
}

const giftCard = { sku: null, title: 'Gift card', quantity: 1, unitPrice: 5000n, taxes: [], giftCard: true };

/** Another currency, taxes on top that a channel may owe, and money that is authorized, declined, pending and voided. */
function sellAbroad(store: Living, { lamp }: Shelf): void {
  const abroad: OrderSpec = {
    lines: [line(lamp, { quantity: 2, unitPrice: 13900n, taxes: [stateTax, cityTax] })],
    taxesIncluded: false,
    currency: 'USD',
    exchangeRate: '0.92',
    shipping: { title: 'Air', price: 1900n, taxes: [] },
    source: 'marketplace',
    merchantOfRecordApp: 'Bazaar',
  };
  const gateway = 'shopify_payments';
  const order = store.placeOrder({ ...abroad, payment: { kind: 'authorization', gateway } });
  store.pay(order, { kind: 'capture', gateway, amount: 10000n });
  store.pay(order, { kind: 'capture', gateway, status: 'failure', amount: 5000n });
  const voided = store.placeOrder({ ...abroad, payment: { kind: 'authorization', gateway } });
  store.pay(voided, { kind: 'void', gateway });
  const waiting = store.placeOrder({
    ...abroad,
    payment: { kind: 'sale', gateway: 'paypal', status: 'pending' },
  });
  store.settlePayment(waiting, first(waiting.transactions), 'success');
  const pending = store.refund(waiting, { amount: 1000n, status: 'pending' });
  const refund = waiting.transactions.find(({ refundId }) => refundId === pending.id);
  if (refund !== undefined) store.settlePayment(waiting, refund, 'success');
}

/** Nobody's order, carried out of the shop, paid with a note and rounded. */
function sellAtTheTill(store: Living, { lamp }: Shelf): void {
  const order = store.placeOrder({
    lines: [line(lamp, { unitPrice: 1998n })],
    taxesIncluded: true,
    source: 'pos',
    customerId: null,
    handedOver: true,
    retailLocationId: store.state.shop.locationId,
  });
  store.pay(order, { kind: 'sale', gateway: 'cash', amount: 2998n, rounding: 2n });
  store.pay(order, { kind: 'change', gateway: 'cash', amount: 1000n });
}

function sellOnTerms(store: Living, { lamp }: Shelf): void {
  const order = store.placeOrder({
    lines: [line(lamp)],
    taxesIncluded: true,
    source: 'shopify_draft_order',
    netDays: 14,
  });
  store.recordManualPayment(order, { gateway: 'Bank Deposit' });
  const card = store.issueGiftCard(20000n);
  store.placeOrder({
    lines: [line(lamp)],
    taxesIncluded: true,
    payment: { kind: 'sale', gateway: 'gift_card', giftCardId: card.id },
  });
}

function changeMinds(store: Living, { lamp, chair }: Shelf): void {
  const paid: OrderSpec = {
    lines: [line(lamp, { quantity: 2 }), line(chair)],
    taxesIncluded: true,
    shipping: { title: 'DHL Paket', price: 490n, taxes: [vat] },
    payment: { kind: 'sale', gateway: 'shopify_payments' },
  };
  const edited = store.placeOrder(paid);
  store.editOrder(edited, {
    quantities: [{ lineId: first(edited.lines).id, quantity: 1, restock: true }],
    add: [line(chair, { quantity: 1 })],
    shipping: { add: { title: 'Express', price: 500n, taxes: [vat] } },
  });
  store.assessRisk(edited, { provider: null, level: 'LOW', facts: [] });
  store.assessRisk(edited, {
    provider: 'Guard',
    level: 'HIGH',
    facts: [{ description: 'Many orders share this address', sentiment: 'NEGATIVE' }],
  });
  const canceled = store.placeOrder(paid);
  store.cancel(canceled, { reason: 'fraud', refund: true, restock: true });
  const unwanted = store.placeOrder({ lines: [line(lamp)], taxesIncluded: false });
  store.cancel(unwanted);
  store.deleteOrder(unwanted);
}

function rerouteEverything(store: Living, { lamp, service }: Shelf): void {
  const place = () => {
    const order = store.placeOrder({ lines: [line(lamp, { quantity: 4 })], taxesIncluded: true });
    return { order, work: first(order.fulfillmentOrders) };
  };
  const { order, work } = place();
  const apart = store.splitFulfillmentOrder(order, work, [{ id: first(work.lines).id, quantity: 1 }]);
  store.mergeFulfillmentOrders(order, [work, apart]);
  store.holdFulfillmentOrder(order, work, { reason: 'HIGH_RISK_OF_FRAUD', notes: 'Call first', handle: 'a' });
  store.holdFulfillmentOrder(order, work, { reason: 'OTHER', handle: 'b', heldBy: 'Guard' });
  store.releaseHold(order, work);
  store.reportProgress(order, work);

  const steps = (
    work_: { readonly order: StoreOrder; readonly work: StoreFulfillmentOrder },
    ...taken: Parameters<Acts['requestFulfillment']>[2][]
  ): StoreFulfillmentOrder => {
    const moved = store.moveFulfillmentOrder(work_.order, work_.work, { locationId: service.id });
    for (const step of taken) store.requestFulfillment(work_.order, moved, step);
    return moved;
  };
  steps(place(), 'submit', 'reject');
  steps(place(), 'submit', 'accept', 'request-cancellation', 'reject-cancellation');
  steps(place(), 'submit', 'accept', 'request-cancellation', 'accept-cancellation');
  const submitted = place();
  store.cancelFulfillmentOrder(submitted.order, steps(submitted, 'submit'));
}

function takeGoodsBack(store: Living, { lamp, chair }: Shelf): void {
  const shipped = (): StoreOrder => {
    const order = store.placeOrder({
      lines: [line(lamp, { quantity: 2 })],
      taxesIncluded: true,
      payment: { kind: 'sale', gateway: 'shopify_payments' },
    });
    store.fulfill(order);
    return order;
  };
  const back = (order: StoreOrder) => ({
    lines: [
      {
        fulfillmentLineId: first(first(order.fulfillments).lines).id,
        quantity: 1,
        reason: 'DEFECTIVE' as const,
        restockingFeePercent: 10,
      },
    ],
    exchanges: [{ variantId: chair.id, quantity: 1 }],
    shippingFee: 490n,
  });
  const order = shipped();
  const returned = store.requestReturn(order, back(order));
  store.approveReturn(order, returned);
  finish(store, order, returned);

  const plain = shipped();
  const { lines } = back(plain);
  const created = store.createReturn(plain, { lines });
  store.processReturn(plain, created, { lines: [{ returnLineId: first(created.lines).id, quantity: 1 }] });

  const declined = shipped();
  store.declineReturn(declined, store.requestReturn(declined, back(declined)));
  const dropped = shipped();
  store.cancelReturn(dropped, store.createReturn(dropped, back(dropped)));
}

function finish(store: Living, order: StoreOrder, returned: StoreReturn): void {
  store.dispose(order, returned, [
    {
      reverseLineId: first(first(returned.reverseFulfillmentOrders).lines).id,
      quantity: 1,
      type: 'RESTOCKED',
      locationId: store.state.shop.locationId,
    },
  ]);
  store.processReturn(order, returned, {
    lines: [{ returnLineId: first(returned.lines).id, quantity: 1 }],
    exchanges: [{ exchangeLineId: first(returned.exchanges).id, quantity: 1 }],
  });
  if (returned.status !== 'CLOSED') store.closeReturn(order, returned);
  store.reopenReturn(order, returned);
}

function quarrel(store: Living, { lamp }: Shelf): void {
  const order = store.placeOrder({
    lines: [line(lamp)],
    taxesIncluded: true,
    payment: { kind: 'sale', gateway: 'shopify_payments' },
  });
  const dispute = store.dispute(order, first(order.transactions));
  store.resolveDispute(dispute, 'WON');
}

function first<Item>(items: readonly Item[]): Item {
  const [item] = items;
  if (item === undefined) throw new Error('There is nothing.');
  return item;
}
