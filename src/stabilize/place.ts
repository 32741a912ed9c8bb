/** Where each due and each document of a comparison ended up: in exactly one place (ACCOUNTING §9.14). */
import type { Break } from '#domain/break.ts';
import type { Instant } from '#domain/instant.ts';
import type { Due } from './due.ts';
import type { KnownDocument } from './know.ts';

type Things = { readonly dues: readonly Due[]; readonly documents: readonly KnownDocument[] };

export type Place = Things &
  (
    | { readonly is: 'matched' }
    /** `until`: when it is to be read again. */
    | { readonly is: 'pending'; readonly until: Instant | null }
    /** `open`: nothing in its own lane explains it, so the matcher looks in others. */
    | { readonly is: 'broken'; readonly found: Break; readonly open: boolean }
    | { readonly is: 'ignored'; readonly because: string }
  );

export function matched(due: Due, document: KnownDocument): Place {
  return { is: 'matched', dues: [due], documents: [document] };
}

export function pending(things: Partial<Things>, until: Instant | null): Place {
  return { is: 'pending', dues: [], documents: [], ...things, until };
}

export function broken(things: Partial<Things>, found: Break, open = false): Place {
  return { is: 'broken', dues: [], documents: [], ...things, found, open };
}

export function ignored(things: Partial<Things>, because: string): Place {
  return { is: 'ignored', dues: [], documents: [], ...things, because };
}

export function breaksIn(places: readonly Place[]): Break[] {
  return places.flatMap((one) => (one.is === 'broken' ? [one.found] : []));
}
