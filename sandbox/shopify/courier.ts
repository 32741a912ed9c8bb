/** Carries webhooks as Shopify does: at least once, only a 2xx counts, eight retries over four hours, in no promised order. */
import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { attemptDelivery } from './delivery-attempt.ts';
import type { Consignment, Delivery, Journey, Sending } from './delivery.ts';

export type { Delivery } from './delivery.ts';

export type Courier = {
  readonly deliveries: readonly Delivery[];
  mode: 'as-they-happen' | 'held';
  /**
   * How each delivery travels. A list alone is the milliseconds after which it leaves, one number for each copy:
   * `[0]` is prompt, `[90_000]` late, `[0, 4_000]` doubled under the same webhook id, `[]` lost for ever.
   */
  transit: (delivery: Delivery, index: number) => readonly number[] | Journey;
  accept(parcel: Parcel): void;
  /** Sends what was held, in the order given (a delivery named twice is sent twice), and forgets the rest. */
  release(order: (held: readonly Delivery[]) => readonly Delivery[]): Promise<void>;
};

type Parcel = {
  readonly topic: string;
  readonly body: string;
  readonly eventId: string;
  /** Where its subscription wants it; a path is one of the app's own address. */
  readonly uri: string;
  readonly name?: string;
  /** Told after each attempt whether it counted. */
  readonly attempted?: (accepted: boolean) => void;
};

type Route = {
  readonly clock: Clock;
  /** Makes webhook ids differ between stores and between runs. */
  readonly salt: string;
  readonly send: (sending: Sending) => Promise<Response>;
  /** Whether `deliveries` keep their bodies after the last attempt (they do); a long life has gigabytes of them. */
  readonly keepBodies?: boolean;
};

const minuteMs = 60_000;

/** Shopify states eight retries over four hours with back-off, not the steps; these sum to 240 minutes. */
export const retryDelaysMs = [1, 2, 4, 8, 16, 32, 64, 113].map((minutes) => minutes * minuteMs);

export function openCourier(route: Route): Courier {
  const { clock } = route;
  const road = openRoad(route);
  const deliveries: Delivery[] = [];
  let held: Consignment[] = [];

  const courier: Courier = {
    deliveries,
    mode: 'as-they-happen',
    transit: () => [0],
    accept(parcel) {
      const index = deliveries.length;
      const delivery = deliveryOf(parcel, {
        webhookId: uuidFrom(`${route.salt} delivery ${index}`),
        triggeredAt: clock.now(),
      });
      deliveries.push(delivery);
      const isHeld = courier.mode === 'held';
      const planned = isHeld ? [0] : courier.transit(delivery, index);
      const journey = 'delaysMs' in planned ? planned : { delaysMs: planned };
      const consignment = { delivery, journey, attempted: parcel.attempted, pending: 0 };
      if (isHeld) held.push(consignment);
      else road.depart(consignment);
    },
    async release(order) {
      const waiting = held;
      held = [];
      const sent = new Set<Delivery>();
      for (const chosen of order(waiting.map(({ delivery }) => delivery))) {
        const consignment = waiting.find(({ delivery }) => delivery === chosen);
        if (consignment === undefined) throw new Error('Only a held delivery can be released.');
        await (sent.has(chosen) ? attemptDelivery(consignment, route) : road.attemptAndRetry(consignment));
        sent.add(chosen);
      }
      for (const consignment of waiting) road.settle(consignment);
    },
  };
  return courier;
}

function openRoad(route: Route) {
  const { clock, keepBodies = true } = route;

  /** Forgets the body of what will not be sent again. */
  function settle({ delivery, pending }: Consignment): void {
    if (!keepBodies && pending === 0) delivery.body = '';
  }

  async function attemptAndRetry(consignment: Consignment, retries = 0): Promise<void> {
    const { delivery } = consignment;
    if (delivery.accepted) return;
    await attemptDelivery(consignment, route);
    const delay = retryDelaysMs[retries];
    if (delivery.accepted || delay === undefined) return;
    later(consignment, { delay, label: `shopify retries ${delivery.topic}` }, () =>
      attemptAndRetry(consignment, retries + 1),
    );
  }

  function later(
    consignment: Consignment,
    { delay, label }: { readonly delay: number; readonly label: string },
    act: () => Promise<void>,
  ): void {
    consignment.pending += 1;
    clock.at(clock.now() + delay, label, async () => {
      consignment.pending -= 1;
      await act();
      settle(consignment);
    });
  }

  return {
    attemptAndRetry,
    settle,
    depart(consignment: Consignment): void {
      const label = `shopify delivers ${consignment.delivery.topic}`;
      const [first, ...copies] = consignment.journey.delaysMs;
      if (first === undefined) {
        settle(consignment);
        return;
      }
      later(consignment, { delay: first, label }, () => attemptAndRetry(consignment));
      for (const delay of copies)
        later(consignment, { delay, label: `${label} again` }, () => attemptDelivery(consignment, route));
    },
  };
}

function deliveryOf(
  { topic, body, eventId, uri, name }: Parcel,
  about: { readonly webhookId: string; readonly triggeredAt: number },
): Consignment['delivery'] {
  const digest = createHash('sha256').update(body).digest('hex');
  const named = name === undefined ? {} : { name };
  return { topic, body, eventId, uri, ...named, digest, ...about, attempts: [], accepted: false };
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
