import { describe, expect, test } from 'vitest';
import type { RoutingRule } from '#domain/routing.ts';
import { eur, line } from '#tests/support/order-facts.ts';
import {
  acts,
  berlin,
  book,
  explained,
  hamburg,
  paris,
  part,
  type RoutedStory,
  rule,
  stock,
} from '#tests/support/routing-facts.ts';

describe('a location is preferred', () => {
  const prefer = (
    by: 'priority' | 'distance' | 'stock' | 'cost',
    split = false,
    locations = [berlin, hamburg, paris],
  ) => rule({ does: { do: 'prefer', locations, by, split } });
  const to = (story: RoutedStory, of: RoutingRule, changes = {}) =>
    acts(story, book([of], changes)).map((act) => (act?.do === 'move' ? act.to : act));

  test('by priority: the first in the list that has everything', () => {
    expect(to({}, prefer('priority'))).toEqual([hamburg]);
    expect(to({ supply: { stock: stock({ 1: -2, 2: 1, 3: 2 }) } }, prefer('priority'))).toEqual([paris]);
  });

  test('by stock: the one that has most', () => {
    expect(to({ supply: { stock: stock({ 1: 5, 2: 8, 3: 30 }) } }, prefer('stock'))).toEqual([paris]);
  });

  test('by cost: the cheapest, and one without a cost last', () => {
    const costs = [
      { location: hamburg, cost: eur('6.90') },
      { location: paris, cost: eur('4.90') },
    ];
    expect(to({}, prefer('cost'), { costs })).toEqual([paris]);
  });

  test('by distance: the nearest of the narrowest zone that the destination lies in', () => {
    const zones = [
      { name: 'Germany', areas: ['DE'], locations: [berlin, hamburg] },
      { name: 'North', areas: ['DE-2', 'DE-10'], locations: [paris, hamburg] },
    ];
    const story = { supply: { stock: stock({ 1: 0, 2: 9, 3: 9 }) } };
    expect(to(story, prefer('distance', false, []), { zones })).toEqual([paris]);
    expect(to(story, prefer('distance', false, [hamburg]), { zones })).toEqual([hamburg]);
    const south = { supply: { destination: { country: 'DE', region: null, area: '803' } } };
    expect(
      to({ supply: { ...south.supply, stock: stock({ 1: 9, 2: 9 }) } }, prefer('distance', false, []), {
        zones,
      }),
    ).toEqual([null]);
    const abroad = { supply: { destination: { country: 'FR', region: null, area: '750' } } };
    expect(explained(abroad, book([prefer('distance', false, [])], { zones }))[0]?.says.at(-1)).toBe(
      'It stays: the rule names no location that ships for its destination.',
    );
  });

  test('only if it is active, ships orders and has stock that somebody counts or nobody has to', () => {
    const places = [berlin, hamburg, paris].map((location) => ({
      location,
      name: location,
      country: 'DE',
      isActive: location !== hamburg,
      shipsOnline: true,
    }));
    expect(to({ supply: { places } }, prefer('priority', false, [hamburg, paris]))).toEqual([paris]);
    expect(to({ supply: { stock: stock({ 1: -9, 3: null }) } }, prefer('priority'))).toEqual([paris]);
  });

  test('and where a part lies already, what it was promised there counts for it', () => {
    const [one] = explained(
      { supply: { stock: stock({ 1: 9, 2: 0, 3: 9 }) }, parts: [part({ location: hamburg })] },
      book([prefer('priority', false, [hamburg, paris])]),
    );
    expect(one?.act).toBeNull();
    expect(one?.says.at(-1)).toBe('It stays: Hamburg is where the rule wants it.');
  });

  test('a rule that may not split leaves it whole where no location has everything', () => {
    const [one] = explained({ supply: { stock: stock({ 1: -1, 2: 1, 3: 1 }) } }, book([prefer('priority')]));
    expect(one?.act).toBeNull();
    expect(one?.says.at(-1)).toContain('it is not to be split');
  });

  test('a rule that may split sends away what the better location lacks, units of one line included', () => {
    const story = { supply: { stock: stock({ 1: -1, 2: 1, 3: 0 }) } };
    expect(acts(story, book([prefer('priority', true)]))).toEqual([
      {
        do: 'move',
        from: berlin,
        to: hamburg,
        lines: [{ lineItem: line(1), quantity: 1 }],
        leaves: [{ lineItem: line(1), quantity: 1 }],
      },
    ]);
  });

  test('goods leave from no location that they are excluded from, and the store finds another where no rule does', () => {
    const exclusions = [{ skus: ['LAMP'], location: hamburg }];
    expect(to({}, prefer('priority'), { exclusions })).toEqual([paris]);
    const [one] = explained({ parts: [part({ location: hamburg })] }, book([], { exclusions }));
    expect(one?.act).toEqual({ do: 'reroute', from: hamburg, excluded: [hamburg] });
    expect(one?.says.at(-1)).toBe('LAMP must not leave from Hamburg: the store finds another location.');
  });
});
