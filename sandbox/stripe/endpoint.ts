/** One method of the API, which carries itself out in one go: nothing else happens between its parts. */
import type { Account } from './account.ts';
import type { Form } from './form.ts';
import { missing } from './refusal.ts';

export type Call = {
  readonly account: Account;
  /** The id in the path; empty where there is none. */
  readonly id: string;
  /** Without `expand`, which is the same everywhere. */
  readonly input: Form;
};

export type Endpoint = {
  readonly method: 'GET' | 'POST';
  /** `/v1/charges/:id`, as Hono reads it. */
  readonly path: string;
  /** What is shown; thrown is a Refusal. */
  answer(call: Call): object;
};

/** @throws Refusal 404 with the vendor's noun. */
export function found<Kept>(
  kept: ReadonlyMap<string, Kept>,
  id: string,
  { noun, param = 'id' }: { noun: string; param?: string },
): Kept {
  const one = kept.get(id);
  if (one === undefined) throw missing(noun, id, param);
  return one;
}
