import { z } from 'zod';
import type { Translate } from '#domain/delivery.ts';
import { Park } from '#domain/obstacle.ts';
import { of } from './node.ts';
import { parseLossless, read } from './parse.ts';
import { instantOf, orderLane } from './topic.ts';

const order = z.object({ id: z.string().regex(/^gid:\/\/shopify\/Order\/\d{1,20}$/), updatedAt: z.string() });

/** Orders of which the store showed a newer state than we knew, kept as a delivery (source `shopify-sweep`). */
const page = z.object({ askedAt: z.string(), foundAt: z.string(), orders: z.array(order) });

/** That each of them stands so in the store: what it is, only a read will tell. */
export const translateStoreSweep: Translate = ({ topic, body }) => {
  if (topic !== 'orders') throw new Park(`a sweep of ${topic} is not one we read`);
  const { foundAt, orders } = read(page, parseLossless(body));
  const found = instantOf(foundAt);
  return orders.map(({ id, updatedAt }) => {
    const name = of('Order', id);
    const happenedAt = instantOf(updatedAt);
    return {
      kind: 'order_seen',
      key: name,
      lanes: [orderLane(name)],
      happenedAt,
      authority: true,
      body: { updatedAt: happenedAt, foundAt: found },
    };
  });
};
