/** Lives of a shop with an app that says 200 to everything, for the tests of the traffic itself. */
import { createHash } from 'node:crypto';
import { type Clock, virtualClock } from '#sandbox/clock.ts';
import { openErp } from '#sandbox/erp/erp.ts';
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import { openStore } from '#sandbox/shopify/store.ts';
import { type Life, type LifePlan, openLife } from '#sandbox/traffic/life.ts';
import { shopSettings } from '#sandbox/traffic/profile.ts';
import type { TrafficWorld } from '#sandbox/traffic/world.ts';

export const monday = Date.parse('2026-11-02T05:00:00Z');
export const dayMs = 86_400_000;

export type Lived = Life & { readonly world: TrafficWorld; readonly clock: Clock; readonly received: number };

type Way = Partial<LifePlan> & {
  /** Null lets the seed decide. */
  readonly country?: string | null;
  /** Lives all its days before the app is installed, when nothing is delivered. */
  readonly past?: boolean;
  /** What the app posts by itself. */
  readonly modes?: NonNullable<TrafficWorld['modes']>;
};

/** Opens a world that has everything a fault can be planted in, and lives to the end. */
export async function live({ country = 'DE', past = true, modes, ...plan }: Way = {}): Promise<Lived> {
  const seed = plan.seed ?? 1;
  const days = plan.days ?? 10;
  const clock = virtualClock(monday);
  let received = 0;
  const store = openStore({
    clock,
    clientSecret: 'hush-this-is-the-client-secret',
    accessToken: 'shpat_sandbox',
    webhookUrl: 'https://app.plumbline.test/webhooks/shopify',
    shop: shopSettings(seed, country ?? undefined),
    deliver: async () => {
      received += 1;
      return new Response();
    },
  });
  const liveFrom = plan.liveFrom ?? (past ? monday + days * dayMs : monday);
  if (liveFrom > monday) store.unsubscribe();
  const world: TrafficWorld = {
    clock,
    store,
    erp: openErp({ clock, token: 'erp' }),
    qstash: { journey: () => [0] },
    neon: { intercept: undefined },
    power: { plan: undefined, requests: 0 },
    ...(modes === undefined ? {} : { modes }),
  };
  const life = openLife(world, { from: monday, rate: 30, faults: 'none', ...plan, seed, days, liveFrom });
  if (liveFrom > monday && liveFrom < monday + days * dayMs)
    clock.at(liveFrom, 'the app is installed', async () => store.subscribe());
  await clock.run({ until: life.endsAt });
  return Object.assign(life, { world, clock, received });
}

/**
 * What happened to the orders, each told by its name: the same text for the same life, whatever their ids are, and
 * from wherever there was stock.
 */
export function logOf(life: Life): string[] {
  return life.orders.map(({ order, life: kind, afterwards }) =>
    JSON.stringify(
      [
        [order.name, kind, afterwards, order.createdAt, order.presentmentCurrency, order.cancelledAt],
        order.lines.map((line) => [
          line.sku,
          line.title,
          line.quantity,
          line.removedQuantity,
          line.total,
          line.tax,
        ]),
        order.shipping.map((one) => one.total),
        order.transactions.map((one) => [one.kind, one.status, one.gateway, one.amount, one.at]),
        shippedOf(order),
        order.refunds.map((one) => [
          one.createdAt,
          one.lines.length,
          one.adjustments.map(({ amount }) => amount),
        ]),
        order.returns.map((one) => [one.createdAt, one.status, one.lines.length, one.exchanges.length]),
        order.risks.map((one) => [one.at, one.level]),
      ],
      (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
    ),
  );
}

/** Units by line and instant; how many parcels carry them is for the shelves to say. */
function shippedOf({ lines, fulfillments }: StoreOrder): readonly (readonly [string, number])[] {
  const units = new Map<string, number>();
  for (const { createdAt, status, lines: parts } of fulfillments)
    for (const { lineId, quantity } of parts) {
      const when = `${createdAt} ${status} ${lines.findIndex(({ id }) => id === lineId)}`;
      units.set(when, (units.get(when) ?? 0) + quantity);
    }
  return [...units].toSorted(([one], [other]) => (one < other ? -1 : 1));
}

export function digestOf(lines: readonly string[]): string {
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}
