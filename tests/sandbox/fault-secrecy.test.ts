import { expect, test } from 'vitest';
import { rareLooks } from '#sandbox/simulation/weather.ts';
import { dump } from '#sandbox/simulation/dump.ts';
import { faultCatalog } from '#sandbox/traffic/fault/catalog.ts';
import { afterwards, lives } from '#sandbox/traffic/habit.ts';
import { type Life, openLife } from '#sandbox/traffic/life.ts';
import { namesOf } from '#sandbox/traffic/spread.ts';
import type { World } from '#sandbox/world.ts';
import { live, morning, testWorld } from '#tests/support/world.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Keeps the text of all that enters the Worker and leaves it, headers and addresses included. */
function overhear(world: World): string[] {
  const heard: string[] = [];
  const note = async (message: Request | Response): Promise<void> => {
    const text = await message.clone().text();
    const address = message instanceof Request ? `${message.method} ${message.url}` : String(message.status);
    heard.push([address, ...[...message.headers].map((one) => one.join(': ')), text].join('\n'));
  };
  world.intercept = async (request, answer) => {
    await note(request);
    const response = await answer();
    await note(response);
    return response;
  };
  const { worker } = world;
  const fetch = worker.fetch.bind(worker);
  worker.fetch = async (request) => {
    await note(request);
    const answered = await fetch(request);
    await note(answered.response);
    return answered;
  };
  return heard;
}

/** Words that only the truth has: what was planted, and which life an order was drawn to lead. */
function secretsOf({ planted }: Life): string[] {
  const kinds = faultCatalog.flatMap(({ kind, sentence }) => [kind, sentence]);
  // Some are what everybody says, such as `paid` or the name of a topic.
  const plans = [...namesOf(lives), ...namesOf(afterwards)].filter((name) => name.includes('-'));
  const notes = planted.map((one) => one.note).filter((note) => note.includes(' '));
  return [...new Set([...kinds, ...plans, ...notes])];
}

test(
  'of what was planted and drawn nothing is ever said to the product or kept by it',
  { timeout: 240_000 },
  async () => {
    await using world = await testWorld({ runtime: 'process' });
    const { clock, store } = world;
    const heard = overhear(world);
    world.qstash.journey = rareLooks();
    const liveFrom = morning + dayMs;
    store.unsubscribe();
    const life = openLife(world, {
      seed: 5,
      from: morning,
      days: 4,
      rate: 14,
      faults: 'hostile',
      liveFrom,
    });
    clock.at(liveFrom, 'the app is installed', async () => store.subscribe());
    await clock.run({ until: life.endsAt });
    await live(world, 5 * hourMs);

    const families = new Set(
      life.planted.map((one) => faultCatalog.find(({ kind }) => kind === one.kind)?.family),
    );
    expect(families).toEqual(new Set(['deliveries', 'data', 'people', 'infrastructure']));
    expect(heard.length).toBeGreaterThan(1000);
    const said = heard.join('\n');
    const kept = await dump(world);
    // The product really heard and kept what happened.
    expect(said).toContain(store.orders.at(-1)?.name);
    expect(kept).toContain('sales_order');
    for (const secret of secretsOf(life)) {
      expect(said.includes(secret), `said: ${secret}`).toBe(false);
      expect(kept.includes(secret), `kept: ${secret}`).toBe(false);
    }
  },
);
