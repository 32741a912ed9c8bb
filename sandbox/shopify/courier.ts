/** Carries webhooks as Shopify does: at least once, only a 2xx counts, eight retries over four hours, in no promised order. */
import { statusOf } from '#sandbox/attempt.ts';
import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';

export type Delivery = {
  /** The same in every attempt: what the receiver recognizes a repetition by. */
  readonly webhookId: string;
  /** Shared by all deliveries of one merchant action. */
  readonly eventId: string;
  readonly topic: string;
  readonly body: string;
  readonly triggeredAt: number;
  readonly attempts: readonly { readonly at: number; readonly status: number | null }[];
  readonly accepted: boolean;
};

type Transit = (delivery: Delivery, index: number) => readonly number[];

export type Courier = {
  readonly deliveries: readonly Delivery[];
  mode: 'as-they-happen' | 'held';
  /**
   * Milliseconds after which a delivery leaves, one number for each copy: `[0]` is prompt, `[90_000]` late,
   * `[0, 4_000]` doubled under the same webhook id.
   */
  transit: Transit;
  accept(news: { topic: string; body: string; eventId: string }): void;
  /** Sends what was held, in the order given (a delivery named twice is sent twice), and forgets the rest. */
  release(order: (held: readonly Delivery[]) => readonly Delivery[]): Promise<void>;
};

type Consignment = Omit<Delivery, 'attempts' | 'accepted'> & {
  readonly attempts: { at: number; status: number | null }[];
  accepted: boolean;
};

const minuteMs = 60_000;

/** Shopify states eight retries over four hours with back-off, not the steps; these sum to 240 minutes. */
export const retryDelaysMs = [1, 2, 4, 8, 16, 32, 64, 113].map((minutes) => minutes * minuteMs);

export function openCourier(route: {
  clock: Clock;
  /** Makes webhook ids differ between stores and between runs. */
  salt: string;
  send: (delivery: Delivery) => Promise<Response>;
}): Courier {
  const { clock } = route;
  const deliveries: Consignment[] = [];
  let held: Consignment[] = [];

  async function attempt(delivery: Consignment): Promise<void> {
    const at = clock.now();
    const status = await statusOf(() => route.send(delivery));
    delivery.attempts.push({ at, status });
    if (status !== null && status >= 200 && status < 300) delivery.accepted = true;
  }

  async function attemptAndRetry(delivery: Consignment, retries: number): Promise<void> {
    if (delivery.accepted) return;
    await attempt(delivery);
    const delay = retryDelaysMs[retries];
    if (delivery.accepted || delay === undefined) return;
    clock.at(clock.now() + delay, `shopify retries ${delivery.topic}`, () =>
      attemptAndRetry(delivery, retries + 1),
    );
  }

  const courier: Courier = {
    deliveries,
    mode: 'as-they-happen',
    transit: () => [0],
    accept(news) {
      const index = deliveries.length;
      const webhookId = uuidFrom(`${route.salt} delivery ${index}`);
      const delivery = { ...news, webhookId, triggeredAt: clock.now(), attempts: [], accepted: false };
      deliveries.push(delivery);
      if (courier.mode === 'held') {
        held.push(delivery);
        return;
      }
      const [first = 0, ...copies] = courier.transit(delivery, index);
      clock.at(clock.now() + first, `shopify delivers ${news.topic}`, () => attemptAndRetry(delivery, 0));
      for (const delay of copies)
        clock.at(clock.now() + delay, `shopify delivers ${news.topic} again`, () => attempt(delivery));
    },
    async release(order) {
      const waiting = held;
      held = [];
      const sent = new Set<Delivery>();
      for (const chosen of order(waiting)) {
        const delivery = waiting.find((each) => each === chosen);
        if (delivery === undefined) throw new Error('Only a held delivery can be released.');
        await (sent.has(chosen) ? attempt(delivery) : attemptAndRetry(delivery, 0));
        sent.add(chosen);
      }
    },
  };
  return courier;
}

/** A UUID that depends on its seed only, so that equal lives send equal deliveries. */
export function uuidFrom(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
