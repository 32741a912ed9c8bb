/** `expand[]`: puts an object where an answer has its id. */
import type { Json, JsonObject } from './json.ts';
import { invalid, Unsupported } from './refusal.ts';

export type Shelf = {
  /** The object of that id as the API shows it. */
  find(id: string): JsonObject | undefined;
  /** A field that is left out of an object unless it is expanded. */
  hidden(object: JsonObject, field: string): JsonObject | undefined;
};

// Stripe docs, "Expanding responses".
const depthMax = 4;

/** What may be named on the way; an id in any other field stays one. */
const kept = new Set([
  'balance_transaction',
  'balance_transactions',
  'charge',
  'customer',
  'data',
  'failure_balance_transaction',
  'latest_charge',
  'original_payout',
  'payment_intent',
  'refunds',
  'reversed_by',
  'source',
]);
const notKept = new Set(['destination', 'payment_method', 'review', 'on_behalf_of', 'application']);

/**
 * Looks at a path before anything is carried out.
 * @throws Refusal for what no answer has, and for a path that is too long.
 * @throws Unsupported for what Stripe keeps and this stand-in does not, such as a payment method.
 */
export function checkPath(path: string): void {
  const steps = path.split('.');
  if (steps.length > depthMax)
    throw invalid(`You cannot expand more than ${depthMax} levels of a property. Property: ${path}.`, {
      code: 'parameter_invalid',
      param: 'expand',
    });
  if (steps.some((step) => notKept.has(step))) throw new Unsupported(`expanding ${path}`);
  if (!steps.every((step) => kept.has(step))) throw refusal(path);
}

/**
 * Expands in place.
 * @throws Refusal for a path the answer does not have.
 * @throws Unsupported for the id of an object that is not kept here.
 */
export function expand(answer: JsonObject, path: string, shelf: Shelf): void {
  follow(answer, path.split('.'), { path, shelf });
}

function follow(target: Json, steps: readonly string[], about: { path: string; shelf: Shelf }): void {
  const [field, ...rest] = steps;
  if (field === undefined || target === null || target === undefined) return;
  if (Array.isArray(target)) {
    for (const one of target) follow(one, steps, about);
    return;
  }
  if (typeof target !== 'object') throw refusal(about.path);
  const { shelf } = about;
  const value = target[field] === undefined ? shelf.hidden(target, field) : target[field];
  if (value === undefined) throw refusal(about.path);
  if (value === null) return;
  if (typeof value === 'object') {
    target[field] = value;
    return follow(value, rest, about);
  }
  if (typeof value !== 'string' || !/^[a-z]+_/.test(value)) throw refusal(about.path);
  const object = shelf.find(value);
  if (object === undefined) throw new Unsupported(`expanding ${about.path}`);
  target[field] = object;
  follow(object, rest, about);
}

function refusal(path: string): Error {
  return invalid(`This property cannot be expanded (${path}).`, {
    code: 'parameter_unknown',
    param: 'expand',
  });
}
