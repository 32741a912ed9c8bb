/** The main job: seeded days of a shop's life with hostile deliveries and every official sample, to the end. */
import { virtualClock } from '../clock.ts';
import { prepareTemplate } from '../database.ts';
import { startPostgres } from '../postgres.ts';
import type { Life } from '../traffic/life.ts';
import { openWorld, type World } from '../world.ts';
import type { Flags } from './flag.ts';
import { sendIntruders } from './intruder.ts';
import { dawn } from './morning.ts';
import { openStockedLife } from './stocked.ts';
import { type Account, account } from './tally.ts';
import { counted, progressBar, type Terminal } from './terminal.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** A delivery is at most an hour of outage or three of delay away from its first attempt, and Shopify tries for four. */
const restMs = 8 * hourMs;
const lookMs = 15 * minuteMs;

export type OnceOptions = Pick<Flags, 'seed' | 'days' | 'rate' | 'faults'>;

export async function runOnce(options: OnceOptions, terminal: Terminal): Promise<Account> {
  terminal.show('Postgres starts …');
  await using postgres = disposable(await startPostgres());
  await prepareTemplate(postgres.it);
  const clock = virtualClock(dawn);
  terminal.show('the Worker is built and started …');
  const world = await openWorld({ server: postgres.it, database: 'plumbline', clock, seed: options.seed });
  try {
    await world.worker.scheduled('*/5 * * * *');
    const intruders = await sendIntruders(world, { from: dawn + 8 * hourMs });
    const life = openStockedLife(world, { ...options, from: dawn });
    await liveOn(world, life, { ...options, terminal });
    terminal.show('everything is counted …');
    const { orders, planted } = life;
    const done = await account(world, { orders, planted, others: intruders.truth });
    return { ...done, wrong: [...intruders.surprises, ...done.wrong] };
  } finally {
    terminal.clear();
    await world.dispose();
  }
}

/** To the end of the last day and until all is at rest, a quarter of an hour at a time. */
async function liveOn(
  { clock, erp, sent, power }: World,
  life: Life,
  { days, terminal }: { readonly days: number; readonly terminal: Terminal },
): Promise<void> {
  const restAt = life.endsAt + restMs;
  while (clock.now() < restAt) {
    // Nothing is left to fail once the life is over, so what comes late can come to rest.
    if (clock.now() >= life.endsAt) power.plan = undefined;
    await clock.run({ until: Math.min(restAt, clock.now() + lookMs) });
    const { day, orders } = life.figures();
    const lived = clock.now() - dawn;
    const when = clock.now() < life.endsAt ? `day ${day} of ${days}, ${hourOf(lived)}` : 'coming to rest';
    terminal.show(
      `${progressBar(lived / (days * dayMs + restMs))}  ${when} · ${counted(orders)} orders · ` +
        `${counted(sent.length)} webhooks · ${counted(erp.documents.length)} documents`,
    );
  }
}

/** The hour in the shop, whose first day begins at five. */
function hourOf(livedMs: number): string {
  const minutes = Math.floor(livedMs / minuteMs) + 5 * 60;
  return [Math.floor(minutes / 60) % 24, minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

function disposable<It extends { stop(): Promise<void> }>(it: It): AsyncDisposable & { readonly it: It } {
  return { it, [Symbol.asyncDispose]: async () => it.stop() };
}
