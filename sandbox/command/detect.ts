/** npm run detect -- --seeds N: lives whose faults are known, and what of them was found; exits 1 where something was missed or invented. */
import { readFlags, type Flags, usage } from '../detection/flag.ts';
import { isAsPlanted, jsonOf, measure, summaryLines } from '../detection/run.ts';
import { openTerminal } from '../run/terminal.ts';

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
  const { json, quiet } = flags;
  // With --json the last line of the output is the report, so everything else goes to the other stream.
  const terminal = openTerminal(json ? process.stderr : process.stdout, { isQuiet: quiet });
  const silent = { ...terminal, say: () => undefined };
  const all = await measure(flags, quiet ? silent : terminal);
  for (const line of summaryLines(all)) terminal.say(line);
  if (json) console.log(jsonOf(all));
  process.exitCode = all.every(isAsPlanted) ? 0 : 1;
}
