import { z } from 'zod';
import type { Translate } from '#domain/delivery.ts';
import { gid } from '#domain/gid.ts';
import { orderFacts, orderNode } from './order-node.ts';
import { parseLossless, read } from './parse.ts';
import { routingFacts, routingNode } from './routing-node.ts';
import { instantOf } from './topic.ts';

/** What the Admin API answered about one order, kept as a delivery like any other (source `shopify-admin`). */
const orderReadBody = z.object({
  orderId: z.string(),
  readAt: z.string(),
  order: orderNode.nullable(),
  /** Asked only where orders are routed. */
  routing: routingNode.nullish(),
});

/** The authority's word on one order: its head, money, goods, agreements and routing, and that we asked at `readAt`. */
export const translateOrderRead: Translate = (delivery) => {
  const { orderId, readAt, order, routing } = read(orderReadBody, parseLossless(delivery.body));
  const name = gid('Order', orderId);
  const facts = orderFacts(order, { name, readAt });
  return routing ? [...facts, ...routingFacts(routing, { name, readAt: instantOf(readAt) })] : facts;
};
