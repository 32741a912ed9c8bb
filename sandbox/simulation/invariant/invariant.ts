/** One promise about a world at rest. */
import type { Lived } from '../life.ts';

export type Invariant = {
  /** The number in DESIGN §11. */
  readonly number: number;
  readonly promise: string;
  /** Sentences about everything that breaks the promise. */
  readonly findings: (lived: Lived) => Promise<readonly string[]>;
};

/** A question to Postgres each of whose rows is a finding, in a column of that name. */
export const rows =
  (query: string): Invariant['findings'] =>
  async ({ world }) =>
    (await world.ask<{ finding: string }>(query)).map((row) => row.finding);
