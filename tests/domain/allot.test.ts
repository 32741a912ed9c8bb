import { describe, expect, test } from 'vitest';
import type { FulfillBody } from '#domain/act.ts';
import { gid } from '#domain/gid.ts';
import { allot } from '#src/automate/allot.ts';
import { eur, line, orderId } from '#tests/support/order-facts.ts';

const berlin = gid('Location', '1');
const hamburg = gid('Location', '2');

function body(changes: Partial<FulfillBody> = {}): FulfillBody {
  return {
    kind: 'fulfill',
    order: { id: orderId, name: '#1001', store: 'plumb-demo.myshopify.com' },
    shipment: { id: 'shipment_1', number: 'SHP-1' },
    location: berlin,
    lines: [{ lineItem: line(1), quantity: 3 }],
    unplaced: [],
    tracking: null,
    total: eur('0'),
    ...changes,
  };
}

type Work = Parameters<typeof allot>[1][number];

function work(
  n: number,
  { left = 2, at = berlin, ...rest }: { left?: number; at?: string; service?: boolean } & Partial<Work> = {},
): Work {
  const name = at === berlin ? 'Berlin' : 'Hamburg';
  return {
    id: `order ${n}`,
    status: 'OPEN',
    requestStatus: 'UNSUBMITTED',
    assignedLocation: { location: { id: at, name, isFulfillmentService: rest.service === true } },
    lineItems: { nodes: [{ id: `line ${n}`, remainingQuantity: left, lineItem: { id: line(1) } }] },
    ...rest,
  };
}

describe('the units of a shipment', () => {
  test('are taken from the fulfillment orders of its location, the first of them first', () => {
    expect(allot(body(), [work(1), work(2)])).toEqual({
      parts: [
        { fulfillmentOrder: 'order 1', lines: [{ id: 'line 1', quantity: 2 }] },
        { fulfillmentOrder: 'order 2', lines: [{ id: 'line 2', quantity: 1 }] },
      ],
    });
  });

  test.each([
    ['more than is left', body(), [work(1)], 'SHP-1 has more than the store has left to ship'],
    [
      'a part that is of no line',
      body({ unplaced: [{ sku: 'X', quantity: 1 }] }),
      [work(1), work(2)],
      'SHP-1 has more than the store has left to ship',
    ],
    [
      'no location',
      body({ location: null }),
      [work(1), work(2)],
      'SHP-1 left a warehouse that is mapped to no location of the store',
    ],
    [
      'a fulfillment service',
      body(),
      [work(1, { left: 3, service: true })],
      'Berlin belongs to a fulfillment service, which tells the store of SHP-1 by itself',
    ],
    [
      'what is on hold',
      body(),
      [work(1), work(2, { status: 'ON_HOLD' })],
      'SHP-1 left, but what it is of is on hold in the store',
    ],
    [
      'a request that waits for its answer',
      body(),
      [work(1, { left: 3, requestStatus: 'SUBMITTED' })],
      'SHP-1 left, but what it is of is open in the store',
    ],
    [
      'another location',
      body(),
      [work(1, { left: 3, at: hamburg })],
      'SHP-1 left another location than Hamburg, from where the store means to ship it',
    ],
  ] as const)('of %s are not taken at all, and a sentence says why', (...[, of, all, reason]) => {
    expect(allot(of, all)).toEqual({ reason });
  });
});
