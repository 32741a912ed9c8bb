/** A process that lives one life after another, as it is told by the process that started it. */
import { attachPostgres } from '#sandbox/postgres/database.ts';
import { brokenOff, outcomeOf } from './outcome.ts';
import type { FromChild, ToChild } from './crew.ts';

let about: Extract<ToChild, { readonly tell: 'begin' }> | undefined;

process.on('message', (message: ToChild) => {
  if (message.tell === 'begin') about = message;
  else void live(message);
});

async function live({ terms, database }: Extract<ToChild, { readonly tell: 'live' }>): Promise<void> {
  if (about === undefined) throw new Error('a life needs a server and a bundle');
  const answer = (message: FromChild) => process.send?.(message);
  const server = attachPostgres(about.postgresUrl);
  const progress = (day: number): void => void answer({ tell: 'day', day });
  const options = { server, database, terms, script: about.script, progress };
  const outcome = await outcomeOf(options).catch((error: unknown) =>
    brokenOff(terms, error instanceof Error ? (error.stack ?? error.message) : String(error)),
  );
  answer({ tell: 'outcome', outcome });
}
