/** What a walk through the facts of an order has come to so far. */
import type { ChargeKind, DocumentAmounts, DocumentCharge, DocumentLine } from '#domain/document.ts';
import type { Gid } from '#domain/gid.ts';
import type { Instant } from '#domain/instant.ts';
import { add, type Money, subtract, sum, zero } from '#domain/money.ts';
import { type InvoiceTrigger, policyAt } from '#domain/policy.ts';
import type { ShopSettings } from '#domain/shop.ts';
import { nothing, plus } from './amounts.ts';
import type { Anomaly, CreditMemo, Invoice, Recognition } from './course.ts';
import { emptyPool, type Pool, poured } from './course-pool.ts';
import type { KnownOrder } from './know.ts';
import { totalOf } from './sold.ts';

export type LineWalk = {
  readonly lineItem: Gid<'LineItem'>;
  readonly giftCard: boolean;
  /** Agreed and on no invoice yet. */
  pool: Pool;
  /** Units on invoices, less those on credit memos, and what they came to. */
  invoiced: number;
  billed: DocumentAmounts;
  /** Units on credit memos. */
  credited: number;
  /** Units of invoices whose shipment was cancelled, as long as nothing upholds them. */
  calledBack: { readonly anchor: Invoice['anchor']; readonly units: number }[];
  /** Units that left for good, and of them those that came back. */
  shipped: number;
  returned: number;
  /** Units ever sold: more than that may not leave. */
  sold: number;
  /** Invoiced before they left, while revenue waits for that. */
  unearned: Pool;
};

/** What goes onto a credit memo; `shipped` are the lines whose goods had left. */
export type Items = Pick<CreditMemo, 'lines' | 'charges' | 'shipped'>;

/** What goes back before as much is invoiced: it is credited when that is. */
export type Owed = { readonly memo: Omit<CreditMemo, 'happenedAt'> };

export type Walk = {
  readonly order: KnownOrder;
  readonly shop: ShopSettings;
  readonly trigger: InvoiceTrigger;
  readonly lines: Map<Gid<'LineItem'>, LineWalk>;
  /** Agreed beside the goods and on no document yet. */
  readonly charges: Map<ChargeKind, DocumentAmounts>;
  readonly invoices: Invoice[];
  readonly credits: CreditMemo[];
  readonly recognitions: Recognition[];
  readonly anomalies: Anomaly[];
  /** Charges of invoices whose revenue waits for the goods, as those of the first shipment that leaves. */
  readonly unearnedCharges: DocumentCharge[];
  readonly owed: Owed[];
  /** What a refund nets to nothing while its money is pending; credited when that is taken back. */
  readonly suspended: { readonly amount: Money; readonly items: Items }[];
  /** Whether what is charged beside the goods is on an invoice already. */
  hasCharges: boolean;
  /** What the order comes to, and what of it was paid. */
  agreed: Money;
  received: Money;
};

export function beginWalk(order: KnownOrder, shop: ShopSettings): Walk {
  const { currency } = order.header;
  return {
    order,
    shop,
    trigger: triggerOf(order, shop),
    lines: new Map(),
    charges: new Map(),
    invoices: [],
    credits: [],
    recognitions: [],
    anomalies: [],
    unearnedCharges: [],
    owed: [],
    suspended: [],
    hasCharges: false,
    agreed: zero(currency),
    received: zero(currency),
  };
}

/** An order is invoiced to the end by the policy under which it was placed; a gateway may have one of its own. */
function triggerOf(
  { agreements, header, transactions }: KnownOrder,
  { policies }: ShopSettings,
): InvoiceTrigger {
  const policy = policyAt(policies, agreements[0]?.happenedAt ?? header.placedAt);
  const own = transactions
    .map((one) => policy.invoiceAtByGateway[one.gateway])
    .find((one) => one !== undefined);
  return own ?? policy.invoiceAt;
}

export function lineOf({ lines, order }: Walk, lineItem: Gid<'LineItem'>, giftCard: boolean): LineWalk {
  const known = lines.get(lineItem);
  if (known !== undefined) return known;
  const line: LineWalk = {
    lineItem,
    giftCard,
    pool: emptyPool(order.header),
    invoiced: 0,
    billed: nothing(order.header.currency),
    credited: 0,
    calledBack: [],
    shipped: 0,
    returned: 0,
    sold: 0,
    unearned: emptyPool(order.header),
  };
  lines.set(lineItem, line);
  return line;
}

export function agreeCharge({ charges, order }: Walk, kind: ChargeKind, amounts: DocumentAmounts): void {
  charges.set(kind, plus(charges.get(kind) ?? nothing(order.header.currency), amounts));
}

/** Everything that is charged beside the goods, which goes with the first invoice. */
export function chargesLeft({ charges, hasCharges }: Walk): readonly DocumentCharge[] {
  return hasCharges ? [] : [...charges].map(([kind, amounts]) => ({ kind, ...amounts }));
}

export function takeCharges(walk: Walk): readonly DocumentCharge[] {
  const taken = chargesLeft(walk);
  walk.hasCharges = true;
  walk.charges.clear();
  return taken;
}

export type Bill = {
  readonly anchor: Invoice['anchor'];
  readonly happenedAt: Instant;
  readonly lines: readonly DocumentLine[];
  readonly charges: readonly DocumentCharge[];
  readonly force?: Invoice['force'];
  /** Its goods have not left: by policy its revenue may have to wait for that. */
  readonly early?: boolean;
};

/** Writes an invoice down, and what it makes creditable. Without lines and charges there is none. */
export function issue(walk: Walk, bill: Bill): void {
  const { anchor, happenedAt, lines, charges, force = 'due', early = false } = bill;
  if (lines.length === 0 && charges.length === 0) return;
  const total = totalOfItems(walk, lines, charges);
  const earned = !early || policyAt(walk.shop.policies, happenedAt).revenueAt === 'invoice';
  walk.invoices.push({ anchor, happenedAt, lines, charges, total, earned, force });
  if (!earned) {
    walk.unearnedCharges.push(...charges);
    for (const line of lines) {
      const of = lineOf(walk, line.lineItem, line.giftCard);
      of.unearned = poured(of.unearned, line.quantity, line);
    }
  }
  release(walk, happenedAt);
}

/** Credits what waited for as much to be invoiced. */
export function release(walk: Walk, happenedAt: Instant): void {
  for (const { memo } of walk.owed.splice(0)) {
    if (memo.total.minor === 0n) continue;
    if (memo.total.minor <= openOf(walk).minor) walk.credits.push({ ...memo, happenedAt });
    else walk.owed.push({ memo });
  }
}

/** An invoice that stood without need is due after all: its goods left again, or are credited. */
export function uphold({ invoices }: Walk, anchor: Invoice['anchor']): void {
  const at = invoices.findIndex((one) => one.anchor === anchor);
  const invoice = invoices[at];
  if (invoice !== undefined) invoices[at] = { ...invoice, force: 'due' };
}

/** What is invoiced and not credited. */
export function openOf({ invoices, credits, order }: Walk): Money {
  const { currency } = order.header;
  const totals = (some: readonly { readonly total: Money }[]) =>
    sum(
      some.map(({ total }) => total),
      currency,
    );
  return subtract(totals(invoices), totals(credits));
}

export function totalOfItems(
  { order }: Pick<Walk, 'order'>,
  lines: readonly DocumentAmounts[],
  charges: readonly DocumentAmounts[],
): Money {
  return [...lines, ...charges].map(totalOf).reduce(add, zero(order.header.currency));
}
