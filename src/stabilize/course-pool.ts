/** Units that wait for a document, and what they come to together. */
import type { DocumentAmounts } from '#domain/document.ts';
import type { OrderHeader } from '#domain/fact.ts';
import { minus, nothing, plus } from './amounts.ts';
import { portion, type Units } from './sold.ts';

/**
 * Units are given out by cumulative shares, so that they sum to the whole to the last minor unit. A change of what is
 * agreed applies to those that are left: what was given out before keeps its amounts.
 */
export type Pool = Units & { readonly given: number };

export function emptyPool({ currency, taxesIncluded }: OrderHeader): Pool {
  return { ...nothing(currency), quantity: 0, given: 0, taxesIncluded };
}

export function unitsIn({ quantity, given }: Pool): number {
  return quantity - given;
}

/** What the units that are left come to. */
export function restOf(pool: Pool): DocumentAmounts {
  return pool.given === 0 ? amountsIn(pool) : minus(amountsIn(pool), upTo(pool, pool.given));
}

/** Takes amounts and units in; both may be negative. */
export function poured(pool: Pool, units: number, amounts: DocumentAmounts): Pool {
  const { taxesIncluded } = pool;
  return { ...plus(restOf(pool), amounts), quantity: unitsIn(pool) + units, given: 0, taxesIncluded };
}

/** The next units, and the pool without them. The pool must hold so many. */
export function drawn(pool: Pool, units: number): { readonly amounts: DocumentAmounts; readonly pool: Pool } {
  const given = pool.given + units;
  return { amounts: portion(pool, pool.given, given), pool: { ...pool, given } };
}

function upTo(pool: Pool, units: number): DocumentAmounts {
  return portion(pool, 0, units);
}

function amountsIn({ gross, discount, taxes }: Pool): DocumentAmounts {
  return { gross, discount, taxes };
}
