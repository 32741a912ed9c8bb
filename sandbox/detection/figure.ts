/** A score in figures that can be added up over many lives. */
import type { FaultKind } from '../traffic/fault/catalog.ts';
import { namesOf } from '../traffic/spread.ts';
import type { Finding, Score } from './score.ts';

export type KindFigures = {
  readonly planted: number;
  readonly found: number;
  readonly exactAmount: number;
  readonly fittingCause: number;
  readonly trueCause: number;
};

export type PlantedFigures = {
  readonly total: number;
  /** Lasting differences that the proof of an order can show. */
  readonly lasting: number;
  readonly found: number;
  readonly exactAmount: number;
  readonly fittingCause: number;
  /** Of those with one fitting cause only, so many were found under it … */
  readonly exactCause: number;
  /** … and so many there are. */
  readonly oneCause: number;
  readonly healed: number;
  readonly false: number;
  /** Lasting faults in stock, payouts, balances and prices, which nothing measures yet. */
  readonly unmeasured: number;
};

export function plantedFigures(score: Score, total: number): PlantedFigures {
  const { findings, healed, falseBreaks, unmeasured } = score;
  const count = (is: (one: Finding) => boolean): number => findings.filter(is).length;
  const hasOne = ({ fault }: Finding): boolean => fault.exact !== null;
  return {
    total,
    lasting: findings.length,
    found: count((one) => one.isFound),
    exactAmount: count((one) => one.hasExactAmount),
    fittingCause: count((one) => one.hasFittingCause),
    exactCause: count((one) => hasOne(one) && one.hasTrueCause),
    oneCause: count(hasOne),
    healed: healed.length,
    false: falseBreaks.length,
    unmeasured: unmeasured.length,
  };
}

export type ByKind = Readonly<Partial<Record<FaultKind, KindFigures>>>;

export function kindFigures(findings: readonly Finding[]): ByKind {
  const kinds = Map.groupBy(findings, ({ fault }) => fault.kind);
  return Object.fromEntries(
    [...kinds].map(([kind, of]) => [
      kind,
      {
        planted: of.length,
        found: of.filter((one) => one.isFound).length,
        exactAmount: of.filter((one) => one.hasExactAmount).length,
        fittingCause: of.filter((one) => one.hasFittingCause).length,
        trueCause: of.filter((one) => one.hasTrueCause).length,
      },
    ]),
  );
}

export function sumOfFigures(all: readonly PlantedFigures[]): PlantedFigures {
  const [first, ...others] = all;
  if (first === undefined) return noFigures;
  return others.reduce((sum, one) => added(sum, one), first);
}

export function sumOfKinds(all: readonly ByKind[]): ByKind {
  const sum: Partial<Record<FaultKind, KindFigures>> = {};
  for (const kinds of all)
    for (const kind of namesOf(kinds)) {
      const figures = kinds[kind];
      if (figures !== undefined) sum[kind] = added(sum[kind] ?? noKind, figures);
    }
  return sum;
}

function added<Figures extends Readonly<Record<string, number>>>(one: Figures, other: Figures): Figures {
  const sum: Record<string, number> = {};
  for (const [name, count] of Object.entries(one)) sum[name] = count + (other[name] ?? 0);
  return Object.assign({ ...one }, sum);
}

const noKind: KindFigures = { planted: 0, found: 0, exactAmount: 0, fittingCause: 0, trueCause: 0 };

const noFigures: PlantedFigures = {
  total: 0,
  lasting: 0,
  found: 0,
  exactAmount: 0,
  fittingCause: 0,
  exactCause: 0,
  oneCause: 0,
  healed: 0,
  false: 0,
  unmeasured: 0,
};
