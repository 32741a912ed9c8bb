/** When an order becomes one at the ERP, what it came to by then, and what became of it since. */
import { canonical } from '#domain/canonical.ts';
import { encode } from '#domain/encode.ts';
import type { Agreement } from '#domain/fact.ts';
import type { Instant } from '#domain/instant.ts';
import type { Course, Ordered } from './course.ts';
import type { KnownOrder } from './know.ts';
import { receipts } from './settle.ts';

export type SalesOrderDue = {
  readonly at: Instant;
  readonly because: string;
  /** What it held by then, and after each agreement since that changed it. */
  readonly states: readonly [Ordered, ...Ordered[]];
  /** `stands`: the order was cancelled before anything left, so nobody need make it any more. */
  readonly force: 'due' | 'stands';
};

/** Due when the order is paid in full or invoiced, or when its first goods leave, whichever is earliest. */
export function salesOrderDue(order: KnownOrder, course: Course): SalesOrderDue | undefined {
  const { name, cancelledAt } = order.header;
  const [first] = course.invoices.filter((one) => one.force === 'due');
  const left = first?.anchor.startsWith('gid://shopify/Fulfillment/') === true;
  const [reason] = [
    ...paidInFull(order),
    ...(first === undefined
      ? []
      : [
          {
            at: first.happenedAt,
            because: left ? `goods of ${name} left the store` : `${name} was invoiced`,
          },
        ]),
  ].toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
  if (reason === undefined) return undefined;
  const states = statesFrom(reason.at, course);
  if (states === undefined) return undefined;
  // Cancelled before anything left: nothing is owed any more, whatever was paid is on its way back.
  const force = cancelledAt !== null && first === undefined ? 'stands' : 'due';
  return { ...reason, states, force };
}

/** What the order held when it became due, and what it held next, as often as that changed. */
function statesFrom(at: Instant, { ordered }: Course): SalesOrderDue['states'] | undefined {
  const first = ordered.findLast((one) => one.happenedAt <= at);
  if (first === undefined) return undefined;
  const changed = ordered.filter((one, index) => {
    const before = ordered[index - 1];
    return one.happenedAt > at && (before === undefined || !holdsTheSame(one, before));
  });
  return [first, ...changed];
}

/** Where goods leave from changes nothing of what an order holds. */
export function holdsTheSame(one: Held, other: Held): boolean {
  return held(one) === held(other);
}

type Held = { readonly lines: readonly SalesOrderPart[]; readonly charges: Ordered['charges'] };
type SalesOrderPart = Ordered['lines'][number] & { readonly location?: unknown };

function held({ lines, charges }: Held): string {
  const goods = lines.map((one) => {
    const { location: _, ...line } = one;
    return line;
  });
  return canonical(encode({ lines: goods, charges }));
}

/** What the store calls an order that was paid in full, whatever went back later. */
const paidStates = new Set(['paid', 'partially_refunded', 'refunded']);

type Step = { readonly at: Instant; readonly agreed: bigint; readonly paid: bigint; readonly slack: number };

/**
 * The first instant at which what was paid covers what was agreed. The customer's side decides, and each amount of it
 * is converted by itself: where the store says paid, the shop's side may be short by a minor unit a payment, and in
 * another currency by one a sale.
 */
function paidInFull(order: KnownOrder): readonly { readonly at: Instant; readonly because: string }[] {
  const { header, agreements, transactions } = order;
  const isForeign = header.presentmentCurrency !== header.currency;
  const isSaidPaid = paidStates.has(header.financialStatus);
  const steps: Step[] = [
    ...agreements.map((one) => ({
      at: one.happenedAt,
      agreed: totalOf(one),
      paid: 0n,
      slack: isForeign ? one.sales.length : 0,
    })),
    ...receipts(transactions).map((one) => ({
      at: one.processedAt,
      agreed: 0n,
      paid: one.amount.minor,
      slack: 1,
    })),
  ];
  let open = 0n;
  let slack = 0;
  let isAgreed = false;
  let hasPaid = false;
  for (const { at, agreed, paid, slack: more } of steps.toSorted(byTime)) {
    open += agreed - paid;
    isAgreed ||= paid === 0n;
    hasPaid ||= paid > 0n;
    slack += more;
    // Nothing is paid in full before the first payment, unless it costs nothing.
    if (isAgreed && (open <= 0n || (isSaidPaid && hasPaid && open <= BigInt(slack)))) {
      if (hasPaid) return [{ at, because: `${header.name} was paid in full` }];
      return [{ at: at < header.placedAt ? header.placedAt : at, because: `${header.name} costs nothing` }];
    }
  }
  return [];
}

function totalOf({ sales }: Agreement): bigint {
  return sales.reduce((sum, { total }) => sum + total.minor, 0n);
}

function byTime(one: Step, other: Step): number {
  return one.at === other.at ? 0 : one.at < other.at ? -1 : 1;
}
