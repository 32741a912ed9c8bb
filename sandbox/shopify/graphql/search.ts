/**
 * Shopify's search syntax: `field:value` terms, compared by `>`, `>=`, `<`, `<=`, joined by AND (or a space) and OR, negated
 * by NOT or `-`, grouped by parentheses. A field that the store does not know is refused aloud, where Shopify would
 * search without it.
 */
import { GraphQLError } from 'graphql';

/** A number is an instant; Shopify compares those by whole seconds, which is what its own answers carry. */
type FieldValue = number | bigint | string | boolean | null | readonly string[];

export type SearchFields<Item> = Readonly<Record<string, (item: Item) => FieldValue>>;

type Test<Item> = (item: Item) => boolean;

type Reading = { readonly query: string; readonly tokens: readonly string[]; at: number };

const token = /\(|\)|-?[a-z_]+:(?:>=|<=|>|<)?(?:'[^']*'|"[^"]*"|[^\s()]+)|[^\s()]+/g;

/** What of a list the query finds; everything without a query. */
export function filterBy<Item>(query: string | null | undefined, fields: SearchFields<Item>): Test<Item> {
  const text = (query ?? '').trim();
  if (text === '') return () => true;
  const reading = { query: text, tokens: tokensOf(text), at: 0 };
  const found = readAny(reading, fields);
  if (reading.at < reading.tokens.length) throw notUnderstood(reading.query);
  return found;
}

function tokensOf(text: string): string[] {
  return Array.from(text.matchAll(token), ([each]) => each);
}

function readAny<Item>(reading: Reading, fields: SearchFields<Item>): Test<Item> {
  const some = [readAll(reading, fields)];
  while (reading.tokens[reading.at] === 'OR') {
    reading.at += 1;
    some.push(readAll(reading, fields));
  }
  return (item) => some.some((one) => one(item));
}

function readAll<Item>(reading: Reading, fields: SearchFields<Item>): Test<Item> {
  const every = [readOne(reading, fields)];
  for (let next = reading.tokens[reading.at]; next !== undefined; next = reading.tokens[reading.at]) {
    if (next === 'OR' || next === ')') break;
    if (next === 'AND') reading.at += 1;
    every.push(readOne(reading, fields));
  }
  return (item) => every.every((one) => one(item));
}

function readOne<Item>(reading: Reading, fields: SearchFields<Item>): Test<Item> {
  const next = reading.tokens[reading.at];
  reading.at += 1;
  if (next === 'NOT') return negate(readOne(reading, fields));
  if (next === '(') {
    const inner = readAny(reading, fields);
    if (reading.tokens[reading.at] !== ')') throw notUnderstood(reading.query);
    reading.at += 1;
    return inner;
  }
  if (next === undefined) throw notUnderstood(reading.query);
  return next.startsWith('-') ? negate(term(next.slice(1), fields)) : term(next, fields);
}

function negate<Item>(test: Test<Item>): Test<Item> {
  return (item) => !test(item);
}

const parts = /^([a-z_]+):(>=|<=|>|<)?(?:'([^']*)'|"([^"]*)"|(.+))$/s;

function term<Item>(text: string, fields: SearchFields<Item>): Test<Item> {
  const [, name = '', operator = '=', single, double, bare] = parts.exec(text) ?? [];
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (field === undefined) throw notUnderstood(text);
  const wanted = single ?? double ?? bare ?? '';
  // What is wanted is read once, though a shop has thousands of orders to hold it against.
  const second = once(() => seconds(instantOf(wanted)));
  const number = once(() => numberOf(wanted));
  return (item) => {
    const value = field(item);
    if (value === null) return false;
    if (typeof value === 'number') return compares(operator, seconds(value), second());
    if (typeof value === 'bigint') return compares(operator, value, number());
    if (typeof value === 'boolean') return String(value) === wanted.toLowerCase();
    if (typeof value === 'string') return sameText(value, wanted);
    return value.some((each) => sameText(each, wanted));
  };
}

function once<Value>(read: () => Value): () => Value {
  let known: { readonly value: Value } | undefined;
  return () => (known ??= { value: read() }).value;
}

function compares<Value extends number | bigint>(operator: string, value: Value, limit: Value): boolean {
  if (operator === '>=') return value >= limit;
  if (operator === '<=') return value <= limit;
  if (operator === '>') return value > limit;
  if (operator === '<') return value < limit;
  return value === limit;
}

/** Case does not matter, and a star at the end stands for anything. */
function sameText(value: string, wanted: string): boolean {
  const [left, right] = [value.toLowerCase(), wanted.toLowerCase()];
  return right.endsWith('*') ? left.startsWith(right.slice(0, -1)) : left === right;
}

function seconds(at: number): number {
  return Math.floor(at / 1000);
}

function instantOf(text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new GraphQLError(`The sandbox's store reads no date in "${text}".`);
  return at;
}

/** A global id names its number, too. */
function numberOf(text: string): bigint {
  const [, digits] = /(?:^|\/)(\d+)$/.exec(text) ?? [];
  if (digits === undefined) throw new GraphQLError(`The sandbox's store reads no number in "${text}".`);
  return BigInt(digits);
}

function notUnderstood(text: string): GraphQLError {
  return new GraphQLError(`The sandbox's store does not understand the search "${text}".`, {
    extensions: { code: 'SANDBOX_UNSUPPORTED' },
  });
}
