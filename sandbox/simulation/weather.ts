/** What befalls the machines of a hostile life, all day long: power failures, late and slow requests, lost and doubled wake-ups. */
import type { Message } from '#sandbox/qstash/message.ts';
import { type Chance, chanceOf } from '#sandbox/traffic/random.ts';
import type { CrashPlan, Mishap } from '#sandbox/worker/crash.ts';
import type { World } from '#sandbox/world.ts';
import type { Terms, Weather } from './term.ts';

/** Of so many requests one has a mishap. A minute's look for work is the most frequent request, and the least interesting. */
const perMilOf = { erp: 90, postgres: 20, look: 2, other: 12 } as const;

/**
 * How long a request may be under way, by the host. Slow ones stay below the product's own patience, beyond which it
 * gives up; late ones outlast a lane's claim at Postgres, and at the ERP leave it time to work within the limit it states.
 */
const limits = {
  erp: { slowMs: [1_000, 18_000], lateMs: [1_000, 35_000] },
  postgres: { slowMs: [1_000, 9_000], lateMs: [1_000, 150_000] },
  look: { slowMs: [1_000, 9_000], lateMs: [1_000, 150_000] },
  other: { slowMs: [1_000, 4_000], lateMs: [1_000, 60_000] },
} as const satisfies Record<keyof typeof perMilOf, Record<string, readonly [number, number]>>;

/** Shares among mishaps. */
const shares = { slow: 63, late: 31, crash: 6 } as const;

/** Lets it come over a world until `clearUp`. Answers the numbers of the requests that it strikes, as they are struck. */
export function setWeather(world: World, { seed, weather, strikes }: Terms): readonly number[] {
  const struck: number[] = [];
  if (weather.some((one) => one !== 'wake')) {
    const plan = mishaps(seed, new Set(weather));
    world.power.plan = async (request, index) => {
      if (strikes?.includes(index) === false) return undefined;
      const mishap = await plan(request, index);
      if (mishap !== undefined) struck.push(index);
      return mishap;
    };
  }
  if (weather.includes('wake')) world.qstash.journey = journeys(seed);
  return struck;
}

export function clearUp(world: World): void {
  world.power.plan = undefined;
  world.qstash.journey = () => [0];
}

function mishaps(seed: number, weather: ReadonlySet<Weather>): CrashPlan {
  return async (request, index) => {
    const chance = chanceOf(seed, 'mishap', index);
    const draw = chance.fraction() * 1000;
    if (draw >= Math.max(...Object.values(perMilOf))) return undefined;
    const where = await placeOf(request);
    if (draw >= perMilOf[where]) return undefined;
    const mishap = mishapOf(chance, where);
    const kind = mishap.moment === 'late' || mishap.moment === 'slow' ? mishap.moment : 'crash';
    return weather.has(kind) ? mishap : undefined;
  };
}

async function placeOf(request: Request): Promise<keyof typeof perMilOf> {
  const { hostname } = new URL(request.url);
  if (hostname.startsWith('erp.')) return 'erp';
  if (hostname !== 'api.plumbline.test') return 'other';
  return (await request.clone().text()).includes('due_shops(') ? 'look' : 'postgres';
}

function mishapOf(chance: Chance, where: keyof typeof limits): Mishap {
  const { slowMs, lateMs } = limits[where];
  const draw = chance.fraction() * 100;
  if (draw < shares.slow) return { moment: 'slow', forMs: chance.whole(slowMs[0], slowMs[1]) };
  if (draw < shares.slow + shares.late)
    return { moment: 'late', afterMs: chance.whole(lateMs[0], lateMs[1]), dies: chance.percent(25) };
  return { moment: chance.percent(50) ? 'before' : 'after', downMs: chance.whole(1, 20) * 1000 };
}

/** Of the minutes' looks for work only every fifteenth comes, so that what relies on one waits. */
export function rareLooks(): (message: Message) => readonly number[] {
  let looks = 0;
  return ({ scheduleId }) => (scheduleId !== undefined && (looks += 1) % 15 !== 0 ? [] : [0]);
}

/** A wake-up in ten comes twice, at once or seconds later, and one in forty never. */
function journeys(seed: number): (message: Message) => readonly number[] {
  let index = 0;
  const looked = rareLooks();
  return (message) => {
    if (looked(message).length === 0) return [];
    const chance = chanceOf(seed, 'wake-up', (index += 1));
    const draw = chance.fraction() * 1000;
    if (draw < 25) return [];
    if (draw < 125) return [0, chance.whole(0, 12) * 1000];
    return [0];
  };
}
