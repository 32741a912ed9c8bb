/** npm start: boots the whole world on this machine. With `-- --once` it runs the main job to the end and exits. */
import { type Flags, readFlags, usage } from './run/flag.ts';
import { runLive } from './run/live.ts';
import { runOnce } from './run/once.ts';
import { summaryLines } from './run/summary.ts';
import { openTerminal } from './run/terminal.ts';
import { demoDomain } from './world.ts';

const asked = readFlags(process.argv.slice(2));
if (asked.kind === 'help') {
  console.log(usage);
} else if (asked.kind === 'wrong') {
  console.error(asked.sentence);
  process.exitCode = 2;
} else if (asked.flags.once) {
  await once(asked.flags);
} else {
  await runLive(asked.flags, openTerminal(process.stdout, { isQuiet: asked.flags.quiet }));
}

async function once(flags: Flags): Promise<void> {
  const { seed, days, rate, faults, json, quiet } = flags;
  // With --json the last line of the output is the tally, so everything else goes to the other stream.
  const terminal = openTerminal(json ? process.stderr : process.stdout, { isQuiet: quiet });
  const span = days === 1 ? 'one day' : `${days} days`;
  const life = `seed ${seed}, ${rate} orders a day, faults: ${faults}`;
  if (!quiet) terminal.say(`Living ${span} of ${demoDomain}: ${life} …`);
  const done = await runOnce(flags, terminal);
  for (const line of summaryLines(done)) terminal.say(line);
  if (json) console.log(JSON.stringify(done.tally));
  process.exitCode = done.wrong.length > 0 ? 1 : 0;
}
