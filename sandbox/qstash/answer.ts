/** What the routes of the API have in common: how they refuse, and how they choose among what is kept. */
import { Unsupported } from './refusal.ts';

export function refusal(error: string): { error: string } {
  return { error };
}

export const messageMissing = refusal('message not found');

/** What can be chosen by: naming a fact several times means any of the values, several facts mean all of them. */
export type Facts<Kept> = Readonly<Record<string, (kept: Kept) => readonly (string | undefined)[]>>;

const paging = new Set(['cursor', 'count']);

/** @throws Unsupported for a fact that is not served here. */
export function matching<Kept>(
  all: readonly Kept[],
  query: URLSearchParams,
  { facts, noun }: { readonly facts: Facts<Kept>; readonly noun: string },
): Kept[] {
  const names = [...new Set(query.keys())].filter((name) => !paging.has(name));
  const filters = names.map((name) => {
    const fact = Object.hasOwn(facts, name) ? facts[name] : undefined;
    if (fact === undefined) throw new Unsupported(`${noun} cannot be chosen by ${name} here`);
    const wanted = new Set(query.getAll(name));
    return (kept: Kept) => fact(kept).some((value) => value !== undefined && wanted.has(value));
  });
  return all.filter((kept) => filters.every((filter) => filter(kept)));
}
