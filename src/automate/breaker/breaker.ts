/** When a connection is left alone because the other side does not serve, and how it is taken up again. */
import { type Instant, later } from '#domain/instant.ts';
import { spread } from '#src/automate/ladder.ts';

/** One attempt of a posting, and whether the other side served it. */
type Attempted = { readonly posting: string; readonly served: boolean };

/**
 * closed: postings leave · open: none leaves before `shutUntil`, then one tries it · half-open: that one is under way.
 * Also a closed one lets none leave before `shutUntil`, when the other side asked for that.
 */
export type Breaker = {
  readonly state: 'closed' | 'open' | 'half-open';
  /** The last attempts, oldest first, as far as one of them failed. */
  readonly recent: readonly Attempted[];
  /** How many times in a row it opened; the pauses grow with it. */
  readonly openings: number;
  readonly shutUntil: Instant | null;
};

export const untouched: Breaker = { state: 'closed', recent: [], openings: 0, shutUntil: null };

/** What an attempt told of the other side; `isProbe`: it is the one that tries a connection that was left alone. */
export type Heard = { readonly posting: string; readonly at: Instant; readonly isProbe: boolean } & (
  | { readonly said: 'served' | 'outage' }
  | { readonly said: 'busy'; readonly until: Instant }
);

const window = 10;
const failedOfWindow = 5;
const failedInARow = 3;
const minute = 60_000;
const pausesMs = [minute / 2, minute, 2 * minute, 4 * minute] as const;
const longestPauseMs = 5 * minute;
/** Nobody is believed who asks to be left alone for longer. */
const askedMsMax = 60 * minute;

/** The breaker as it stands after an attempt; the very same object where nothing changed. */
export function after(breaker: Breaker, heard: Heard): Breaker {
  switch (heard.said) {
    case 'served':
      return served(breaker, heard.posting);
    case 'busy':
      // Whoever asks for patience is there.
      return shutFor(served(breaker, heard.posting), heard);
    case 'outage':
      return failed(breaker, heard);
  }
}

function served(breaker: Breaker, posting: string): Breaker {
  if (breaker.state !== 'closed') return untouched;
  if (breaker.recent.length === 0) return breaker;
  const recent = lately(breaker, { posting, served: true });
  return { ...breaker, recent: recent.every((one) => one.served) ? [] : recent };
}

function shutFor(
  breaker: Breaker,
  { at, until }: { readonly at: Instant; readonly until: Instant },
): Breaker {
  const latest = later(at, askedMsMax);
  const shutUntil = until < latest ? until : latest;
  return breaker.shutUntil !== null && breaker.shutUntil >= shutUntil ? breaker : { ...breaker, shutUntil };
}

function failed(breaker: Breaker, { posting, at, isProbe }: Heard): Breaker {
  // What was under way when it opened tells nothing new.
  if (breaker.state !== 'closed') return isProbe ? opened(breaker, { posting, at }) : breaker;
  const recent = lately(breaker, { posting, served: false });
  const next = { ...breaker, recent };
  return isOut(recent) ? opened(next, { posting, at }) : next;
}

/** One posting that always fails is that posting's trouble and nobody else's. */
function isOut(recent: readonly Attempted[]): boolean {
  const failures = recent.filter((one) => !one.served);
  if (new Set(failures.map((one) => one.posting)).size < 2) return false;
  const last = recent.slice(-failedInARow);
  return (
    failures.length >= failedOfWindow || (last.length === failedInARow && last.every((one) => !one.served))
  );
}

function opened(
  breaker: Breaker,
  { posting, at }: { readonly posting: string; readonly at: Instant },
): Breaker {
  const pauseMs = spread(pausesMs[breaker.openings] ?? longestPauseMs, [posting, breaker.openings]);
  return { state: 'open', recent: [], openings: breaker.openings + 1, shutUntil: later(at, pauseMs) };
}

function lately({ recent }: Breaker, attempted: Attempted): readonly Attempted[] {
  return [...recent, attempted].slice(-window);
}
