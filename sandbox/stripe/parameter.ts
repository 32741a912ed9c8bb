/** Reads the parameters of a call; what is missing or malformed is refused in Stripe's words. */
import { z } from 'zod';
import type { Form } from './form.ts';
import { invalid, type Refusal, Unsupported } from './refusal.ts';

const invalidInteger = 'Invalid integer';

/** A whole number of units, not below zero. */
export const amount = z
  .string()
  .regex(/^\d{1,18}$/, invalidInteger)
  .transform(BigInt);
export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
/** Empty text takes a text away. */
export const text = z.string().transform((value) => (value === '' ? null : value));
export const metadata = z.union([z.record(z.string(), z.string()), z.literal('').transform(() => ({}))]);
export const list = z.record(z.string(), z.string()).transform((entries) => Object.values(entries));

const second = z.string().regex(/^\d+$/, invalidInteger).transform(Number);
const range = z.union([
  second.transform((at) => ({ gt: undefined, gte: at, lt: undefined, lte: at })),
  z.strictObject({
    gt: second.optional(),
    gte: second.optional(),
    lt: second.optional(),
    lte: second.optional(),
  }),
]);

/** What every list takes. */
export const paging = {
  limit: z.string().regex(/^\d+$/, invalidInteger).transform(Number).default(10),
  starting_after: z.string().optional(),
  ending_before: z.string().optional(),
  created: range.optional(),
};

export type Range = z.output<typeof range>;

export function isWithin(at: number, span: Range | undefined): boolean {
  if (span === undefined) return true;
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = span;
  return at > gt && at >= gte && at < lt && at <= lte;
}

/**
 * @throws Refusal for what Stripe would refuse.
 * @throws Unsupported for a parameter that is not served here: it may be one of Stripe's.
 */
export function read<Shape extends z.ZodType>(shape: Shape, input: Form): z.output<Shape> {
  const result = shape.safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue === undefined) throw result.error;
  if (issue.code === 'unrecognized_keys') {
    const at = [...issue.path, issue.keys[0] ?? ''];
    throw new Unsupported(`the parameter ${nameOf(at)}`);
  }
  throw problem(nameOf(issue.path), valueAt(input, issue.path), issue.message);
}

function problem(param: string, value: unknown, message: string): Refusal {
  if (value === undefined)
    return invalid(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
  if (message === invalidInteger)
    return invalid(`Invalid integer: ${typeof value === 'string' ? value : ''}`, {
      code: 'parameter_invalid_integer',
      param,
    });
  return invalid(`Invalid ${param}: ${message}`, { code: 'parameter_unknown', param });
}

function nameOf([first = '', ...rest]: readonly PropertyKey[]): string {
  return `${String(first)}${rest.map((step) => `[${String(step)}]`).join('')}`;
}

function valueAt(input: Form, path: readonly PropertyKey[]): unknown {
  let value: Form | string | undefined = input;
  for (const step of path) value = typeof value === 'object' ? value[String(step)] : undefined;
  return value;
}
