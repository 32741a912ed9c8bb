/** Processes that live lives side by side, one a core; one that dies or hangs is a finding, and is replaced. */
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { DatabaseServer } from '#sandbox/postgres/database.ts';

export type ToChild<Terms> =
  | { readonly tell: 'begin'; readonly postgresUrl: string; readonly script: string }
  | { readonly tell: 'live'; readonly database: string; readonly terms: Terms };

/** What came of a life, or why it was broken off. */
export type FromChild<Outcome> =
  | { readonly tell: 'day'; readonly day: number }
  | { readonly tell: 'outcome'; readonly outcome: Outcome }
  | { readonly tell: 'broken'; readonly finding: string };

type CrewOptions<Terms, Outcome> = {
  readonly server: DatabaseServer;
  readonly script: string;
  readonly size: number;
  /** The module that lives in each process; it calls `workAsChild`. */
  readonly child: URL;
  /** A life that ended before its time is a finding like any other. */
  readonly brokenOff: (terms: Terms, finding: string) => Outcome;
};

type Watch<Terms, Outcome> = {
  readonly day?: (terms: Terms, day: number) => void;
  /** Told each outcome as it comes; true means that enough is known, and what has not begun is left out. */
  readonly outcome?: (outcome: Outcome) => boolean | void;
};

export type Crew<Terms, Outcome> = AsyncDisposable & {
  /** Lives all of them, as many at once as there are processes; the outcomes come in the order of the terms. */
  live(all: readonly Terms[], watch?: Watch<Terms, Outcome>): Promise<readonly Outcome[]>;
};

/** A life takes seconds or a minute; one that takes this long hangs. */
const patienceMs = 10 * 60_000;

export function openCrew<Terms, Outcome>(options: CrewOptions<Terms, Outcome>): Crew<Terms, Outcome> {
  const { server, script, brokenOff } = options;
  const idle: ChildProcess[] = [];
  const all = new Set<ChildProcess>();

  function hire(): ChildProcess {
    // Without a limit each process would take what it can before it looks for what it no longer needs.
    const execArgv = ['--max-old-space-size=1024', '--max-semi-space-size=32'];
    const child = fork(fileURLToPath(options.child), { execArgv, serialization: 'advanced' });
    all.add(child);
    child.once('exit', () => all.delete(child));
    const begin: ToChild<Terms> = { tell: 'begin', postgresUrl: server.superuserUrl, script };
    child.send(begin);
    return child;
  }

  async function liveOne(terms: Terms, watch: Watch<Terms, Outcome>): Promise<Outcome> {
    const child = idle.pop() ?? hire();
    const database = `life_${randomUUID().replaceAll('-', '')}`;
    const told = await ask<Terms, Outcome>(child, { tell: 'live', database, terms }, (day) =>
      watch.day?.(terms, day),
    );
    if (child.connected && child.exitCode === null && !child.killed) idle.push(child);
    // Whoever died left its database behind.
    else await server.dropDatabase(database);
    return told.tell === 'outcome' ? told.outcome : brokenOff(terms, told.finding);
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

type Over<Outcome> = Exclude<FromChild<Outcome>, { readonly tell: 'day' }>;

/** Resolves in any case: with the outcome, or with what became of the process. */
async function ask<Terms, Outcome>(
  child: ChildProcess,
  message: Extract<ToChild<Terms>, { readonly tell: 'live' }>,
  day: (day: number) => void,
): Promise<Over<Outcome>> {
  const { promise, resolve } = Promise.withResolvers<Over<Outcome>>();
  const hear = (told: FromChild<Outcome>): void => {
    if (told.tell === 'day') day(told.day);
    else resolve(told);
  };
  const lose = (code: number | null, signal: string | null): void =>
    resolve({ tell: 'broken', finding: `its process ended with ${signal ?? `code ${code}`}` });
  const timer = setTimeout(() => {
    resolve({ tell: 'broken', finding: `it was not over after ${patienceMs / 60_000} minutes` });
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
