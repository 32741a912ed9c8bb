/** npm start: boots the whole world on this machine. With `-- --once` it runs the main job to the end and exits. */
import { parseArgs } from 'node:util';
import { runLive } from './run/live.ts';
import { runOnce } from './run/once.ts';
import { accountLines } from './run/words.ts';

const whole = (text: string, name: string): number => {
  if (/^\d+$/.test(text) && Number(text) > 0) return Number(text);
  console.error(`--${name} takes a whole number above 0, not "${text}".`);
  process.exit(2);
};

const { values } = parseArgs({
  options: {
    once: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    days: { type: 'string', default: '1' },
    orders: { type: 'string', default: '40' },
    port: { type: 'string', default: '8787' },
  },
});
const seed = whole(values.seed, 'seed');
const orders = whole(values.orders, 'orders');
// With --json the last line of the output is the tally, so everything else goes to the other stream.
const say = (line: string) => (values.json ? console.error(line) : console.log(line));

if (values.once) {
  const days = whole(values.days, 'days');
  say(`Living ${days === 1 ? 'one day' : `${days} days`} of plumb-demo.myshopify.com, seed ${seed} …`);
  const done = await runOnce({ seed, days, orders });
  for (const line of accountLines(done)) say(line);
  if (values.json) console.log(JSON.stringify(done.tally));
  process.exitCode = done.wrong.length > 0 ? 1 : 0;
} else {
  await runLive({ seed, orders, port: whole(values.port, 'port') }, say);
}
