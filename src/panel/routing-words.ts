/** Rules of routing in words: what each asks, and what it does. */
import type { Gid } from '#domain/gid.ts';
import type { Ranking, RoutingAction, RoutingBook, RoutingCondition, RoutingRule } from '#domain/routing.ts';
import type { Place } from '#src/panel/query/routing.ts';
import { amount } from './words.ts';

export type LocationName = (location: Gid<'Location'>) => string;

/** The name of a location as people know it; its number where no order of late could leave from it. */
export function namesOf(places: readonly Place[]): LocationName {
  const names = new Map(places.map(({ location, name }) => [location, name]));
  return (location) => names.get(location) ?? `location ${location.slice(location.lastIndexOf('/') + 1)}`;
}

function listOf(locations: readonly Gid<'Location'>[], nameOf: LocationName): string {
  return locations.map(nameOf).join(', ');
}

/** "If it goes to DE, and it is tagged vip". */
export function asks({ when }: RoutingRule, nameOf: LocationName): string {
  if (when.length === 0) return 'For every order';
  return `If ${when.map((condition) => conditionWords(condition, nameOf)).join(', and ')}`;
}

function conditionWords(condition: RoutingCondition, nameOf: LocationName): string {
  switch (condition.is) {
    case 'place':
      return `it goes to ${condition.places.join(' or ')}`;
    case 'zone':
      return `it goes to zone ${condition.zones.join(' or ')}`;
    case 'tag':
      return `it is tagged ${condition.tags.join(' or ')}`;
    case 'sku':
      return condition.of === 'any'
        ? `it holds any of ${condition.skus.join(', ')}`
        : `it holds nothing but ${condition.skus.join(', ')}`;
    case 'value': {
      const from = condition.from === null ? [] : [`at least ${amount(condition.from)}`];
      const below = condition.below === null ? [] : [`below ${amount(condition.below)}`];
      return `its value is ${[...from, ...below].join(' and ')}`;
    }
    case 'stock':
      return `${nameOf(condition.location)} ${condition.enough ? 'has' : 'does not have'} everything`;
    case 'preorder':
      return 'it is a preorder';
    case 'pickup':
      return condition.pickup ? 'the customer fetches it' : 'the customer does not fetch it';
  }
}

export const rankingWords: Readonly<Record<Ranking, string>> = {
  priority: 'the first listed',
  distance: 'the nearest by zone',
  stock: 'the one with most stock',
  cost: 'the cheapest',
};

/** "It leaves from the first listed of Hamburg, Berlin that has everything". */
export function doing(action: RoutingAction, nameOf: LocationName): string {
  switch (action.do) {
    case 'prefer': {
      const among = action.locations.length === 0 ? 'all' : listOf(action.locations, nameOf);
      const split = action.split ? '; split where none has' : '';
      return `It leaves from ${rankingWords[action.by]} of ${among} that has everything${split}.`;
    }
    case 'split':
      return `${action.skus.join(', ')} is shipped by itself.`;
    case 'hold':
      return `It is put on hold: ${action.note}.`;
    case 'release':
      return 'It stays where the store put it, and a hold of a rule is released.';
  }
}

/** The sentences of what holds beside the rules. */
export function besides({ zones, exclusions, costs }: RoutingBook, nameOf: LocationName) {
  return {
    zones: zones.map(
      ({ name, areas, locations }) => `${name}: ${areas.join(', ')} → ${listOf(locations, nameOf)}`,
    ),
    exclusions: exclusions.map(
      ({ skus, location }) => `${skus.join(', ')} never leaves from ${nameOf(location)}`,
    ),
    costs: costs.map(({ location, cost }) => `A parcel from ${nameOf(location)} costs ${amount(cost)}`),
  };
}
