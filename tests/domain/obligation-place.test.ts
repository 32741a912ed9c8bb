import { describe, expect, test } from 'vitest';
import type { FulfillmentOrder } from '#domain/fulfillment-order.ts';
import type { Instant } from '#domain/instant.ts';
import type { Posting } from '#domain/posting.ts';
import { plan } from '#src/automate/plan.ts';
import { expectOrder } from '#src/stabilize/expect.ts';
import type { KnownOrder } from '#src/stabilize/know.ts';
import { left, postsAll as shop } from '#tests/support/left-facts.ts';
import { at, eur, known, line } from '#tests/support/order-facts.ts';
import { paid } from '#tests/support/proof-facts.ts';
import { berlin, firstPart, hamburg, part } from '#tests/support/routing-facts.ts';

describe('where the goods of a sales order leave from', () => {
  const leaving = (...from: readonly FulfillmentOrder['location'][]) => ({
    ...known(paid),
    fulfillmentOrders: from.map((location) => part({ location })),
  });
  const locations = (order: KnownOrder, postings: readonly Posting[] = []) => {
    const body = expectOrder(order, shop, postings).obligations[0]?.body;
    return body?.kind === 'sales_order' ? body.lines.map(({ location }) => location) : [];
  };

  test('is said line by line where all agree, and left open where they leave from several places', () => {
    expect(locations(leaving(berlin, berlin))).toEqual([berlin]);
    expect(locations(leaving(berlin, hamburg))).toEqual([null]);
    expect(locations(leaving())).toEqual([null]);
  });

  test('is where a rule moved them after the store was asked, until it says where they are', () => {
    const order = leaving(berlin);
    const moved = (postedAt: Instant): Posting => ({
      key: 'route',
      kind: 'route',
      workflow: 'order routing',
      state: 'posted',
      bodyDigest: '',
      frozen: true,
      reason: null,
      postedAt,
      body: {
        kind: 'route',
        order: { id: order.header.order, name: '#1001', store: shop.domain },
        fulfillmentOrder: firstPart,
        rule: 'To Hamburg',
        act: {
          do: 'move',
          from: berlin,
          to: hamburg,
          lines: [{ lineItem: line(1), quantity: 2 }],
          leaves: [],
        },
        total: eur('0'),
      },
    });
    const readAt = order.read?.readAt ?? '';
    expect(locations(order, [moved(readAt)])).toEqual([hamburg]);
    expect(locations(order, [moved(at(-1440))])).toEqual([berlin]);
  });

  test('amends nothing when it changes later', () => {
    const said = left(expectOrder(leaving(berlin), shop).obligations);
    const { obligations, amendments } = expectOrder(leaving(hamburg), shop, said);
    expect(amendments).toEqual([]);
    expect(plan(obligations, said, shop.workflows)).toMatchObject({ write: [], conflicts: [] });
  });
});
