/** The main job: seeded days of a shop's life with hostile deliveries and every official sample, to the end. */
import { virtualClock } from '../clock.ts';
import { prepareTemplate } from '../database.ts';
import { startPostgres } from '../postgres.ts';
import { rareLooks } from '../simulation/weather.ts';
import { openWorld, type World } from '../world.ts';
import type { Flags } from './flag.ts';
import { sendIntruders } from './intruder.ts';
import { dawn } from './morning.ts';
import { timeLeft } from './past.ts';
import { beginningOf, liveSpan, type Moment, shopOf } from './span.ts';
import { type Account, account } from './tally.ts';
import { counted, progressBar, type Terminal } from './terminal.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

export type OnceOptions = Pick<Flags, 'seed' | 'days' | 'rate' | 'faults'>;

export async function runOnce(options: OnceOptions, terminal: Terminal): Promise<Account> {
  terminal.show('Postgres starts …');
  await using postgres = disposable(await startPostgres());
  await prepareTemplate(postgres.it);
  const clock = virtualClock(beginningOf(options));
  terminal.show('the Worker is built and started …');
  const { seed } = options;
  const shop = shopOf(options);
  const world = await openWorld({ server: postgres.it, database: 'plumbline', clock, seed, shop });
  // A look each minute finds nothing to do nearly always, and a day has more of them than of all else.
  world.qstash.journey = rareLooks();
  try {
    const others: Awaited<ReturnType<typeof sendIntruders>>[] = [];
    const show = progressOf(world, options);
    const life = await liveSpan(world, options, {
      async installed() {
        others.push(await sendIntruders(world, { from: dawn + 8 * hourMs }));
      },
      watch: (moment) => terminal.show(show(moment)),
    });
    terminal.show('everything is counted …');
    const { orders, planted } = life;
    const done = await account(world, { orders, planted, others: others.flatMap(({ truth }) => truth) });
    return { ...done, wrong: [...others.flatMap(({ surprises }) => surprises), ...done.wrong] };
  } finally {
    terminal.clear();
    await world.dispose();
  }
}

function progressOf({ clock, erp, sent }: World, { days }: OnceOptions): (moment: Moment) => string {
  let part: Moment['part'] | undefined;
  let beganAt = 0;
  return (moment) => {
    if (part !== moment.part) {
      part = moment.part;
      beganAt = performance.now();
    }
    const { day, orders } = moment.life.figures();
    const left = timeLeft(performance.now() - beganAt, moment.share);
    const words = {
      past: `day ${counted(day)} of ${counted(days)} · ${counted(orders)} orders · ${left}`,
      reading: `the past of ${counted(orders)} orders is read and proven · ${left}`,
      day: `day ${counted(day)}, ${hourOf(clock.now() - dawn)}`,
      rest: 'coming to rest',
    }[moment.part];
    const present = ` · ${counted(orders)} orders · ${counted(sent.length)} webhooks · ${counted(erp.documents.length)} documents`;
    const isLive = moment.part === 'day' || moment.part === 'rest';
    return `${progressBar(moment.share)}  ${words}${isLive ? present : ''}`;
  };
}

/** The hour in the shop, whose last day begins at five. */
function hourOf(livedMs: number): string {
  const minutes = Math.floor(livedMs / minuteMs) + 5 * 60;
  return [Math.floor(minutes / 60) % 24, minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

function disposable<It extends { stop(): Promise<void> }>(it: It): AsyncDisposable & { readonly it: It } {
  return { it, [Symbol.asyncDispose]: async () => it.stop() };
}
