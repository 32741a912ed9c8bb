/** The main job: seeded days of a shop's life with hostile deliveries and every official sample, to the end. */
import { topics } from '#webhooks/shopify/topics.ts';
import { virtualClock } from '../clock.ts';
import { prepareTemplate } from '../database.ts';
import { startPostgres } from '../postgres.ts';
import { type OrderTruth, seededDay } from '../traffic/day.ts';
import { type HostileDelivery, hostileDeliveries } from '../traffic/hostile.ts';
import { officialSamples } from '../traffic/samples.ts';
import { openWorld, type World } from '../world.ts';
import { dawn } from './morning.ts';
import { type Account, account, type TrueOrder } from './tally.ts';

const hourMs = 3_600_000;

export type OnceOptions = { readonly seed: number; readonly days: number; readonly orders: number };

export async function runOnce(options: OnceOptions): Promise<Account> {
  await using postgres = disposable(await startPostgres());
  await prepareTemplate(postgres.it);
  const clock = virtualClock(dawn);
  const world = await openWorld({ server: postgres.it, database: 'plumbline', clock, seed: options.seed });
  try {
    const said = await liveThrough(world, options);
    const done = await account(world, said.truth);
    return { ...done, wrong: [...said.surprises, ...done.wrong] };
  } finally {
    await world.dispose();
  }
}

async function liveThrough(
  world: World,
  options: OnceOptions,
): Promise<{ truth: TrueOrder[]; surprises: string[] }> {
  const { clock, store } = world;
  const surprises: string[] = [];
  await world.worker.scheduled('*/5 * * * *');
  const hostile = hostileDeliveries(store);
  clock.at(dawn + 8 * hourMs, 'hostile deliveries come', async () => {
    for (const one of hostile) surprises.push(...(await surprise(one)));
  });
  const samples = await world.installStore('sample-shop.myshopify.com');
  clock.at(dawn + 9 * hourMs, 'every official sample comes', async () => {
    for (const { topic, body } of samplesInOrder()) await samples.sendRaw(topic, body);
  });

  const lived: OrderTruth[] = [];
  for (let day = 0; day < options.days; day += 1) {
    lived.push(...seededDay({ store, clock, seed: options.seed + day, orders: options.orders }));
    await clock.run({ until: dawn + (day + 1) * 24 * hourMs });
  }
  // Shopify gives up after four hours of retries: whatever comes, has come by then.
  await clock.run({ until: clock.now() + 5 * hourMs });

  const truth = lived.flatMap(({ orderId, name, expected }) =>
    orderId === null || name === null ? [] : [{ orderId, name, expected }],
  );
  return { truth: [...truth, ...hostile.flatMap((one) => one.truth ?? [])], surprises };
}

async function surprise(hostile: HostileDelivery): Promise<string[]> {
  const { status } = await hostile.send();
  return status === hostile.status
    ? []
    : [`${hostile.name} was answered ${status} instead of ${hostile.status}`];
}

/** The samples that end a shop come last, as they do in life. */
function samplesInOrder() {
  const last = ['app/uninstalled', 'shop/redact'];
  const names = [...topics.keys()].filter((topic) => !last.includes(topic));
  return officialSamples([...names, ...last]);
}

function disposable<It extends { stop(): Promise<void> }>(it: It): AsyncDisposable & { readonly it: It } {
  return { it, [Symbol.asyncDispose]: async () => it.stop() };
}
