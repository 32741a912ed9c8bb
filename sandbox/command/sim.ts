/** npm run sim -- --seeds N: seeded hostile lives side by side; prints what was broken and how to see it again, exit 1, if anything. */
import { openTerminal } from '../run/terminal.ts';
import { type Flags, readFlags, usage } from '../simulation/flag.ts';
import { jsonOf, summaryLines, verdictOf, wordsOf } from '../simulation/report.ts';
import { simulate } from '../simulation/run.ts';

const asked = readFlags(process.argv.slice(2));
if (asked.kind === 'help') {
  console.log(usage);
} else if (asked.kind === 'wrong') {
  console.error(asked.sentence);
  process.exitCode = 2;
} else {
  await run(asked.flags);
}

async function run(flags: Flags): Promise<void> {
  const { lives, quiet, json } = flags;
  const [first] = lives;
  // With --json the last line of the output is the report, so everything else goes to the other stream.
  const terminal = openTerminal(json ? process.stderr : process.stdout, { isQuiet: quiet });
  if (!quiet && first !== undefined) {
    const seeds =
      lives.length === 1 ? `seed ${first.seed}` : `seeds ${first.seed} to ${first.seed + lives.length - 1}`;
    terminal.say(`Living ${seeds}: ${wordsOf(first)} …`);
  }
  const { report, smallest } = await simulate(flags, terminal);
  for (const line of quiet ? [verdictOf(report)] : summaryLines(report)) terminal.say(line);
  if (json) console.log(jsonOf(report, smallest));
  process.exitCode = report.outcomes.some((one) => one.violations.length > 0) ? 1 : 0;
}
