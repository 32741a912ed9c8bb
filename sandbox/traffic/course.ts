/** What becomes of an order after it is placed: parcels, holds, second thoughts, returns, disputes. Nothing happens here. */
import { afterwards as habit, delays, discrepancies, disputes, exchanges, risk, shipping } from './habit.ts';
import type { Chance } from './random.ts';
import { delayOf, weighted } from './spread.ts';
import type { Afterwards, OrderLife, Step } from './step.ts';

const minuteMs = 60_000;
const hourMs = 3_600_000;

/** What is only ever edited, refunded or returned: an order that was paid at home through a gateway. */
const settled = new Set<OrderLife>([
  'paid',
  'captured-later',
  'pending-then-paid',
  'declined-then-paid',
  'bank-deposit',
  'gift-card-in-part',
]);

export function afterwardsOf(life: OrderLife, chance: Chance): Afterwards {
  const drawn = weighted<Afterwards>(chance, habit, 'none');
  return settled.has(life) ? drawn : 'none';
}

/** Parcels and what comes between: holds, moves, third parties, tracking. `shipMs` is when the first one leaves. */
export function shippingSteps(chance: Chance, shipMs: number): Step[] {
  if (chance.percent(shipping.neverPercent)) return [];
  const steps: Step[] = [];
  const before = Math.max(minuteMs, Math.floor(shipMs / 4));
  if (chance.percent(shipping.holdPercent)) {
    steps.push({ do: 'hold', reason: 'OTHER', afterMs: before }, { do: 'release', afterMs: before * 2 });
  } else if (chance.percent(shipping.movePercent)) {
    steps.push({ do: 'move', afterMs: before });
  } else if (chance.percent(shipping.thirdPartyPercent)) {
    for (const [index, step] of (['submit', 'accept', 'progress'] as const).entries())
      steps.push({ do: 'third-party', step, afterMs: before + (index * before) / 2 });
  }
  const elsewhere = chance.percent(shipping.otherLocationPercent);
  if (chance.percent(shipping.splitPercent)) {
    steps.push({ do: 'ship', part: 'half', elsewhere, afterMs: shipMs });
    steps.push({ do: 'ship', part: 'rest', afterMs: shipMs + delayOf(chance, delays.secondParcel) });
  } else {
    steps.push({ do: 'ship', part: 'rest', elsewhere, afterMs: shipMs });
    if (chance.percent(shipping.undonePercent)) {
      steps.push({ do: 'undo-shipment', part: 'last', afterMs: shipMs + hourMs });
      steps.push({ do: 'ship', part: 'rest', afterMs: shipMs + 20 * hourMs });
    }
  }
  if (chance.percent(shipping.trackingChangePercent))
    steps.push({ do: 'track', afterMs: shipMs + 2 * hourMs });
  return steps;
}

/** Shopify's own result comes at once; that of an app may be pending first and differ later. */
export function riskSteps(chance: Chance, isRing: boolean): Step[] {
  if (!isRing && !chance.percent(risk.assessedPercent)) return [];
  const level = isRing ? 'HIGH' : weighted(chance, risk.levels, 'LOW');
  if (!isRing && !chance.percent(risk.thirdPartyPercent))
    return [{ do: 'assess', level, provider: null, afterMs: 5000 }];
  return [
    { do: 'assess', level: 'PENDING', provider: 'Sentinel', afterMs: 5000 },
    { do: 'assess', level, provider: 'Sentinel', afterMs: 5000 + delayOf(chance, risk.thirdPartyDelay) },
  ];
}

type Course = {
  readonly chance: Chance;
  /** Before anything has left, and some days after everything has. */
  readonly early: number;
  readonly late: number;
  readonly shippedMs: number;
};

const courses: Readonly<Record<Afterwards, (course: Course) => Step[]>> = {
  none: ({ chance, early }) =>
    chance.percent(4) ? [{ do: 'note', tags: ['wholesale'], afterMs: early }] : [],
  'canceled-paid': ({ early }) => [{ do: 'cancel', reason: 'customer', refund: true, afterMs: early }],
  // Shopify cancels nothing that is shipped: all parcels are called back first.
  'canceled-shipped': ({ shippedMs }) => [
    { do: 'undo-shipment', part: 'all', afterMs: shippedMs + hourMs },
    { do: 'cancel', reason: 'staff', refund: true, afterMs: shippedMs + 2 * hourMs },
  ],
  edited: editSteps,
  disputed: ({ chance, shippedMs }) => disputeSteps(chance, shippedMs),
  returned: ({ chance, shippedMs }) => returnSteps('returned', chance, shippedMs),
  exchanged: ({ chance, shippedMs }) => returnSteps('exchanged', chance, shippedMs),
  'refunded-lines': ({ late }) => [{ do: 'refund', what: 'lines', afterMs: late }],
  'refunded-shipping': ({ late }) => [{ do: 'refund', what: 'shipping', afterMs: late }],
  'refunded-amount': ({ chance, late }) => {
    const discrepancy = weighted(chance, discrepancies, 'CUSTOMER');
    return [{ do: 'refund', what: 'amount', percent: chance.whole(5, 40), discrepancy, afterMs: late }];
  },
  'refunded-pending': ({ chance, late }) => {
    const settledMs = late + delayOf(chance, delays.settlement);
    return [
      { do: 'refund', what: 'lines', status: 'pending', afterMs: late },
      { do: 'settle-refund', outcome: 'success', afterMs: settledMs },
    ];
  },
  'refunded-twice': ({ chance, late }) => [
    { do: 'refund', what: 'one-unit', afterMs: late },
    { do: 'refund', what: 'one-unit', afterMs: late + chance.whole(1, 96) * hourMs },
  ],
};

/** `ships` are the steps of its parcels, empty when none leaves; a cancellation keeps them from leaving. */
export function afterSteps(kind: Afterwards, chance: Chance, ships: readonly Step[]): Step[] {
  const firstMs = Math.min(...ships.map((step) => step.afterMs), Infinity);
  const shippedMs = Math.max(...ships.map((step) => step.afterMs), 0);
  const early = Number.isFinite(firstMs) ? Math.floor(firstMs * 0.6) : delayOf(chance, delays.cancel);
  const late = shippedMs + delayOf(chance, delays.refund);
  return courses[kind]({ chance, early, late, shippedMs });
}

function editSteps({ chance, early, late }: Course): Step[] {
  const change = chance.pick(['fewer', 'add', 'swap', 'shipping'] as const);
  const afterMs = chance.percent(75) ? early : late;
  // What an edit leaves outstanding is paid, and what it adds is shipped.
  return [
    { do: 'edit', change, afterMs },
    { do: 'record-payment', gateway: 'Bank Deposit', part: 'rest', afterMs: afterMs + 2 * hourMs },
    { do: 'ship', part: 'rest', afterMs: late + 26 * hourMs },
  ];
}

function returnSteps(kind: 'returned' | 'exchanged', chance: Chance, shippedMs: number): Step[] {
  const requestMs = shippedMs + delayOf(chance, delays.back);
  const requested = chance.percent(50);
  const exchange = kind === 'exchanged' ? weighted(chance, exchanges, 'equal') : null;
  const fee = exchange === null && chance.percent(20) ? 10 : 0;
  const paysWayBack = exchange === null && fee === 0 && chance.percent(15);
  const processMs = requestMs + 2 * hourMs + delayOf(chance, delays.back);
  return [
    { do: 'open-return', requested, fee, paysWayBack, exchange, afterMs: requestMs },
    ...(requested ? [{ do: 'approve-return', afterMs: requestMs + hourMs } as const] : []),
    { do: 'process-return', found: chance.percent(85) ? 'whole' : 'broken', afterMs: processMs },
    ...(exchange === null
      ? []
      : [
          {
            do: 'record-payment',
            gateway: 'Bank Deposit',
            part: 'rest',
            afterMs: processMs + hourMs,
          } as const,
          { do: 'ship', part: 'rest', afterMs: processMs + 5 * hourMs } as const,
        ]),
    { do: 'close-return', afterMs: processMs + 30 * hourMs },
  ];
}

function disputeSteps(chance: Chance, shippedMs: number): Step[] {
  const openedMs = shippedMs + delayOf(chance, disputes.after);
  const closedMs = openedMs + delayOf(chance, disputes.lasts);
  const outcome = weighted<keyof typeof disputes.outcomes>(chance, disputes.outcomes, 'LOST');
  const type = outcome === 'inquiry' ? 'INQUIRY' : 'CHARGEBACK';
  return [
    { do: 'dispute', type, afterMs: openedMs },
    { do: 'resolve-dispute', outcome: outcome === 'inquiry' ? 'WON' : outcome, afterMs: closedMs },
  ];
}
