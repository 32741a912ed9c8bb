/** What the ERP told of goods and money of the order of a story, and what the store answered to our acts. */
import type { ErpDocument, ErpShipment, Fact, StoreAct } from '#domain/fact.ts';
import { gid } from '#domain/gid.ts';
import { nothingKnown, type ShopFacts } from '#domain/shop.ts';
import { workflowNames } from '#domain/workflow.ts';
import { actsOf } from '#src/stabilize/act/acts.ts';
import { expectOrder } from '#src/stabilize/expect.ts';
import { knowOrder, type KnownOrder } from '#src/stabilize/know.ts';
import { at, orderFacts, orderLane, type OrderStory, shopSettings } from './order-facts.ts';

export const place = gid('Location', '905684977');
const mapped: ShopFacts = { ...nothingKnown, locations: new Map([[place, 'BERLIN']]) };

const confirmingShop = shopSettings({
  workflows: workflowNames.map((name) => ({ name, mode: 'auto', cutOverAt: at(-1440) })),
});

/** `units` of SKU-1, unless `rest` names other lines. */
export function shippedByErp(
  n: number,
  minutes: number,
  { units = 1, ...rest }: { units?: number } & Partial<ErpShipment> = {},
): Fact {
  const body: ErpShipment = {
    shipment: `shipment_${n}`,
    number: `SHP-${n}`,
    status: 'shipped',
    location: 'BERLIN',
    carrier: null,
    trackingNumber: null,
    lines: [{ sku: 'SKU-1', quantity: units }],
    shippedAt: at(minutes),
    modifiedAt: at(minutes),
    ...rest,
  };
  const key = `1/${body.shipment}`;
  return {
    kind: 'erp_shipment',
    key,
    lanes: [orderLane],
    happenedAt: body.modifiedAt,
    authority: true,
    body,
  };
}

/** Our act told the store of a shipment or payment, and this is what stands for it there. */
export function toldStore(
  kind: StoreAct['kind'],
  about: string,
  rest: Pick<StoreAct, 'thing'> & Partial<StoreAct>,
): Fact {
  const postingKey = `plumb-demo-${kind}-${about}-1`;
  const body: StoreAct = { postingKey, kind, about, adopted: false, tracking: null, ...rest };
  return {
    kind: 'store_act',
    key: postingKey,
    lanes: [orderLane],
    happenedAt: at(1),
    authority: false,
    body,
  };
}

/** A person's document at the ERP; ours where it has a posting key. */
export function erpDocument(
  n: number,
  kind: ErpDocument['kind'],
  rest: Pick<ErpDocument, 'total'> & Partial<ErpDocument>,
): Fact {
  const body: ErpDocument = {
    connectionId: '1',
    kind,
    documentId: `${kind}_${n}`,
    number: `DOC-${n}`,
    postingKey: null,
    adopted: false,
    told: rest.postingKey == null ? 'callback' : 'receipt',
    status: 'posted',
    createdAt: at(n),
    date: null,
    ledgerLines: null,
    ...rest,
  };
  const key = `1/${kind}/${body.documentId}`;
  return { kind: 'erp_document', key, lanes: [orderLane], happenedAt: at(n), authority: true, body };
}

function knownWith(story: OrderStory, facts: readonly Fact[]): KnownOrder {
  const order = knowOrder([...orderFacts(story), ...facts], at(0));
  if (order === undefined) throw new Error('a story tells of an order');
  return order;
}

/** What the store is to be told of an order. */
export function actsFor(story: OrderStory, facts: readonly Fact[], shopFacts: ShopFacts = mapped) {
  return actsOf(knownWith(story, facts), { shop: confirmingShop, shopFacts, now: at(900) });
}

/** What the ERP is to be told of an order, of these kinds. */
export function dutiesFor(story: OrderStory, facts: readonly Fact[], kinds: readonly string[]) {
  const { obligations } = expectOrder(knownWith(story, facts), confirmingShop);
  return obligations.filter(({ kind }) => kinds.includes(kind)).map(({ key, body }) => ({ key, body }));
}
