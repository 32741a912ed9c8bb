/** How an order is paid, by the life that was drawn for it: what happens at checkout, and what later. */
import type { OrderSpec, PaymentSpec } from '#sandbox/shopify/spec.ts';
import type { HeldCard } from './card.ts';
import { delays } from './habit.ts';
import type { Chance } from './random.ts';
import { delayOf } from './spread.ts';
import type { OrderLife, Step } from './step.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;

export type Tender = {
  readonly spec: Pick<OrderSpec, 'payment' | 'netDays' | 'test' | 'source' | 'discountCode'>;
  readonly steps: readonly Step[];
  /** The goods do not go out before; null where they stay. */
  readonly shipsAfterMs: number | null;
};

export type TenderWorld = {
  readonly chance: Chance;
  /** When the first parcel would leave if nothing had to be waited for. */
  readonly shipMs: number;
  readonly card: HeldCard | null;
  /** Stripe does not count every amount of a currency with three decimals, so that it is not offered for those. */
  readonly takesStripe: boolean;
};

type Way = (world: TenderWorld) => Tender;

const gateways = ['shopify_payments', 'shopify_payments', 'shopify_payments', 'paypal', 'stripe'] as const;
const reserving = ['shopify_payments', 'shopify_payments', 'shopify_payments', 'stripe'] as const;
const card = 'shopify_payments';
const authorization: PaymentSpec = { kind: 'authorization', gateway: card };
const deposit = { do: 'record-payment', gateway: 'Bank Deposit' } as const;

function sale(world: TenderWorld): PaymentSpec {
  return { kind: 'sale', gateway: gatewayOf(world, gateways) };
}

function authorized(world: TenderWorld): PaymentSpec {
  return { kind: 'authorization', gateway: gatewayOf(world, reserving) };
}

function gatewayOf({ chance, takesStripe }: TenderWorld, offered: readonly [string, ...string[]]): string {
  const drawn = chance.pick(offered);
  return drawn === 'stripe' && !takesStripe ? card : drawn;
}

function paid(payment: PaymentSpec | readonly PaymentSpec[]): Tender {
  return { spec: { payment }, steps: [], shipsAfterMs: 0 };
}

/** A capture comes a little before the parcel it pays for, and before the authorization expires after seven days. */
function captureMs({ chance, shipMs }: TenderWorld): number {
  return Math.min(shipMs, 4 * dayMs) - chance.whole(2, 20) * minuteMs;
}

function byCard(world: TenderWorld, isWhole: boolean): Tender {
  const { card: held } = world;
  if (held === null) return paid(sale(world));
  const payment: PaymentSpec = { kind: 'sale', gateway: 'gift_card', giftCardId: held.id };
  return paid(isWhole && held.coversWhole ? payment : [{ ...payment, amount: held.part }, sale(world)]);
}

function pending({ chance }: TenderWorld, outcome: 'success' | 'failure'): Tender {
  const afterMs = delayOf(chance, delays.pending);
  return {
    spec: { payment: { kind: 'sale', gateway: 'klarna', status: 'pending' } },
    steps: [{ do: 'settle', outcome, afterMs }],
    shipsAfterMs: outcome === 'success' ? afterMs : null,
  };
}

function declined(steps: readonly Step[], shipsAfterMs: number | null): Tender {
  return { spec: { payment: { kind: 'sale', gateway: card, status: 'failure' } }, steps, shipsAfterMs };
}

const ways: Readonly<Record<OrderLife, Way>> = {
  paid: (world) => paid(sale(world)),
  'pos-card': () => paid({ kind: 'sale', gateway: card }),
  'pos-cash': () => ({ spec: {}, steps: [{ do: 'pay-cash', afterMs: 0 }], shipsAfterMs: 0 }),
  test: () => ({
    spec: { payment: { kind: 'sale', gateway: 'bogus' }, test: true },
    steps: [],
    shipsAfterMs: null,
  }),
  free: () => ({
    spec: { discountCode: { code: 'THANKYOU', percent: 100 } },
    steps: [],
    shipsAfterMs: 0,
  }),
  'captured-later': (world) => ({
    spec: { payment: authorized(world) },
    steps: [{ do: 'capture', part: 'rest', afterMs: captureMs(world) }],
    shipsAfterMs: 0,
  }),
  'captured-in-parts': (world) => ({
    spec: { payment: authorization },
    steps: [
      { do: 'capture', part: 'half', afterMs: captureMs(world) },
      {
        do: 'capture',
        part: 'rest',
        afterMs: Math.min(world.shipMs, 4 * dayMs) + world.chance.whole(24, 60) * 60 * minuteMs,
      },
    ],
    shipsAfterMs: 0,
  }),
  // Shopify Payments lets go of an authorization after seven days.
  'authorization-expired': () => ({
    spec: { payment: authorization },
    steps: [{ do: 'cancel', reason: 'declined', refund: false, afterMs: 8 * dayMs }],
    shipsAfterMs: null,
  }),
  'authorization-voided': (world) => {
    const afterMs = delayOf(world.chance, delays.cancel);
    return {
      spec: { payment: authorized(world) },
      steps: [
        { do: 'void', afterMs },
        { do: 'cancel', reason: 'customer', refund: false, afterMs: afterMs + minuteMs },
      ],
      shipsAfterMs: null,
    };
  },
  marketplace: () => ({
    spec: { payment: { kind: 'sale', gateway: 'marketplace' }, source: 'marketplace' },
    steps: [],
    shipsAfterMs: 0,
  }),
  'gift-card-in-part': (world) => byCard(world, false),
  'gift-card-in-whole': (world) => byCard(world, true),
  'pending-then-paid': (world) => pending(world, 'success'),
  'pending-then-failed': (world) => pending(world, 'failure'),
  declined: () => declined([], null),
  'declined-then-paid': (world) => {
    const afterMs = world.chance.whole(2, 40) * minuteMs;
    return declined([{ do: 'pay', gateway: gatewayOf(world, gateways), part: 'rest', afterMs }], afterMs);
  },
  'bank-deposit': ({ chance }) => {
    const afterMs = delayOf(chance, delays.deposit);
    return { spec: {}, steps: [{ ...deposit, part: 'rest', afterMs }], shipsAfterMs: afterMs };
  },
  'paid-in-two': ({ chance }) => {
    const afterMs = delayOf(chance, delays.deposit);
    return {
      spec: {},
      steps: [
        { ...deposit, part: 'half', afterMs },
        { ...deposit, part: 'rest', afterMs: 2 * afterMs },
      ],
      shipsAfterMs: 2 * afterMs,
    };
  },
  'cash-on-delivery': ({ chance, shipMs }) => {
    const afterMs = shipMs + delayOf(chance, delays.doorstep);
    const gateway = 'Cash on Delivery (COD)';
    return { spec: {}, steps: [{ do: 'record-payment', gateway, part: 'rest', afterMs }], shipsAfterMs: 0 };
  },
  // Some pay early and some late, and everybody by the day that was agreed.
  'net-terms': ({ chance }) => {
    const netDays = chance.pick([14, 30]);
    return {
      spec: { netDays, source: 'shopify_draft_order' },
      steps: [{ ...deposit, part: 'rest', afterMs: chance.whole(8, netDays - 1) * dayMs }],
      shipsAfterMs: 0,
    };
  },
  'never-paid': () => ({ spec: {}, steps: [], shipsAfterMs: null }),
  'canceled-unpaid': ({ chance }) => ({
    spec: {},
    steps: [{ do: 'cancel', reason: 'customer', refund: false, afterMs: delayOf(chance, delays.cancel) }],
    shipsAfterMs: null,
  }),
};

export function tenderOf(life: OrderLife, world: TenderWorld): Tender {
  return ways[life](world);
}
