import { describe, expect, test } from 'vitest';
import { Park } from '#domain/obstacle.ts';
import { callbackExamples } from '#src/contract/example.ts';
import {
  bodiesOf,
  bulkFacts,
  factsOf,
  lamp,
  openRead,
  payment,
  readFacts,
} from '#tests/support/store-read.ts';
import { readPayload } from '#tests/support/shopify-delivery.ts';

const lane = 'order/820982911946154508';
const { data: told } = callbackExamples['shipment.confirmed'];

const swept = (changes: object = {}) =>
  factsOf(
    'erp-sweep',
    'documents',
    JSON.stringify({
      connectionId: '1',
      askedAt: told.modifiedAt,
      documents: [
        {
          id: told.id,
          kind: 'shipment',
          number: told.number,
          key: null,
          status: 'posted',
          order: told.order,
          total: { minor: '0', currency: 'EUR' },
          createdAt: told.shippedAt,
          modifiedAt: told.modifiedAt,
          units: told.lines.map(({ sku, quantity }) => ({
            sku,
            location: told.location,
            quantity: -quantity,
          })),
          carrier: told.carrier,
          trackingNumber: told.trackingNumber,
          ...changes,
        },
      ],
    }),
  ).filter(({ kind }) => kind === 'erp_shipment');

describe('a shipment of the ERP', () => {
  test('is one fact, whether its callback tells of it or a sweep finds it', () => {
    const called = factsOf(
      'erp',
      'shipment.confirmed',
      JSON.stringify(callbackExamples['shipment.confirmed']),
    );
    expect(swept()).toEqual(called);
    expect(swept({ status: 'canceled' })).toMatchObject([{ body: { status: 'canceled' } }]);
  });

  test.each([
    ['that is ours', { key: 'plumb-demo-shipment-1-1' }],
    ['that nobody posted yet', { status: 'open' }],
    ['of no order', { order: null }],
    ['that does not say what left', { units: undefined }],
  ])('%s tells nothing that a rule can read', (_, changes) => {
    expect(swept(changes)).toEqual([]);
  });
});

test('money says how it was paid, where the ERP says it', () => {
  const facts = factsOf('erp', 'payment.recorded', JSON.stringify(callbackExamples['payment.recorded']));
  expect(bodiesOf('erp_document', facts)).toMatchObject([{ method: 'bank_transfer' }]);
});

test('a parcel is the same fact by read, file and webhook: where it left from and how it is followed', async () => {
  const read = openRead();
  const order = read.store.placeOrder({ lines: [lamp], taxesIncluded: true, payment });
  read.store.fulfill(order, undefined, { tracking: { company: 'DHL', numbers: ['001', '002'] } });
  const parcel = {
    location: `gid://shopify/Location/${read.store.state.shop.locationId}`,
    tracking: {
      company: 'DHL',
      numbers: ['001', '002'],
      urls: ['001', '002'].map((number) => `https://track.example.com/${number}`),
    },
  };
  const whole = bodiesOf('fulfillment', await readFacts(read, order.id));
  expect(whole).toMatchObject([parcel]);
  expect(bodiesOf('fulfillment', await bulkFacts(read))).toEqual(whole);
  const heard = read.heard.findLast(({ topic }) => topic === 'fulfillments/create');
  const outcome = readPayload('fulfillments/create', heard?.body ?? '');
  expect('facts' in outcome && bodiesOf('fulfillment', outcome.facts)).toEqual(whole);
});

describe('what the store answered to an act of ours', () => {
  const receipt = {
    lane,
    connectionId: '1',
    postingKey: 'plumb-demo-fulfill-shipment_8-1',
    adopted: false,
    document: {
      kind: 'fulfill',
      thing: 'gid://shopify/Fulfillment/77',
      about: 'shipment_8',
      tracking: { numbers: ['001'], company: null, urls: [] },
      at: '2026-11-23T10:00:00Z',
    },
  };

  test('ties the posting to the thing that now stands for it, as news of which the store is asked', () => {
    expect(factsOf('store-receipt', 'fulfill', JSON.stringify(receipt))).toEqual([
      {
        kind: 'store_act',
        key: receipt.postingKey,
        lanes: [lane],
        happenedAt: '2026-11-23T10:00:00.000Z',
        authority: false,
        body: {
          postingKey: receipt.postingKey,
          kind: 'fulfill',
          thing: receipt.document.thing,
          about: 'shipment_8',
          adopted: false,
          tracking: receipt.document.tracking,
        },
      },
    ]);
  });

  test('whose bytes were let go is parked', () => {
    expect(() => factsOf('store-receipt', 'fulfill', '')).toThrow(Park);
  });
});
