import type { Money } from '#domain/money.ts';
import type { Break } from '#domain/break.ts';
import type { Leg } from '#domain/proof.ts';
import { heaviestFirst } from './difference.ts';

/** A leg with all that disagrees in it. */
export type JudgedLeg = { readonly leg: Leg; readonly breaks: readonly Break[] };

/** What a leg says where nothing of it disagrees; what it does not say is null. */
type Says = {
  readonly state: 'matched' | 'pending' | 'unmeasured';
  readonly sentence: string;
  readonly expected?: Money;
  readonly seen?: Money;
  /** Said in any case. */
  readonly aside?: readonly string[];
};

/** A leg is broken by any difference, and speaks of the heaviest. */
export function legOf(name: Leg['leg'], breaks: readonly Break[], says: Says): JudgedLeg {
  const [first, ...others] = heaviestFirst(breaks);
  const { expected = null, seen = null, aside = [] } = says;
  const more =
    others.length === 0
      ? []
      : [`${others.length} more ${others.length === 1 ? 'difference' : 'differences'}.`];
  const sentence = [first?.sentence ?? says.sentence, ...more, ...aside].join(' ');
  const state = first === undefined ? says.state : 'broken';
  return { leg: { leg: name, state, expected, seen, cause: first?.cause ?? null, sentence }, breaks };
}
