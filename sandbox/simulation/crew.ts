/** Processes that live lives side by side, one a core; one that dies or hangs is a finding, and is replaced. */
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { DatabaseServer } from '#sandbox/postgres/database.ts';
import { brokenOff, type Outcome } from './outcome.ts';
import type { Terms } from './term.ts';

export type ToChild =
  | { readonly tell: 'begin'; readonly postgresUrl: string; readonly script: string }
  | { readonly tell: 'live'; readonly database: string; readonly terms: Terms };

export type FromChild =
  | { readonly tell: 'day'; readonly day: number }
  | { readonly tell: 'outcome'; readonly outcome: Outcome };

export type CrewOptions = {
  readonly server: DatabaseServer;
  readonly script: string;
  readonly size: number;
};

type Watch = {
  readonly day?: (terms: Terms, day: number) => void;
  /** Told each outcome as it comes; true means that enough is known, and what has not begun is left out. */
  readonly outcome?: (outcome: Outcome) => boolean | void;
};

export type Crew = AsyncDisposable & {
  /** Lives all of them, as many at once as there are processes; the outcomes come in the order of the terms. */
  live(all: readonly Terms[], watch?: Watch): Promise<readonly Outcome[]>;
};

/** A life of three days takes seconds; one that takes this long hangs. */
const patienceMs = 10 * 60_000;

export function openCrew(options: CrewOptions): Crew {
  const idle: ChildProcess[] = [];
  const all = new Set<ChildProcess>();

  function hire(): ChildProcess {
    // Without a limit each process would take what it can before it looks for what it no longer needs.
    const execArgv = ['--max-old-space-size=1024', '--max-semi-space-size=32'];
    const child = fork(fileURLToPath(new URL('child.ts', import.meta.url)), { execArgv });
    all.add(child);
    child.once('exit', () => all.delete(child));
    child.send({
      tell: 'begin',
      postgresUrl: options.server.superuserUrl,
      script: options.script,
    } satisfies ToChild);
    return child;
  }

  async function liveOne(terms: Terms, watch: Watch): Promise<Outcome> {
    const child = idle.pop() ?? hire();
    const database = `life_${randomUUID().replaceAll('-', '')}`;
    const outcome = await ask(child, { tell: 'live', database, terms }, (day) => watch.day?.(terms, day));
    if (child.connected && child.exitCode === null && !child.killed) idle.push(child);
    // Whoever died left its database behind.
    else await options.server.dropDatabase(database);
    return outcome;
  }

  return {
    async live(lives, watch = {}) {
      const waiting = [...lives.entries()];
      const outcomes = new Map<number, Outcome>();
      let isEnough = false;
      async function work(): Promise<void> {
        for (let next = waiting.shift(); next !== undefined && !isEnough; next = waiting.shift()) {
          const [place, terms] = next;
          const outcome = await liveOne(terms, watch);
          outcomes.set(place, outcome);
          if (watch.outcome?.(outcome) === true) isEnough = true;
        }
      }
      await Promise.all(Array.from({ length: Math.min(options.size, lives.length) }, work));
      return [...outcomes].toSorted(([one], [other]) => one - other).map(([, outcome]) => outcome);
    },
    async [Symbol.asyncDispose]() {
      const gone = [...all].map(
        async (child) =>
          new Promise<void>((resolve) => {
            child.once('exit', () => resolve());
            child.kill('SIGKILL');
          }),
      );
      await Promise.all(gone);
    },
  };
}

/** Resolves in any case: with the outcome, or with what became of the process. */
async function ask(
  child: ChildProcess,
  message: Extract<ToChild, { readonly tell: 'live' }>,
  day: (day: number) => void,
): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const { terms } = message;
  const hear = (told: FromChild): void => {
    if (told.tell === 'day') day(told.day);
    else resolve(told.outcome);
  };
  const lose = (code: number | null, signal: string | null): void =>
    resolve(brokenOff(terms, `its process ended with ${signal ?? `code ${code}`}`));
  const timer = setTimeout(() => {
    resolve(brokenOff(terms, `it was not over after ${patienceMs / 60_000} minutes`));
    child.kill('SIGKILL');
  }, patienceMs);
  child.on('message', hear).once('exit', lose);
  child.send(message);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    child.off('message', hear).off('exit', lose);
  }
}
