/** The walk through the facts of an order, oldest first: only what happened decides, never when it was heard of. */
import type { Agreement, Transaction } from '#domain/fact.ts';
import type { Instant } from '#domain/instant.ts';
import { add, type Money, subtract, sum } from '#domain/money.ts';
import type { ShopSettings } from '#domain/shop.ts';
import type { Anomaly, Course, Ordered } from './course.ts';
import { agree } from './course-agree.ts';
import { orderedBy } from './course-ordered.ts';
import { drawRest } from './course-rest.ts';
import { ship } from './course-ship.ts';
import { beginWalk, issue, takeCharges, type Walk } from './course-walk.ts';
import type { KnownOrder } from './know.ts';
import { receipts, refundsPaid, settle } from './settle.ts';

/** Pure: what policy makes of the facts of one order. */
export function courseOf(order: KnownOrder, shop: ShopSettings): Course {
  const walk = beginWalk(order, shop);
  const ordered: Ordered[] = [];
  for (const { agreement, act } of stepsOf(order)) {
    act(walk);
    if (agreement !== null) ordered.push(orderedBy(walk, agreement));
  }
  const { invoices, credits, recognitions, anomalies } = walk;
  const settled = settle(order.transactions, { invoices, credits });
  return {
    ordered,
    payments: settled.payments,
    refunds: settled.refunds,
    invoices,
    credits,
    applications: settled.applications,
    recognitions,
    anomalies: [...anomalies, ...beyondReceipts(order)],
  };
}

type Step = {
  readonly at: Instant;
  readonly agreement: Agreement | null;
  readonly act: (walk: Walk) => void;
};

/** At one instant what was agreed comes first, then its payment: that is what let the goods go. */
function stepsOf({ agreements, transactions, fulfillments }: KnownOrder): readonly Step[] {
  const steps: Step[] = [
    ...agreements.map((one) => ({
      at: one.happenedAt,
      agreement: one,
      act: (walk: Walk) => agree(walk, one),
    })),
    ...receipts(transactions).map((one) => ({
      at: one.processedAt,
      agreement: null,
      act: (walk: Walk) => receive(walk, one),
    })),
    ...fulfillments.map((one) => ({
      at: one.createdAt,
      agreement: null,
      act: (walk: Walk) => ship(walk, one),
    })),
    ...refundsPaid(transactions).map((one) => ({
      at: one.processedAt,
      agreement: null,
      act: (walk: Walk) => {
        walk.received = subtract(walk.received, one.amount);
      },
    })),
  ];
  return steps.toSorted((one, other) => (one.at === other.at ? 0 : one.at < other.at ? -1 : 1));
}

function receive(walk: Walk, { transaction, amount, processedAt }: Transaction): void {
  walk.received = add(walk.received, amount);
  if (walk.trigger !== 'payment') return;
  const rest = drawRest(walk);
  if (rest === null || rest.lines.length === 0) return;
  issue(walk, {
    anchor: transaction,
    happenedAt: processedAt,
    lines: rest.lines,
    charges: takeCharges(walk),
    early: true,
  });
}

/** More went back than ever came in. Conversion by itself may make up a minor unit a refund. */
function beyondReceipts({ header, transactions }: KnownOrder): readonly Anomaly[] {
  const back = refundsPaid(transactions);
  const last = back.at(-1);
  if (last === undefined) return [];
  const whole = (some: readonly Transaction[]): Money =>
    sum(
      some.map(({ amount }) => amount),
      header.currency,
    );
  const amount = subtract(whole(back), whole(receipts(transactions)));
  const slack = header.presentmentCurrency === header.currency ? 0 : back.length;
  if (amount.minor <= BigInt(slack)) return [];
  const sentence = 'More was refunded than was ever received for the order.';
  return [{ kind: 'refunded-beyond-receipts', about: last.transaction, amount, sentence }];
}
