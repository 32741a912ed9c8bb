import type { Fact } from '#domain/fact.ts';
import { gid } from '#domain/gid.ts';
import { lane } from '#domain/lane.ts';
import { Park } from '#domain/obstacle.ts';
import { read } from './parse.ts';
import { trackingOf } from './tracking.ts';
import {
  dispositionPayload,
  fulfillmentHoldPayload,
  fulfillmentOrderPayload,
  fulfillmentPayload,
  returnPayload,
} from './schema.ts';
import { exact, instantOf, noted, orderLane, type Topic } from './topic.ts';

export const fulfillment: Topic = {
  translate(payload) {
    const said = read(fulfillmentPayload, payload);
    const id = exact('Fulfillment', said.admin_graphql_api_id, said.id);
    const state: Fact = {
      kind: 'fulfillment',
      key: `${id}/${said.status.toLowerCase()}`,
      lanes: [orderLane(gid('Order', said.order_id))],
      happenedAt: instantOf(said.updated_at ?? said.created_at),
      authority: false,
      body: {
        fulfillment: id,
        status: said.status.toLowerCase(),
        createdAt: instantOf(said.created_at),
        lines: said.line_items.map((line) => ({
          lineItem: exact('LineItem', line.admin_graphql_api_id, line.id),
          quantity: line.quantity,
        })),
        location: said.location_id ? gid('Location', said.location_id) : null,
        tracking: trackingOf(
          (said.tracking_numbers ?? []).map((number, at) => ({
            number,
            company: said.tracking_company,
            url: said.tracking_urls?.[at],
          })),
        ),
      },
    };
    return [state];
  },
};

/** Some return topics name the order in an object, some by id, and `returns/update` not at all. */
export const returned: Topic = {
  translate(payload, said) {
    const goods = read(returnPayload, payload);
    const orderId = goods.order?.id ?? goods.order_id;
    const home = orderId
      ? orderLane(exact('Order', goods.order?.admin_graphql_api_id, orderId))
      : lane('return', goods.admin_graphql_api_id.slice(goods.admin_graphql_api_id.lastIndexOf('/') + 1));
    const key = `${goods.admin_graphql_api_id}/${said.topic}`;
    // Lines are told by fulfillment line only, so what came back waits for the authority.
    const body = { status: goods.status ?? null, name: goods.name ?? null };
    return [noted('return_noted', { key, lanes: [home], at: null, said }, body)];
  },
};

export const disposition: Topic = {
  translate(payload, said) {
    const disposed = read(dispositionPayload, payload);
    const id = disposed.admin_graphql_api_id;
    const lanes = [lane('reverse_fulfillment_order', id.slice(id.lastIndexOf('/') + 1))] as const;
    const units = disposed.dispositions.reduce((sum, part) => sum + part.quantity, 0);
    return [noted('disposition', { key: `${id}/${said.deliveryId}`, lanes, at: null, said }, { units })];
  },
};

/** One delivery may speak of several fulfillment orders: what was moved, split off or put in its place. */
export const fulfillmentOrder: Topic = {
  translate(payload, said) {
    const mentions = read(fulfillmentOrderPayload, payload);
    const { fulfillment_order_merges: merges, ...direct } = mentions;
    const orders = [...Object.values(direct), merges?.fulfillment_order].filter(
      (one) => one !== null && one !== undefined,
    );
    if (orders.length === 0) throw new Park('no fulfillment order is named');
    const lanes = orders.map((one) => lane('fulfillment_order', one.id.slice(one.id.lastIndexOf('/') + 1)));
    const [home = lane('fulfillment_order', 'none'), ...others] = lanes;
    return orders.map((one, at) => {
      const own = lanes[at] ?? home;
      const body = {
        status: one.status ?? null,
        requestStatus: one.request_status ?? null,
        topic: said.topic,
      };
      const about = {
        key: one.id,
        lanes: own === home ? ([home, ...others] as const) : ([own] as const),
        at: null,
        said,
      };
      return noted('fulfillment_order_noted', about, body);
    });
  },
};

export const fulfillmentHold: Topic = {
  translate(payload, said) {
    const { fulfillment_order: held, fulfillment_hold: hold } = read(fulfillmentHoldPayload, payload);
    const lanes = [lane('fulfillment_order', held.id.slice(held.id.lastIndexOf('/') + 1))] as const;
    const body = { reason: hold.reason ?? null, released: said.topic.endsWith('/released') };
    return [noted('fulfillment_hold', { key: hold.id, lanes, at: null, said }, body)];
  },
};
