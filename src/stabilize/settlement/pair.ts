import type { Instant } from '#domain/instant.ts';

type How<One, Other> = {
  readonly at: {
    readonly one: (one: One) => Instant;
    readonly other: (other: Other) => Instant;
    readonly name: (one: One, other: Other) => string;
  };
  readonly withinMs: number;
};

/** Pairs what lies nearest in time first, each at most once; whichever order both came in, the pairs are the same. */
export function pairNearest<One, Other>(
  ones: readonly One[],
  others: readonly Other[],
  { at, withinMs }: How<One, Other>,
): ReadonlyMap<One, Other> {
  const candidates = ones.flatMap((one) =>
    others.map((other) => ({
      one,
      other,
      apart: Math.abs(Date.parse(at.one(one)) - Date.parse(at.other(other))),
      name: `${at.one(one)} ${at.name(one, other)}`,
    })),
  );
  const near = candidates
    .filter(({ apart }) => apart <= withinMs)
    .toSorted((left, right) => left.apart - right.apart || (left.name < right.name ? -1 : 1));
  const pairs = new Map<One, Other>();
  const taken = new Set<Other>();
  for (const { one, other } of near) {
    if (pairs.has(one) || taken.has(other)) continue;
    pairs.set(one, other);
    taken.add(other);
  }
  return pairs;
}
