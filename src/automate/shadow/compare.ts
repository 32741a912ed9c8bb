/** Pure: where what a workflow would have posted and what people posted say different things. */
import type { ShadowField, ShadowPair, Shadowed, ShadowLine, ShadowSide } from '#domain/shadow.ts';

/** People may enter a document some days after what it is for. */
const daysMax = 3;
const dayMs = 86_400_000;

export function compareShadow({ isElsewhere, ...pair }: ShadowPair): Shadowed {
  return { ...pair, differs: differences(pair, isElsewhere) };
}

function differences(
  { ours, theirs }: Pick<ShadowPair, 'ours' | 'theirs'>,
  isElsewhere: boolean,
): readonly ShadowField[] {
  const [[our], [their]] = [ours, theirs];
  if (our === undefined) return ['only theirs'];
  if (their === undefined) return [isElsewhere ? 'order' : 'only ours'];
  const isPair = ours.length === 1 && theirs.length === 1;
  return [
    ...(isElsewhere ? (['order'] as const) : []),
    ...(isPair ? [] : (['count'] as const)),
    ...(isPair && our.kind !== their.kind ? (['kind'] as const) : []),
    ...moneyDifferences(ours, theirs),
    ...(isPair ? ledgerDifferences(our, their) : []),
    ...(isPair && daysApart(our, their) > daysMax ? (['date'] as const) : []),
  ];
}

/** Amounts in two currencies are not compared any further. */
function moneyDifferences(
  ours: readonly ShadowSide[],
  theirs: readonly ShadowSide[],
): readonly ShadowField[] {
  const currencies = new Set([...ours, ...theirs].map(({ total }) => total.currency));
  if (currencies.size > 1) return ['currency'];
  return totalOf(ours) === totalOf(theirs) ? [] : ['gross'];
}

function totalOf(sides: readonly ShadowSide[]): bigint {
  return sides.reduce((sum, one) => sum + one.total.minor, 0n);
}

/** An ERP that does not show its ledger, or a document that is in none, cannot be compared there. */
function ledgerDifferences(
  { lines: ours }: ShadowSide,
  { lines: theirs }: ShadowSide,
): readonly ShadowField[] {
  if (ours === null || theirs === null || ours.length === 0 || theirs.length === 0) return [];
  const [ourTaxes, theirTaxes] = [taxes(ours), taxes(theirs)];
  const isTaxed = [...ourTaxes.keys(), ...theirTaxes.keys()].every(
    (key) => ourTaxes.get(key) === theirTaxes.get(key),
  );
  return [
    ...(isTaxed ? [] : (['tax'] as const)),
    ...(fitsAccounts(ours, theirs) ? [] : (['accounts'] as const)),
  ];
}

function taxes(lines: readonly ShadowLine[]): ReadonlyMap<string, bigint> {
  return sums(lines.flatMap((one) => (one.taxKey === null ? [] : [[one.taxKey, one.minor] as const])));
}

/**
 * An ERP has names of its own for accounts, so each account counts by what it bears. What is left over on their side
 * and comes to nothing is none of ours: the goods at their cost.
 */
function fitsAccounts(ours: readonly ShadowLine[], theirs: readonly ShadowLine[]): boolean {
  const rest = byAccount(theirs);
  for (const minor of byAccount(ours)) {
    const at = rest.indexOf(minor);
    if (at < 0) return false;
    rest.splice(at, 1);
  }
  return rest.reduce((sum, one) => sum + one, 0n) === 0n;
}

function byAccount(lines: readonly ShadowLine[]): bigint[] {
  const untaxed = lines.filter((one) => one.taxKey === null);
  return [...sums(untaxed.map((one) => [one.account, one.minor] as const)).values()];
}

function sums(parts: readonly (readonly [name: string, minor: bigint])[]): ReadonlyMap<string, bigint> {
  const found = new Map<string, bigint>();
  for (const [name, minor] of parts) found.set(name, (found.get(name) ?? 0n) + minor);
  return new Map([...found].filter(([, minor]) => minor !== 0n));
}

function daysApart({ on: ours }: ShadowSide, { on: theirs }: ShadowSide): number {
  if (ours === null || theirs === null) return 0;
  return Math.abs(Date.parse(theirs) - Date.parse(ours)) / dayMs;
}
