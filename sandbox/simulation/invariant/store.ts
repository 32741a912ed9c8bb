/** Promises about what is done in the store: what the ERP knew first is told there once, or says why it is not. */
import { orderGid, receivedOf } from '#sandbox/shopify/order.ts';
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import type { Lived } from '../life.ts';
import type { Invariant } from './invariant.ts';

export const storeInvariants: readonly Invariant[] = [
  {
    number: 4,
    promise:
      'a parcel that the ERP shipped is one fulfillment in the store, or its posting waits for a person',
    async findings(lived) {
      const { world } = lived;
      const states = await statesOf(lived, 'fulfill', 'shipment');
      const orders = ordersOf(lived);
      return world.erp.documents.flatMap((document) => {
        const { id, kind, key, order: about, number, status } = document;
        const order = orders.get(about ?? '');
        if (kind !== 'shipment' || key !== null || status === 'canceled' || order === undefined) return [];
        const said = world.erp.look(document);
        const tracking =
          (said !== undefined && 'trackingNumber' in said ? said.trackingNumber : null) ?? null;
        const count = order.fulfillments.filter(
          (one) => tracking !== null && one.tracking?.numbers.includes(tracking),
        ).length;
        const { state = 'not planned', made = null } = states.get(id) ?? {};
        // Staff may give a parcel another number since.
        const isThere = order.fulfillments.some((one) => made?.endsWith(`/${one.id}`) === true);
        const isRight = count <= 1 && (state === 'posted' ? isThere : state === 'held');
        return isRight
          ? []
          : [`${number} of ${order.name} is ${count} fulfillments in the store, and its posting is ${state}`];
      });
    },
  },
  {
    number: 4,
    promise: 'money that the ERP received is told to the store once',
    async findings(lived) {
      const orders = ordersOf(lived);
      const told = [...(await statesOf(lived, 'mark_paid', 'payment')).values()];
      return [...new Set(told.map((one) => one.order))].flatMap((gid) => {
        const order = orders.get(gid);
        if (order === undefined) return [];
        const [received, most] = [receivedOf(order).shop, mostOf(order)];
        return received > most
          ? [`${order.name} was paid ${received} in the store and never came to more than ${most}`]
          : [];
      });
    },
  },
];

function ordersOf({ world }: Lived): ReadonlyMap<string, StoreOrder> {
  return new Map(world.store.state.orders.map((one) => [orderGid(one), one]));
}

/** The most that an order ever came to, in shop money. */
function mostOf({ agreements }: StoreOrder): bigint {
  let [running, most] = [0n, 0n];
  for (const { sales } of agreements) {
    running = sales.reduce((sum, sale) => sum + sale.total.shop, running);
    if (running > most) most = running;
  }
  return most;
}

type Standing = {
  readonly document: string;
  readonly order: string;
  readonly state: string;
  /** What was made of it in the store. */
  readonly made: string | null;
};

/** Acts of a kind by the ERP's document that each tells of. */
async function statesOf(
  { world }: Lived,
  kind: string,
  about: string,
): Promise<ReadonlyMap<string, Standing>> {
  const rows = await world.ask<Standing>(
    `select body -> $2 ->> 'id' as document, body -> 'order' ->> 'id' as "order", state, document_id as made from posting
     where shop_id = $1 and kind = $3`,
    [world.shopId, about, kind],
  );
  return new Map(rows.map((one) => [one.document, one]));
}
