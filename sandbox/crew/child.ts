/** The part of a crew that lives in a process of its own: one life after another, as it is told by who started it. */
import { attachPostgres, type DatabaseServer } from '#sandbox/postgres/database.ts';
import type { FromChild, ToChild } from './crew.ts';

type ToLive<Terms> = {
  readonly server: DatabaseServer;
  readonly database: string;
  readonly terms: Terms;
  /** The Worker's bundle. */
  readonly script: string;
  readonly progress: (day: number) => void;
};

/** Waits for lives to be lived, each by `liveOne`; what it throws is told as the end of that life. */
export function workAsChild<Terms, Outcome>(liveOne: (about: ToLive<Terms>) => Promise<Outcome>): void {
  let begun: Extract<ToChild<Terms>, { readonly tell: 'begin' }> | undefined;
  const answer = (message: FromChild<Outcome>) => process.send?.(message);
  process.on('message', (message: ToChild<Terms>) => {
    if (message.tell === 'begin') {
      begun = message;
      return;
    }
    if (begun === undefined) throw new Error('a life needs a server and a bundle');
    const { terms, database } = message;
    const { script, postgresUrl } = begun;
    const server = attachPostgres(postgresUrl);
    const progress = (day: number): void => void answer({ tell: 'day', day });
    liveOne({ server, database, terms, script, progress }).then(
      (outcome) => answer({ tell: 'outcome', outcome }),
      (error: unknown) =>
        answer({
          tell: 'broken',
          finding: error instanceof Error ? (error.stack ?? error.message) : String(error),
        }),
    );
  });
}
