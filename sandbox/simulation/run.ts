/** Lives many lives side by side, judges each, and makes the first that broke a promise as small as it gets. */
import { prepareTemplate } from '../database.ts';
import { startPostgres } from '../postgres.ts';
import { counted, progressBar, type Terminal } from '../run/terminal.ts';
import { buildWorker } from '../worker/build.ts';
import { type Crew, openCrew } from './crew.ts';
import type { Flags } from './flag.ts';
import type { Outcome } from './outcome.ts';
import { type Report, shrunkLines, violationLines, wordsOf } from './report.ts';
import { shrink } from './shrink.ts';

/** Shrinking is worth a coffee, not a lunch. */
const shrinkMsMax = 3 * 60_000;
const shrinkLivesMax = 80;

export type Simulated = { readonly report: Report; readonly smallest: Outcome | null };

export async function simulate(flags: Flags, terminal: Terminal): Promise<Simulated> {
  terminal.show('Postgres starts, and the Worker is built …');
  const [postgres, { script }] = await Promise.all([startPostgres(), buildWorker()]);
  try {
    await prepareTemplate(postgres);
    await using crew = openCrew({ server: postgres, script, size: flags.processes });
    const begun = performance.now();
    const outcomes = await liveAll(crew, flags, terminal);
    const report = { outcomes, seconds: (performance.now() - begun) / 1000 };
    const broken = outcomes.find((one) => one.violations.length > 0);
    const smallest = broken === undefined ? null : await makeSmall(broken, { crew, flags, terminal });
    return { report, smallest };
  } finally {
    terminal.clear();
    await postgres.stop();
  }
}

async function liveAll(crew: Crew, { lives }: Flags, terminal: Terminal): Promise<readonly Outcome[]> {
  const days = new Map<number, number>();
  const all = lives.reduce((sum, one) => sum + one.days, 0);
  let [over, orders, broken] = [0, 0, 0];
  const show = (): void => {
    const gone = [...days.values()].reduce((sum, day) => sum + day, 0);
    const wrong = broken === 0 ? '' : `, ${broken} broke a promise`;
    terminal.show(
      `${progressBar(gone / all)}  ${over} of ${lives.length} lives, ${counted(orders)} orders${wrong}`,
    );
  };
  show();
  return crew.live(lives, {
    day({ seed }, day) {
      days.set(seed, day - 1);
      show();
    },
    outcome(outcome) {
      days.set(outcome.terms.seed, outcome.terms.days);
      over += 1;
      orders += outcome.figures?.orders ?? 0;
      if (outcome.violations.length > 0) {
        broken += 1;
        for (const line of violationLines(outcome)) terminal.say(line);
      }
      show();
    },
  });
}

async function makeSmall(
  broken: Outcome,
  { crew, flags, terminal }: { readonly crew: Crew; readonly flags: Flags; readonly terminal: Terminal },
): Promise<Outcome | null> {
  const until = performance.now() + shrinkMsMax;
  const { outcome, lives } = await shrink(broken, {
    crew,
    width: flags.processes,
    livesMax: shrinkLivesMax,
    mayGoOn: () => performance.now() < until,
    tried(count, terms) {
      terminal.show(`Shrinking seed ${terms.seed}: ${count} lives tried, now ${wordsOf(terms)}`);
    },
  });
  for (const line of shrunkLines(outcome, lives)) terminal.say(line);
  return outcome;
}
