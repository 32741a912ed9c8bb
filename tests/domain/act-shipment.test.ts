import { describe, expect, test } from 'vitest';
import type { Fact } from '#domain/fact.ts';
import { gid } from '#domain/gid.ts';
import { nothingKnown } from '#domain/shop.ts';
import { actsFor, dutiesFor, erpDocument, place, shippedByErp, toldStore } from '#tests/support/act-facts.ts';
import {
  agreed,
  at,
  eur,
  fulfillmentId,
  lamp,
  line,
  type OrderStory,
  payment,
  refundOf,
  sale,
  shipment,
} from '#tests/support/order-facts.ts';

const three: OrderStory = {
  sales: [sale({ total: '119.00', tax: '19.00' }, { quantity: 3 })],
  transactions: [payment(1, 5)],
};
/** One article on two lines, as a promotion gives it. */
const twoLines: OrderStory = {
  header: {
    lines: [1, 2].map((n) => ({
      lineItem: line(n),
      sku: 'SKU-1',
      title: 'Article',
      quantity: 1,
      inCatalog: true,
    })),
  },
  sales: [lamp, sale({ total: '0' }, { lineItem: line(2) })],
};
const dhl = (number: string) => ({ numbers: [number], company: 'DHL', urls: [] });
const number = (text: string) => ({ carrier: 'DHL', trackingNumber: text });

const tellings = (story: OrderStory, facts: readonly Fact[]) =>
  actsFor(story, facts).map(({ key, body, held }) => [
    key,
    'lines' in body
      ? body.lines.map(({ lineItem, quantity }) => `${quantity} of ${lineItem.at(-1)}`)
      : body.kind,
    ...(held === undefined ? [] : [held]),
  ]);

describe('the store is told', () => {
  test('of each shipment of the ERP: what left, from where, by which number', () => {
    const [told] = actsFor(three, [shippedByErp(1, 60, { units: 2, ...number('001') })]);
    expect(told).toMatchObject({
      key: 'plumb-demo-fulfill-shipment_1-1',
      kind: 'fulfill',
      happenedAt: at(60),
      body: {
        shipment: { id: 'shipment_1', number: 'SHP-1' },
        location: place,
        lines: [{ lineItem: line(1), quantity: 2 }],
        unplaced: [],
        tracking: dhl('001'),
      },
    });
    expect(told?.held).toBeUndefined();
  });

  test('of units of one article on two lines in the order of the lines, shipment by shipment', () => {
    expect(tellings(twoLines, [shippedByErp(1, 60), shippedByErp(2, 70)])).toEqual([
      ['plumb-demo-fulfill-shipment_1-1', ['1 of 1']],
      ['plumb-demo-fulfill-shipment_2-1', ['1 of 2']],
    ]);
    const shipped = { ...twoLines, fulfillments: [shipment(1, 61)] };
    expect(
      tellings(shipped, [
        shippedByErp(1, 60),
        toldStore('fulfill', 'shipment_1', { thing: fulfillmentId(1) }),
        shippedByErp(2, 70),
      ]),
    ).toEqual([['plumb-demo-fulfill-shipment_2-1', ['1 of 2']]]);
  });

  test('of nothing of a shipment that is larger than what is left, whose sentence says what is too much', () => {
    expect(tellings(three, [shippedByErp(1, 60, { units: 2 }), shippedByErp(2, 70, { units: 2 })])).toEqual([
      ['plumb-demo-fulfill-shipment_1-1', ['2 of 1']],
      ['plumb-demo-fulfill-shipment_2-1', ['1 of 1'], 'SHP-2 has 1 of SKU-1 more than is left to ship'],
    ]);
    expect(actsFor(three, [shippedByErp(1, 60, { lines: [{ sku: 'OTHER', quantity: 1 }] })])).toMatchObject([
      { held: 'SHP-1 has 1 of OTHER more than is left to ship', body: { lines: [] } },
    ]);
  });

  test('of units that came back as units that had left: what never left can still be shipped', () => {
    const back: OrderStory = {
      ...three,
      fulfillments: [shipment(1, 30, { units: 2 })],
      agreements: [
        agreed(2, 40, {
          reason: 'REFUND',
          refund: gid('Refund', '1'),
          sales: [sale({ total: '-39.66' }, { quantity: -1 })],
        }),
      ],
      refunds: [refundOf(1, 40, { restock: ['return'] })],
    };
    const [told] = actsFor(back, [shippedByErp(1, 60, number('001')), shippedByErp(2, 61, { units: 9 })]);
    expect(told).toMatchObject({ body: { lines: [{ quantity: 1 }], unplaced: [] } });
  });

  test('of a warehouse that is mapped to none only once it is mapped, in either direction', () => {
    const parcel = [shippedByErp(1, 60, { location: 'HAMBURG' })];
    expect(actsFor(three, parcel)).toMatchObject([
      {
        held: 'the warehouse HAMBURG of the ERP is mapped to no location of the store',
        body: { location: null },
      },
    ]);
    for (const locations of [new Map([[place, 'HAMBURG']]), new Map([['HAMBURG', '905684977']])]) {
      const [told] = actsFor(three, parcel, { ...nothingKnown, locations });
      expect(told).toMatchObject({ body: { location: place } });
      expect(told?.held).toBeUndefined();
    }
  });

  test('of nothing that was canceled, and of nothing twice, in whatever order it was heard', () => {
    expect(actsFor(three, [shippedByErp(1, 60, { status: 'canceled' })])).toEqual([]);
    const facts = [shippedByErp(2, 70), shippedByErp(1, 60, { units: 2 }), shippedByErp(1, 60, { units: 2 })];
    expect(actsFor(three, facts)).toEqual(actsFor(three, facts.toReversed()));
  });
});

describe('one parcel is told to nobody', () => {
  const shown: OrderStory = { ...three, fulfillments: [shipment(1, 61)] };
  const nobody = (story: OrderStory, facts: readonly Fact[]) => {
    expect(actsFor(story, facts)).toEqual([]);
    expect(dutiesFor(story, facts, ['shipment'])).toEqual([]);
  };

  test('that our act told the store of', () => {
    nobody(shown, [shippedByErp(1, 60), toldStore('fulfill', 'shipment_1', { thing: fulfillmentId(1) })]);
  });

  test('that our act told the store of and whose receipt was lost: it fits', () => {
    nobody(shown, [shippedByErp(1, 60)]);
    const numbered = { ...three, fulfillments: [shipment(1, 61, { tracking: dhl('001') })] };
    nobody(numbered, [shippedByErp(1, 60, number('001'))]);
  });

  test('that we told the ERP of, though the ERP tells of it as of its own', () => {
    const ours = { postingKey: 'plumb-demo-shipment-123858654001-1', documentId: 'shipment_7' };
    const facts = [
      erpDocument(62, 'shipment', { total: eur('0'), ...ours }),
      shippedByErp(7, 62, { shipment: 'shipment_7', ...number('009') }),
    ];
    expect(actsFor(shown, facts)).toEqual([]);
    expect(dutiesFor(shown, facts, ['shipment'])).toMatchObject([{ key: ours.postingKey }]);
  });

  test('whose numbers contradict each other is two', () => {
    const other = { ...three, fulfillments: [shipment(1, 61, { tracking: dhl('002') })] };
    const facts = [shippedByErp(1, 60, number('001'))];
    expect(tellings(other, facts)).toEqual([['plumb-demo-fulfill-shipment_1-1', ['1 of 1']]]);
    expect(dutiesFor(other, facts, ['shipment'])).toHaveLength(1);
  });

  test('with its number before another that fits as well', () => {
    const both = {
      ...three,
      fulfillments: [shipment(1, 61), shipment(2, 62, { tracking: dhl('001') })],
    };
    const facts = [shippedByErp(1, 60, number('001'))];
    expect(actsFor(both, facts)).toEqual([]);
    expect(dutiesFor(both, facts, ['shipment'])).toMatchObject([{ body: { fulfillment: fulfillmentId(1) } }]);
  });
});

describe('tracking', () => {
  const shown = (tracking: ReturnType<typeof dhl> | null): OrderStory => ({
    ...three,
    fulfillments: [shipment(1, 61, { tracking })],
  });
  const told = (tracking: ReturnType<typeof dhl> | null) =>
    toldStore('fulfill', 'shipment_1', { thing: fulfillmentId(1), tracking });
  const later = shippedByErp(1, 60, { ...number('001'), modifiedAt: at(90) });

  test('that came later is told under the time at which the ERP changed it', () => {
    expect(actsFor(shown(null), [later, told(null)])).toMatchObject([
      {
        key: `plumb-demo-track-123858654001-${Date.parse(at(90))}-1`,
        body: { kind: 'track', fulfillment: fulfillmentId(1), tracking: dhl('001') },
      },
    ]);
  });

  test('that the store shows, or was told before, is not told again though people changed it there', () => {
    expect(actsFor(shown(dhl('001')), [later, told(dhl('001'))])).toEqual([]);
    expect(actsFor(shown(dhl('changed')), [later, told(dhl('001'))])).toEqual([]);
  });

  test('that changed after it was told is told once more', () => {
    const changed = shippedByErp(1, 60, { ...number('002'), modifiedAt: at(99) });
    const track = toldStore('track', 'shipment_1', {
      thing: fulfillmentId(1),
      postingKey: `plumb-demo-track-123858654001-${Date.parse(at(90))}-1`,
      tracking: dhl('001'),
    });
    expect(actsFor(shown(dhl('001')), [changed, told(null), track])).toMatchObject([
      { body: { tracking: dhl('002') } },
    ]);
  });

  test('of a parcel that was cancelled in the store is told to nobody', () => {
    const cancelled = { ...three, fulfillments: [shipment(1, 61, { status: 'cancelled' })] };
    expect(actsFor(cancelled, [later, told(null)])).toEqual([]);
  });
});

test('what the store shipped by itself becomes a shipment of the ERP behind its sales order', () => {
  const story = { ...three, fulfillments: [shipment(1, 61, { units: 2, location: place })] };
  expect(dutiesFor(story, [], ['shipment'])).toMatchObject([
    {
      key: 'plumb-demo-shipment-123858654001-1',
      body: {
        fulfillment: fulfillmentId(1),
        location: place,
        shippedOn: '2026-11-02',
        lines: [{ lineItem: line(1), sku: 'SKU-1', quantity: 2 }],
        total: { minor: 0n },
      },
    },
  ]);
});
