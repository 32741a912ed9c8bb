import { z } from 'zod';
import type { Translate } from '#domain/delivery.ts';
import { gid } from '#domain/gid.ts';
import { orderFacts, orderNode } from './order-node.ts';
import { parseLossless, read } from './parse.ts';

/** What the Admin API answered about one order, kept as a delivery like any other (source `shopify-admin`). */
const orderReadBody = z.object({ orderId: z.string(), readAt: z.string(), order: orderNode.nullable() });

/** The authority's word on one order: its head, money, goods and agreements, and that we asked at `readAt`. */
export const translateOrderRead: Translate = (delivery) => {
  const { orderId, readAt, order } = read(orderReadBody, parseLossless(delivery.body));
  return orderFacts(order, { name: gid('Order', orderId), readAt });
};
