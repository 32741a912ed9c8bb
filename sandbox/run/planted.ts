/** What a life had planted in it, in figures. Whether any of it was found is for detectors to say. */
import { faultKinds } from '../traffic/fault/catalog.ts';
import type { FaultFamily } from '../traffic/fault/kind.ts';
import type { Planted } from '../traffic/fault/planted.ts';

/** A lasting fault leaves a difference that can be seen from outside; a passing one leaves none. */
type Counts = { readonly total: number; readonly lasting: number; readonly passing: number };

export type PlantedCounts = Counts & { readonly families: Readonly<Partial<Record<FaultFamily, Counts>>> };

export function plantedCounts(planted: readonly Planted[]): PlantedCounts {
  const families = Map.groupBy(planted, ({ kind }) => faultKinds[kind].family);
  return {
    ...countsOf(planted),
    families: Object.fromEntries([...families].map(([family, of]) => [family, countsOf(of)])),
  };
}

function countsOf(planted: readonly Planted[]): Counts {
  const lasting = planted.filter((one) => one.lasting).length;
  return { total: planted.length, lasting, passing: planted.length - lasting };
}
