import { describe, expect, test } from 'vitest';
import { encode } from '#domain/encode.ts';
import { gid } from '#domain/gid.ts';
import type { RoutingCondition } from '#domain/routing.ts';
import { routesOf } from '#src/automate/routing/route.ts';
import { at, eur, line, shopSettings } from '#tests/support/order-facts.ts';
import {
  acts,
  berlin,
  book,
  explained,
  firstPart,
  hamburg,
  part,
  type RoutedStory,
  routedFacts,
  rule,
  stock,
  toHamburg,
} from '#tests/support/routing-facts.ts';

const whole = [{ lineItem: line(1), quantity: 2 }];
const toHamburgMoved = { do: 'move', from: berlin, to: hamburg, lines: whole, leaves: [] };

describe('the rules of routing', () => {
  test('the first that fits decides, and each earlier one says why it did not', () => {
    const rules = [
      rule({ id: 1, name: 'France', when: [{ is: 'place', places: ['FR'] }] }),
      rule({ id: 2, name: 'Old', on: false }),
      rule({ id: 3, name: 'Lamps', when: [{ is: 'sku', skus: ['LAMP'], of: 'any' }] }),
      rule({ id: 4, name: 'Rest' }),
    ];
    const [one] = explained({}, book(rules));
    expect(one?.rule?.id).toBe(3);
    expect(one?.says).toEqual([
      'Rule 1 “France” does not fit: it goes to DE, not to FR.',
      'Rule 2 “Old” is switched off.',
      'Rule 3 “Lamps” fits: it holds LAMP.',
      'It moves from Berlin to Hamburg: Hamburg has everything.',
    ]);
  });

  test('where none fits, the store’s own assignment stands', () => {
    const [one] = explained({}, book([rule({ when: [{ is: 'tag', tags: ['vip'] }] })]));
    expect(one).toMatchObject({ rule: null, act: null });
    expect(one?.says.slice(-2)).toEqual(['No rule fits.', 'It stays where the store put it.']);
  });

  const fits: readonly [name: string, condition: RoutingCondition, yes: RoutedStory, no: RoutedStory][] = [
    [
      'country',
      { is: 'place', places: ['DE'] },
      {},
      { supply: { destination: { country: 'FR', region: null, area: '750' } } },
    ],
    [
      'region',
      { is: 'place', places: ['US-CA'] },
      { supply: { destination: { country: 'US', region: 'CA', area: '941' } } },
      { supply: { destination: { country: 'US', region: 'NY', area: '100' } } },
    ],
    [
      'tag',
      { is: 'tag', tags: ['vip', 'rush'] },
      { supply: { tags: ['rush'] } },
      { supply: { tags: ['slow'] } },
    ],
    [
      'any of some SKUs',
      { is: 'sku', skus: ['LAMP'], of: 'any' },
      { parts: [part({ lines: [...part().lines, { lineItem: line(2), sku: 'BULB', quantity: 1 }] })] },
      { parts: [part({ lines: [{ lineItem: line(2), sku: 'BULB', quantity: 1 }] })] },
    ],
    [
      'nothing but some SKUs',
      { is: 'sku', skus: ['LAMP'], of: 'all' },
      {},
      { parts: [part({ lines: [...part().lines, { lineItem: line(2), sku: null, quantity: 1 }] })] },
    ],
    [
      'value',
      { is: 'value', from: eur('100.00'), below: eur('119.01') },
      {},
      { header: { total: eur('119.01') } },
    ],
    [
      'value in the shop’s own currency',
      { is: 'value', from: eur('1.00'), below: null },
      {},
      { header: { total: { minor: 11900n, currency: 'JPY' } } },
    ],
    [
      'stock at a location',
      { is: 'stock', location: hamburg, enough: true },
      {},
      { supply: { stock: stock({ 1: 9, 2: 1 }) } },
    ],
    [
      'lack of stock at a location',
      { is: 'stock', location: hamburg, enough: false },
      { supply: { stock: stock({ 2: 1 }) } },
      {},
    ],
    ['preorder by tag', { is: 'preorder' }, { supply: { tags: ['Pre-Order'] } }, {}],
    [
      'preorder by date',
      { is: 'preorder' },
      { parts: [part({ status: 'scheduled', fulfillAt: at(9000) })] },
      { parts: [part({ fulfillAt: at(0) })] },
    ],
    ['delivery', { is: 'pickup', pickup: false }, {}, { parts: [part({ method: 'pick_up' })] }],
  ];
  test.each(fits)('a rule asks for %s', (...[, condition, yes, no]) => {
    const of = book([rule({ when: [condition] })]);
    expect(explained(yes, of).map((one) => one.rule?.id)).toEqual([1]);
    expect(explained(no, of).map((one) => one.rule?.id)).toEqual([undefined]);
  });

  test('all of a rule’s conditions must hold', () => {
    const when: RoutingCondition[] = [
      { is: 'place', places: ['DE'] },
      { is: 'tag', tags: ['vip'] },
    ];
    expect(explained({}, book([rule({ when })]))[0]?.says[0]).toBe(
      'Rule 1 “To Hamburg” does not fit: it is not tagged vip.',
    );
  });
});

describe('other acts of a rule', () => {
  const mixed = part({ lines: [...part().lines, { lineItem: line(2), sku: 'ACID', quantity: 3 }] });

  test('some SKUs are shipped by themselves', () => {
    const of = book([rule({ does: { do: 'split', skus: ['ACID'] } })]);
    expect(acts({ parts: [mixed] }, of)).toEqual([
      { do: 'split', lines: [{ lineItem: line(2), quantity: 3 }], leaves: whole },
    ]);
    expect(acts({}, of)).toEqual([null]);
  });

  const holding = rule({
    id: 7,
    when: [{ is: 'preorder' }],
    does: { do: 'hold', reason: 'OTHER', note: 'Waits for May' },
  });
  const preorder = { tags: ['preorder'] };
  const ours = {
    hold: gid('FulfillmentHold', '5'),
    reason: 'other',
    handle: 'plumbline-route-7',
    ours: true,
  };
  const theirs = {
    hold: gid('FulfillmentHold', '6'),
    reason: 'other',
    handle: 'plumbline-route-7',
    ours: false,
  };
  const held = (holds: (typeof ours)[]) =>
    part({ status: 'on_hold', actions: ['hold', 'move', 'release_hold'], holds });

  test('a part is held once, and released by us when no rule wants it held any longer', () => {
    const of = book([holding, rule({ id: 8 })]);
    expect(acts({ supply: preorder }, of)).toEqual([
      { do: 'hold', reason: 'OTHER', note: 'Waits for May', handle: 'plumbline-route-7' },
    ]);
    expect(acts({ supply: preorder, parts: [held([ours])] }, of)).toEqual([null]);
    expect(acts({ parts: [held([ours])] }, of)).toEqual([{ do: 'release', holds: [ours.hold] }]);
  });

  test('a hold that a person or another app placed is never released', () => {
    expect(acts({ parts: [held([theirs])] }, book([]))).toEqual([null]);
    expect(acts({ parts: [held([ours, theirs])] }, book([]))).toEqual([
      { do: 'release', holds: [ours.hold] },
    ]);
    const another = { ...ours, handle: 'of another part of us' };
    expect(acts({ parts: [held([another])] }, book([]))).toEqual([null]);
  });

  test.each([
    ['in progress', { status: 'in_progress' }],
    ['asked of a service', { requestStatus: 'accepted' }],
    ['not shipped at all', { method: 'none' }],
    ['fetched by the customer', { method: 'pick_up' }],
    ['not to be moved by the store’s word', { actions: ['hold'] }],
    ['without a location', { location: null }],
  ])('a part that is %s is left where it is', (_, changes) => {
    expect(acts({ parts: [part(changes)] })).toEqual([null]);
  });
});

describe('what routing obliges', () => {
  const shop = shopSettings({ routing: book([rule()]) });

  test('is one act a part, named for ever by the part, the rule’s version and the act', () => {
    const [one, ...others] = routesOf(routedFacts(), shop, []);
    expect(others).toEqual([]);
    expect(one).toMatchObject({
      key: 'plumb-demo-route-11-1-1-move-2-1',
      kind: 'route',
      because:
        'Rule 1 “To Hamburg” fits: it is for every order. It moves from Berlin to Hamburg: Hamburg has everything',
      body: { fulfillmentOrder: firstPart, rule: 'To Hamburg', act: toHamburgMoved },
    });
    const changed = shopSettings({ routing: book([rule({ version: 2, does: toHamburg })]) });
    expect(routesOf(routedFacts(), changed, [])[0]?.key).toBe('plumb-demo-route-11-1-2-move-2-1');
  });

  test('has the same bytes for the same facts and rules, in whatever order they come', () => {
    const story = {
      parts: [part(), part({ fulfillmentOrder: gid('FulfillmentOrder', '12') })],
      supply: { tags: ['b', 'a'] },
    };
    const bytes = (facts: ReturnType<typeof routedFacts>) =>
      JSON.stringify(encode(routesOf(facts, shop, [])));
    expect(bytes(routedFacts(story).toReversed())).toBe(bytes(routedFacts(story)));
    expect(routesOf(routedFacts(story), shop, [])).toHaveLength(2);
  });

  test('is not done again once it was done: who undoes it by hand has the last word', () => {
    const posting = {
      key: 'plumb-demo-route-11-1-1-move-2-1',
      kind: 'route',
      workflow: 'order routing',
      state: 'posted',
      bodyDigest: '',
      frozen: true,
      reason: null,
    } as const;
    expect(routesOf(routedFacts(), shop, [posting])).toEqual([]);
    expect(routesOf(routedFacts(), shop, [{ ...posting, frozen: false }])).toHaveLength(1);
  });

  test('is nothing for an order that is cancelled, unread, or of a shop without rules', () => {
    expect(routesOf(routedFacts({ header: { cancelledAt: at(3) } }), shop, [])).toEqual([]);
    expect(routesOf(routedFacts().slice(0, 1), shop, [])).toEqual([]);
    expect(routesOf(routedFacts(), shopSettings(), [])).toEqual([]);
  });
});
