/** Decides, from chance alone, what forty customers will do today. Nothing happens here. */
import type { LineSpec, OrderSpec, PaymentSpec } from '#sandbox/shopify/spec.ts';
import { catalog, standardTax } from './catalog.ts';
import type { Chance } from './random.ts';

export type Life = 'paid' | 'captured-later' | 'never-paid' | 'canceled-unpaid' | 'test' | 'free';

export type PlannedOrder = {
  readonly life: Life;
  /** Milliseconds after the shop opens. */
  readonly placedAfterMs: number;
  readonly spec: OrderSpec;
  /** Milliseconds after placement. */
  readonly captureAfterMs: number | null;
  readonly cancelAfterMs: number | null;
  /** When each parcel leaves; of two parcels, the first carries the share given by `firstParcel`. */
  readonly parcelsAfterMs: readonly number[];
  /** Units of each line in the first of two parcels. */
  readonly firstParcel: readonly number[];
  readonly expected: Expected;
};

/** What the ERP ought to hold for an order at the end. */
export type Expected = { readonly salesOrder: 0 | 1; readonly deposits: number; readonly invoices: number };

const minuteMs = 60_000;
const openMs = 15 * 60 * minuteMs;
const gateways = ['shopify_payments', 'shopify_payments', 'paypal'] as const;

export function planDay(chance: Chance, orders: number): PlannedOrder[] {
  const planned = livesOf(chance, orders).map((life) => planOrder(chance, life));
  return planned.toSorted((left, right) => left.placedAfterMs - right.placedAfterMs);
}

/** One each of the rare lives as soon as there is room, a few unpaid, and the ordinary rest. */
function livesOf(chance: Chance, orders: number): Life[] {
  const rare: Life[] = ['canceled-unpaid', 'test', 'free', 'captured-later', 'never-paid'];
  const lives: Life[] = rare.slice(0, Math.max(0, orders - 2));
  while (lives.length < orders) {
    const roll = chance.whole(1, 100);
    lives.push(roll <= 15 ? 'captured-later' : roll <= 20 ? 'never-paid' : 'paid');
  }
  return lives;
}

function planOrder(chance: Chance, life: Life): PlannedOrder {
  const lines = linesFor(chance);
  const taxesIncluded = chance.percent(82);
  const spec = {
    ...pricing(chance, life, lines),
    taxesIncluded,
    ...paymentOf(chance, life),
    test: life === 'test',
  };
  const parcels = parcelsFor(chance, life, lines);
  const [firstParcelMs = 4 * 60 * minuteMs] = parcels.parcelsAfterMs;
  // A capture comes before the parcel it pays for; money after the invoice is another story.
  const captureAfterMs = firstParcelMs - chance.whole(2, 20) * minuteMs;
  return {
    life,
    placedAfterMs: chance.whole(0, openMs / 1000) * 1000,
    spec: taxesIncluded ? spec : { ...spec, poNumber: `PO-${chance.whole(10_000, 99_999)}` },
    captureAfterMs: life === 'captured-later' ? captureAfterMs : null,
    cancelAfterMs: life === 'canceled-unpaid' ? chance.whole(10, 90) * minuteMs : null,
    ...parcels,
    expected: expectedOf(life, parcels.parcelsAfterMs.length),
  };
}

/** A sales order is due once the order is paid in full; a test order and an unpaid one owe nothing. */
function expectedOf(life: Life, parcels: number): Expected {
  if (life === 'paid' || life === 'captured-later') return { salesOrder: 1, deposits: 1, invoices: parcels };
  if (life === 'free') return { salesOrder: 1, deposits: 0, invoices: parcels };
  return { salesOrder: 0, deposits: 0, invoices: 0 };
}

function linesFor(chance: Chance): [LineSpec, ...LineSpec[]] {
  const line = (article: (typeof catalog)[number]): LineSpec => {
    const quantity = chance.percent(65) ? 1 : chance.whole(2, 4);
    const whole = article.unitPrice * BigInt(quantity);
    return chance.percent(12) ? { ...article, quantity, discount: whole / 7n } : { ...article, quantity };
  };
  const wanted = new Set([chance.pick(catalog)]);
  const count = chance.whole(1, 4);
  while (wanted.size < count) wanted.add(chance.pick(catalog));
  const [first = catalog[0], ...others] = wanted;
  return [line(first), ...others.map(line)];
}

function pricing(
  chance: Chance,
  life: Life,
  lines: readonly LineSpec[],
): Pick<OrderSpec, 'lines' | 'shipping' | 'discountCode'> {
  if (life === 'free') return { lines, discountCode: { code: 'THANKYOU', percent: 100 } };
  const shipping = { title: 'DHL Paket', price: 490n, taxes: [standardTax] };
  const roll = chance.whole(1, 100);
  const discountCode =
    roll <= 20
      ? { code: 'WELCOME10', percent: 10 }
      : roll <= 27
        ? { code: 'AUTUMN15', percent: 15 }
        : roll <= 33
          ? { code: 'FIVER', amount: 500n }
          : undefined;
  return {
    lines,
    ...(chance.percent(75) ? { shipping } : {}),
    ...(discountCode === undefined ? {} : { discountCode }),
  };
}

function paymentOf(chance: Chance, life: Life): { payment?: PaymentSpec } {
  const gateway = chance.pick(gateways);
  if (life === 'paid' || life === 'test') return { payment: { kind: 'sale', gateway } };
  if (life === 'captured-later') return { payment: { kind: 'authorization', gateway: 'shopify_payments' } };
  return {};
}

function parcelsFor(
  chance: Chance,
  life: Life,
  lines: readonly LineSpec[],
): Pick<PlannedOrder, 'parcelsAfterMs' | 'firstParcel'> {
  const ships = life === 'captured-later' || ((life === 'paid' || life === 'free') && chance.percent(88));
  if (!ships) return { parcelsAfterMs: [], firstParcel: [] };
  const first = chance.whole(60, 300) * minuteMs;
  const units = lines.reduce((sum, line) => sum + line.quantity, 0);
  if (units < 2 || !chance.percent(30)) return { parcelsAfterMs: [first], firstParcel: [] };
  return {
    parcelsAfterMs: [first, first + chance.whole(10, 60) * minuteMs],
    firstParcel: firstHalf(lines, units),
  };
}

/** The first half of the units, taken line by line, so that one line is often split between parcels. */
function firstHalf(lines: readonly LineSpec[], units: number): number[] {
  let left = Math.floor(units / 2);
  return lines.map((line) => {
    const taken = Math.min(left, line.quantity);
    left -= taken;
    return taken;
  });
}
