import { z } from 'zod';
import type { Translate } from '#domain/delivery.ts';
import type { Fact } from '#domain/fact.ts';
import { Park } from '#domain/obstacle.ts';
import { balanceFacts } from './balance-node.ts';
import { cardFacts } from './gift-card-node.ts';
import { of } from './node.ts';
import { parseLossless, read } from './parse.ts';
import { payoutFacts } from './payout-node.ts';
import { instantOf, orderLane } from './topic.ts';

const order = z.object({ id: z.string().regex(/^gid:\/\/shopify\/Order\/\d{1,20}$/), updatedAt: z.string() });

/** Orders of which the store showed a newer state than we knew. */
const page = z.object({ askedAt: z.string(), foundAt: z.string(), orders: z.array(order) });

const topics: Readonly<Record<string, (body: unknown) => readonly Fact[]>> = {
  orders: seenFacts,
  'balance-transactions': balanceFacts,
  payouts: payoutFacts,
  'gift-cards': cardFacts,
};

/** What the store answered when we asked what changed, kept as a delivery (source `shopify-sweep`). */
export const translateStoreSweep: Translate = ({ topic, body }) => {
  const facts = Object.hasOwn(topics, topic) ? topics[topic] : undefined;
  if (facts === undefined) throw new Park(`a sweep of ${topic} is not one we read`);
  return facts(parseLossless(body));
};

/** That each of these orders stands so in the store: what it is, only a read will tell. */
function seenFacts(body: unknown): readonly Fact[] {
  const { foundAt, orders } = read(page, body);
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
}
