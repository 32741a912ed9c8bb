/** Changes of the rules as people make them: from one book to the next, and what was done, as a sentence. */
import type { Gid } from '#domain/gid.ts';
import type { RoutingBook, RoutingRule } from '#domain/routing.ts';
import {
  type Known,
  locationOf,
  locationsOf,
  moneyOf,
  type RuleForm,
  ruleOf,
  wordsOf,
  Wrong,
} from './routing-form.ts';

export type Changed = { readonly book: RoutingBook; readonly change: string };

const rulesMax = 100;

/** Adds a rule at the end, or changes the one that the form names. */
export function withRule(form: RuleForm, known: Known): Changed {
  const { book } = known;
  const given = ruleOf(form, known);
  if (form.id === '') {
    if (book.rules.length >= rulesMax) throw new Wrong('name', `A shop may have ${rulesMax} rules.`);
    const rule = { ...given, id: book.lastId + 1, version: 1, on: true };
    return {
      book: { ...book, lastId: rule.id, rules: [...book.rules, rule] },
      change: `Rule “${rule.name}” was added.`,
    };
  }
  const old = ruleNamed(book, form.id);
  return replaced(book, { ...old, ...given }, `Rule “${given.name}” was changed.`);
}

export function switched(book: RoutingBook, id: string): Changed {
  const old = ruleNamed(book, id);
  return replaced(book, { ...old, on: !old.on }, `Rule “${old.name}” was switched ${old.on ? 'off' : 'on'}.`);
}

export function without(book: RoutingBook, id: string): Changed {
  const old = ruleNamed(book, id);
  const rules = book.rules.filter((each) => each !== old);
  return { book: { ...book, rules }, change: `Rule “${old.name}” was deleted.` };
}

/** One place up: it decides before the one that stood there. */
export function raised(book: RoutingBook, id: string): Changed {
  const rule = ruleNamed(book, id);
  const at = book.rules.indexOf(rule);
  const above = book.rules[at - 1];
  if (above === undefined) throw new Wrong('id', 'It is the first rule already.');
  const rules = [...book.rules.slice(0, at - 1), rule, above, ...book.rules.slice(at + 1)];
  return { book: { ...book, rules }, change: `Rule “${rule.name}” comes before “${above.name}” now.` };
}

function replaced(book: RoutingBook, rule: RoutingRule, change: string): Changed {
  const next = { ...rule, version: rule.version + 1 };
  return { book: { ...book, rules: book.rules.map((each) => (each.id === rule.id ? next : each)) }, change };
}

function ruleNamed({ rules }: RoutingBook, id: string): RoutingRule {
  const rule = rules.find((each) => String(each.id) === id);
  if (rule === undefined) throw new Wrong('id', 'This rule is not there any more.');
  return rule;
}

export type ZoneForm = { readonly zone: string; readonly areas: string; readonly near: string };

/** A zone by its name; without areas it is taken away, unless a rule asks for it. */
export function withZone({ zone: name, areas: list, near }: ZoneForm, known: Known): Changed {
  const { book } = known;
  if (name === '' || name.includes(',')) throw new Wrong('zone', 'Give the zone a name without commas.');
  const areas = wordsOf(list).map((each) => each.toUpperCase());
  const others = book.zones.filter((each) => each.name !== name);
  if (areas.length === 0) {
    const asks = book.rules.find(({ when }) =>
      when.some((each) => each.is === 'zone' && each.zones.includes(name)),
    );
    if (asks !== undefined) throw new Wrong('zone', `Rule “${asks.name}” asks for zone ${name}.`);
    return { book: { ...book, zones: others }, change: `Zone ${name} was taken away.` };
  }
  if (!areas.every((each) => /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/.test(each)))
    throw new Wrong('areas', 'Write areas as DE, or with up to three signs of the postal code as DE-10.');
  const zone = { name, areas, locations: locationsOf('near', near, known) };
  return {
    book: { ...book, zones: [...others, zone] },
    change: `Zone ${name} covers ${areas.join(', ')} now.`,
  };
}

export type ExclusionForm = { readonly goods: string; readonly notFrom: string };

/** What must not leave from a location, all of it: without goods everything may. */
export function withExclusion({ goods, notFrom }: ExclusionForm, known: Known): Changed {
  const { book } = known;
  const location = locationOf('notFrom', notFrom, known);
  const skus = wordsOf(goods);
  const others = book.exclusions.filter((each) => each.location !== location);
  const name = placeNamed(known, location);
  return skus.length === 0
    ? { book: { ...book, exclusions: others }, change: `Everything may leave from ${name} now.` }
    : {
        book: { ...book, exclusions: [...others, { skus, location }] },
        change: `${skus.join(', ')} must not leave from ${name} now.`,
      };
}

export type CostForm = { readonly parcelFrom: string; readonly cost: string };

export function withCost({ parcelFrom, cost: decimal }: CostForm, known: Known): Changed {
  const { book } = known;
  const location = locationOf('parcelFrom', parcelFrom, known);
  const cost = moneyOf('cost', decimal, known.currency);
  const others = book.costs.filter((each) => each.location !== location);
  const name = placeNamed(known, location);
  return cost === null
    ? { book: { ...book, costs: others }, change: `The cost of a parcel from ${name} was taken away.` }
    : {
        book: { ...book, costs: [...others, { location, cost }] },
        change: `A parcel from ${name} costs ${decimal} ${cost.currency} now.`,
      };
}

function placeNamed({ places }: Known, location: Gid<'Location'>): string {
  return places.find((each) => each.location === location)?.name ?? location;
}
