/** The few distributions a shop's life is drawn from. */
import type { Chance } from './random.ts';

/** How many events happen of which `mean` are expected (Knuth's product method). */
export function poisson(chance: Chance, mean: number): number {
  if (mean <= 0) return 0;
  // Above some hundreds the product would underflow; there a normal curve is as good.
  if (mean > 400) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(chance)));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = chance.fraction(); product > limit; product *= chance.fraction()) count += 1;
  return count;
}

/** A standard normal value (Box and Muller). */
export function normal(chance: Chance): number {
  const radius = Math.sqrt(-2 * Math.log(1 - chance.fraction()));
  return radius * Math.cos(2 * Math.PI * chance.fraction());
}

/** A delay whose median is given; one in twenty is longer than `ninetyFifth`. */
export type Delay = { readonly medianMs: number; readonly ninetyFifthMs: number };

/** Whole seconds, from a log-normal curve: most things are soon done and a few take very long. */
export function delayOf(chance: Chance, { medianMs, ninetyFifthMs }: Delay): number {
  const width = Math.log(ninetyFifthMs / medianMs) / 1.645;
  const ms = medianMs * Math.exp(width * normal(chance));
  return Math.round(Math.min(ms, ninetyFifthMs * 4) / 1000) * 1000;
}

/** Draws a name by its weight; weights need not sum to anything. */
export function weighted<Name extends string>(
  chance: Chance,
  weights: Readonly<Partial<Record<Name, number>>> & object,
  otherwise: Name,
): Name {
  const names = namesOf(weights);
  const whole = names.reduce((sum, name) => sum + (weights[name] ?? 0), 0);
  let left = chance.fraction() * whole;
  for (const name of names) {
    left -= weights[name] ?? 0;
    if (left < 0) return name;
  }
  return otherwise;
}

/** The index of a weight. */
export function drawn(chance: Chance, weights: readonly number[]): number {
  let left = chance.fraction() * weights.reduce((sum, weight) => sum + weight, 0);
  const index = weights.findIndex((weight) => (left -= weight) < 0);
  return Math.max(index, 0);
}

/** An index below `count` by Zipf's law: the n-th is drawn 1/n^exponent as often as the first. */
export function zipf(chance: Chance, count: number, exponent: number): number {
  // Inverse of the continuous law's distribution, which is near enough and needs no table.
  const power = 1 - exponent;
  const whole = (count + 1) ** power - 1;
  return Math.min(count - 1, Math.floor((1 + chance.fraction() * whole) ** (1 / power)) - 1);
}

/** `Object.keys` knows only that names are text; a record's own keys are its names. */
export function namesOf<Name extends string>(record: Readonly<Partial<Record<Name, unknown>>>): Name[] {
  const names: Name[] = [];
  for (const name in record) if (Object.hasOwn(record, name)) names.push(name);
  return names;
}
