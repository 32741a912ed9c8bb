/** How webhooks travel in this life: most within a second or two, and of a faulty life some late, twice, or never. */
import type { Store } from '#sandbox/shopify/store.ts';
import { faultRates } from '../habit.ts';
import { type Chance, chanceOf } from '../random.ts';
import type { Site } from '../staff/site.ts';
import { weighted } from '../spread.ts';
import type { FaultKind } from './catalog.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

type Transit = Store['transit'];
type Delivery = Parameters<Transit>[0];

/** How often each kind is met among faulty deliveries. Assumption: repetition is common, loss is rare. */
const shares = {
  'delivery-doubled': 30,
  'delivery-reordered': 22,
  'delivery-delayed': 18,
  'delivery-answered-late': 12,
  'delivery-lost': 10,
  'delivery-corrupted': 8,
} as const satisfies Partial<Record<FaultKind, number>>;

type TransitKind = keyof typeof shares;

/** Hours of the life in which the app cannot be reached; a day of faults adds to it. */
export type Outages = { readonly from: number; readonly until: number }[];

export function openTransit(
  site: Site,
  options: {
    readonly faults: keyof typeof faultRates;
    readonly span: (ms: number) => number;
    readonly outages: Outages;
    /** Only these kinds are met; all when left out. */
    readonly kinds?: readonly FaultKind[];
  },
): Transit {
  const { deliveryPercent } = faultRates[options.faults];
  return (delivery, index) => {
    const chance = chanceOf(site.seed, 'transit', index);
    // Half of all are there within a second and one in a hundred takes seven (`facts/senders-queue-database.md` §3).
    const prompt = Math.round(chance.fraction() ** 3 * 7000);
    const outage = options.outages.find((one) => site.now() >= one.from && site.now() < one.until);
    if (outage !== undefined) return [retryAfter(outage.until - site.now())].map(options.span);
    const own = chanceOf(site.seed, 'faulty transit', index);
    if (!own.percent(deliveryPercent)) return [prompt].map(options.span);
    const kind = weighted<TransitKind>(own, shares, 'delivery-doubled');
    if (options.kinds?.includes(kind) === false) return [prompt].map(options.span);
    site.plant({
      kind,
      subject: delivery.webhookId,
      order: orderOf(delivery),
      at: site.now(),
      note: delivery.topic,
    });
    const journey = journeyOf(kind, own, prompt);
    return { ...journey, delaysMs: journey.delaysMs.map(options.span) };
  };
}

type Journey = Exclude<ReturnType<Transit>, readonly number[]>;

function journeyOf(kind: TransitKind, chance: Chance, prompt: number): Journey {
  switch (kind) {
    case 'delivery-lost':
      return { delaysMs: [] };
    case 'delivery-doubled':
      return { delaysMs: [prompt, prompt + chance.whole(0, 300) * 1000] };
    case 'delivery-answered-late':
      return { delaysMs: [prompt], lateAnswers: 1 };
    case 'delivery-delayed':
      return { delaysMs: [chance.whole(20, 200) * minuteMs] };
    case 'delivery-reordered':
      return { delaysMs: [chance.whole(5, 60) * 1000] };
    case 'delivery-corrupted':
      return { delaysMs: [prompt], corruptedAttempts: 1 };
  }
}

/** The first step of Shopify's retries after the outage is over. */
function retryAfter(left: number): number {
  let waited = 0;
  for (const minutes of [1, 2, 4, 8, 16, 32, 64, 113]) {
    waited += minutes * minuteMs;
    if (waited >= left) return waited;
  }
  return Math.max(left, 4 * hourMs);
}

function orderOf({ topic, body }: Delivery): string | null {
  const [, order] = /"order_id":(\d+)/.exec(body) ?? [];
  if (order !== undefined) return `gid://shopify/Order/${order}`;
  return topic.startsWith('orders/') ? (/gid:\/\/shopify\/Order\/\d+/.exec(body)?.[0] ?? null) : null;
}
