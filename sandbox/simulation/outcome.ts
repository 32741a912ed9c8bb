/** Lives a life to its end and judges it: what a process that lives lives answers, as plain data. */
import type { FaultKind } from '#sandbox/traffic/fault/catalog.ts';
import { type Figures, figuresOf } from './figure.ts';
import { violations, type Violation } from './invariant.ts';
import { type LifeOptions, liveLife, type Lived } from './life.ts';
import type { Terms } from './term.ts';
import { touchesOf } from './touch.ts';

export type Outcome = {
  readonly terms: Terms;
  readonly violations: readonly Violation[];
  /** Null when the life could not be lived to its end. */
  readonly figures: Figures | null;
  /** How many of its orders were touchless, and how many were not, by reason. */
  readonly touches: Readonly<Record<string, number>>;
  /** The kinds of faults that were planted in it, each once. */
  readonly kinds: readonly FaultKind[];
  /** The numbers of the requests that had a mishap. */
  readonly struck: readonly number[];
};

export async function outcomeOf(options: LifeOptions): Promise<Outcome> {
  return liveLife(options, judge);
}

async function judge(lived: Lived): Promise<Outcome> {
  return {
    terms: lived.terms,
    violations: await violations(lived),
    figures: await figuresOf(lived),
    touches: await touchesOf(lived),
    kinds: [...new Set(lived.life.planted.map((one) => one.kind))].toSorted(),
    struck: lived.struck,
  };
}

/** A life that ended before its time is a finding like any other. */
export function brokenOff(terms: Terms, finding: string): Outcome {
  const promise = 'a life is lived to its end';
  return {
    terms,
    violations: [{ number: 12, promise, finding }],
    figures: null,
    touches: {},
    kinds: [],
    struck: [],
  };
}
