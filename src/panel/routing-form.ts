/** Reads the form of a rule as people filled it in: everything that is left empty asks for nothing. */
import { z } from 'zod';
import { exponentOf } from '#domain/currency.ts';
import type { Gid } from '#domain/gid.ts';
import { formatMoney, type Money, parseMoney } from '#domain/money.ts';
import {
  holdReasons,
  rankings,
  type RoutingAction,
  type RoutingBook,
  type RoutingCondition,
  type RoutingRule,
} from '#domain/routing.ts';
import type { Place } from '#src/panel/query/routing.ts';

/** What is wrong with a form, in which field. */
export class Wrong extends Error {
  override readonly name = 'Wrong';
  readonly field: string;

  constructor(field: string, says: string) {
    super(says);
    this.field = field;
  }
}

/** What a form may name. */
export type Known = {
  readonly places: readonly Place[];
  readonly book: RoutingBook;
  readonly currency: string;
};

const text = z.string().trim().max(1000).default('');
export const ruleForm = z.object({
  id: z
    .string()
    .regex(/^\d{0,9}$/)
    .default(''),
  name: text,
  places: text,
  zones: text,
  tags: text,
  skus: text,
  of: z.enum(['any', 'all']).default('any'),
  from: text,
  below: text,
  stockAt: text,
  stockIs: z.enum(['enough', 'lacking']).default('enough'),
  preorder: z.enum(['', 'yes']).default(''),
  pickup: z.enum(['', 'yes', 'no']).default(''),
  do: z.enum(['prefer', 'split', 'hold', 'release']).default('prefer'),
  locations: text,
  by: z.enum(rankings).default('priority'),
  split: z.enum(['', 'yes']).default(''),
  apart: text,
  reason: z.enum(holdReasons).default('OTHER'),
  note: text,
});
export type RuleForm = z.output<typeof ruleForm>;

/** Throws `Wrong` with the first thing that is. */
export function ruleOf(form: RuleForm, known: Known): Pick<RoutingRule, 'name' | 'when' | 'does'> {
  if (form.name === '') throw new Wrong('name', 'Give the rule a name.');
  if (form.name.length > 60) throw new Wrong('name', 'A name may have 60 characters.');
  return { name: form.name, when: conditionsOf(form, known), does: actionOf(form, known) };
}

function conditionsOf(form: RuleForm, known: Known): RoutingCondition[] {
  const places = wordsOf(form.places).map((each) => each.toUpperCase());
  if (!places.every((each) => /^[A-Z]{2}(-[A-Z0-9]{1,3})?$/.test(each)))
    throw new Wrong('places', 'Write countries as DE and regions as US-CA, with commas between them.');
  const zones = wordsOf(form.zones);
  const unknown = zones.find((each) => !known.book.zones.some(({ name }) => name === each));
  if (unknown !== undefined) throw new Wrong('zones', `There is no zone ${unknown}.`);
  const [tags, skus] = [wordsOf(form.tags), wordsOf(form.skus)];
  const [from, below] = [
    moneyOf('from', form.from, known.currency),
    moneyOf('below', form.below, known.currency),
  ];
  const at = form.stockAt === '' ? null : locationOf('stockAt', form.stockAt, known);
  return [
    ...(places.length > 0 ? [{ is: 'place', places } as const] : []),
    ...(zones.length > 0 ? [{ is: 'zone', zones } as const] : []),
    ...(tags.length > 0 ? [{ is: 'tag', tags } as const] : []),
    ...(skus.length > 0 ? [{ is: 'sku', skus, of: form.of } as const] : []),
    ...(from !== null || below !== null ? [{ is: 'value', from, below } as const] : []),
    ...(at === null ? [] : [{ is: 'stock', location: at, enough: form.stockIs === 'enough' } as const]),
    ...(form.preorder === 'yes' ? [{ is: 'preorder' } as const] : []),
    ...(form.pickup === '' ? [] : [{ is: 'pickup', pickup: form.pickup === 'yes' } as const]),
  ];
}

function actionOf(form: RuleForm, known: Known): RoutingAction {
  switch (form.do) {
    case 'prefer': {
      const locations = locationsOf('locations', form.locations, known);
      if (locations.length === 0 && form.by !== 'distance')
        throw new Wrong('locations', 'Name the locations it may leave from.');
      return { do: 'prefer', locations, by: form.by, split: form.split === 'yes' };
    }
    case 'split': {
      const skus = wordsOf(form.apart);
      if (skus.length === 0) throw new Wrong('apart', 'Name the SKUs that are shipped by themselves.');
      return { do: 'split', skus };
    }
    case 'hold':
      if (form.note === '') throw new Wrong('note', 'Say why it waits.');
      if (form.note.length > 200) throw new Wrong('note', 'A note may have 200 characters.');
      return { do: 'hold', reason: form.reason, note: form.note };
    case 'release':
      return { do: 'release' };
  }
}

/** The form that a rule would have been filled in with. */
export function formOf(
  { id, name, when, does }: RoutingRule,
  nameOf: (of: Gid<'Location'>) => string,
): RuleForm {
  const found = <Is extends RoutingCondition['is']>(is: Is) =>
    when.find((each): each is RoutingCondition & { readonly is: Is } => each.is === is);
  const value = found('value');
  const stock = found('stock');
  const pickup = found('pickup')?.pickup;
  return ruleForm.parse({
    id: String(id),
    name,
    places: found('place')?.places.join(', '),
    zones: found('zone')?.zones.join(', '),
    tags: found('tag')?.tags.join(', '),
    skus: found('sku')?.skus.join(', '),
    of: found('sku')?.of,
    from: decimalOf(value?.from),
    below: decimalOf(value?.below),
    stockAt: stock && nameOf(stock.location),
    stockIs: stock?.enough === false ? 'lacking' : 'enough',
    preorder: found('preorder') === undefined ? '' : 'yes',
    pickup: pickup === undefined ? '' : pickup ? 'yes' : 'no',
    do: does.do,
    ...(does.do === 'prefer' && {
      locations: does.locations.map(nameOf).join(', '),
      by: does.by,
      split: does.split ? 'yes' : '',
    }),
    ...(does.do === 'split' && { apart: does.skus.join(', ') }),
    ...(does.do === 'hold' && { reason: does.reason, note: does.note }),
  });
}

/** Words with commas between them, each once. */
export function wordsOf(list: string): string[] {
  return [...new Set(list.split(',').map((each) => each.trim()))].filter((each) => each !== '');
}

/** Locations by their names, the best first. */
export function locationsOf(field: string, list: string, known: Known): Gid<'Location'>[] {
  return wordsOf(list).map((each) => locationOf(field, each, known));
}

export function locationOf(field: string, name: string, { places }: Known): Gid<'Location'> {
  const same = places.filter((each) => each.name.toLowerCase() === name.toLowerCase());
  const [only, ...others] = same;
  if (only !== undefined && others.length === 0) return only.location;
  const names = places.map((each) => each.name).join(', ');
  if (only !== undefined) throw new Wrong(field, `Several locations are called ${name}.`);
  throw new Wrong(
    field,
    names === '' ? 'No location is known yet.' : `No location is called ${name}. Known: ${names}.`,
  );
}

export function moneyOf(field: string, decimal: string, currency: string): Money | null {
  if (decimal === '') return null;
  const digits = exponentOf(currency) ?? 0;
  const [, , fraction = ''] = /^(\d{1,12})(?:\.(\d+))?$/.exec(decimal) ?? [];
  if (!/^\d{1,12}(\.\d+)?$/.test(decimal) || fraction.length > digits)
    throw new Wrong(field, 'Write an amount as 20.00.');
  return parseMoney(decimal, currency);
}

function decimalOf(money: Money | null | undefined): string {
  return money ? formatMoney(money) : '';
}
