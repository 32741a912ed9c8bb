/** The part of Shopify's search syntax the store understands; anything else is refused aloud. */
import { GraphQLError } from 'graphql';
import type { StoreOrder } from './order.ts';

const term =
  /^(created_at|updated_at|processed_at|name|test):(>=|<=|>|<)?(?:'([^']*)'|"([^"]*)"|(\S+))\s*(?:AND\s+)?/;

export function orderFilter(query: string | null | undefined): (order: StoreOrder) => boolean {
  const tests: ((order: StoreOrder) => boolean)[] = [];
  let rest = (query ?? '').trim();
  while (rest !== '') {
    const match = term.exec(rest);
    if (match === null)
      throw new GraphQLError(`The sandbox's store does not understand the search "${rest}".`);
    const [text, field = '', operator = ':', single, double, bare] = match;
    tests.push(test(field, operator, single ?? double ?? bare ?? ''));
    rest = rest.slice(text.length);
  }
  return (order) => tests.every((each) => each(order));
}

function test(field: string, operator: string, value: string): (order: StoreOrder) => boolean {
  if (field === 'name') return (order) => order.name === value || order.name === `#${value}`;
  if (field === 'test') return (order) => String(order.test) === value;
  const limit = Date.parse(value);
  if (Number.isNaN(limit)) throw new GraphQLError(`The sandbox's store reads no date in "${value}".`);
  return (order) => compares(operator, field === 'updated_at' ? order.updatedAt : order.createdAt, limit);
}

/** Shopify compares whole seconds, which is what its own answers carry. */
function compares(operator: string, atMs: number, limitMs: number): boolean {
  const difference = Math.floor(atMs / 1000) - Math.floor(limitMs / 1000);
  if (operator === '>=') return difference >= 0;
  if (operator === '<=') return difference <= 0;
  if (operator === '>') return difference > 0;
  if (operator === '<') return difference < 0;
  return difference === 0;
}
