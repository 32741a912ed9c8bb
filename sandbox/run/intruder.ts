/** What comes to the app's address beside the life of its shop: hostile deliveries, and every official sample. */
import { topics } from '#webhooks/shopify/topics.ts';
import { statusOf } from '../attempt.ts';
import { hostileDeliveries } from '../traffic/hostile.ts';
import { officialSamples } from '../traffic/samples.ts';
import type { Clock } from '../clock.ts';
import type { World } from '../world.ts';
import type { TrueOrder } from './owed.ts';

const minuteMs = 60_000;
const attemptsMax = 24;

type Sending = {
  readonly send: () => Promise<Response>;
  readonly answered: (status: number | null) => void;
};

type Intruders = {
  /** The orders that hostile deliveries are about. */
  readonly truth: readonly TrueOrder[];
  /** Sentences about answers that were not the ones expected. */
  readonly surprises: readonly string[];
};

/** Makes the appointments: the hostile ones at `from`, the samples of a shop of their own an hour later. */
export async function sendIntruders(world: World, { from }: { readonly from: number }): Promise<Intruders> {
  const { clock, store } = world;
  const surprises: string[] = [];
  const expecting = (name: string, wanted: number) => (status: number | null) => {
    if (status !== wanted) surprises.push(`${name} was answered ${status} instead of ${wanted}`);
  };
  const hostile = hostileDeliveries(store);
  clock.at(from, 'hostile deliveries come', async () => {
    for (const one of hostile)
      await insist(clock, { send: () => one.send(), answered: expecting(one.name, one.status) });
  });
  const samples = await world.installStore('sample-shop.myshopify.com');
  clock.at(from + 60 * minuteMs, 'every official sample comes', async () => {
    for (const { topic, body } of samplesInOrder())
      await insist(clock, {
        send: () => samples.sendRaw(topic, body),
        answered: expecting(`the sample of ${topic}`, 200),
      });
  });
  return { truth: hostile.flatMap((one) => one.truth ?? []), surprises };
}

/** Sends again what was not answered, or with a failure: what is planted in the world may befall it as well. */
async function insist(clock: Clock, sending: Sending, attempts = 1): Promise<void> {
  const status = await statusOf(sending.send);
  if ((status !== null && status < 500) || attempts === attemptsMax) {
    sending.answered(status);
    return;
  }
  const again = clock.now() + 10 * minuteMs;
  clock.at(again, 'somebody insists', () => insist(clock, sending, attempts + 1));
}

/** The samples that end a shop come last, as they do in life. */
function samplesInOrder() {
  const last = ['app/uninstalled', 'shop/redact'];
  const names = [...topics.keys()].filter((topic) => !last.includes(topic));
  return officialSamples([...names, ...last]);
}
