/** What a shipment makes invoiceable, and what revenue it earns. */
import type { DocumentAmounts, DocumentLine } from '#domain/document.ts';
import type { Fulfillment } from '#domain/fact.ts';
import type { Gid } from '#domain/gid.ts';
import { legacyId } from '#domain/gid.ts';
import type { Money } from '#domain/money.ts';
import { postingKey } from '#domain/posting.ts';
import { nothing, plus } from './amounts.ts';
import { drawn, type Pool, unitsIn } from './course-pool.ts';
import {
  chargesLeft,
  issue,
  type LineWalk,
  lineOf,
  takeCharges,
  totalOfItems,
  uphold,
  type Walk,
} from './course-walk.ts';
import { documentLine } from './sold.ts';

/** Units on no invoice yet are invoiced when they leave; those whose shipment was called back leave under their own. */
export function ship(walk: Walk, fulfillment: Fulfillment): void {
  if (fulfillment.status === 'cancelled') {
    callBack(walk, fulfillment);
    return;
  }
  if (fulfillment.status !== 'success' || isOvershipped(walk, fulfillment)) return;
  const { fulfillment: anchor, createdAt: happenedAt } = fulfillment;
  const filled = fill(walk, fulfillment);
  const charges = filled.lines.length > 0 || chargesLeft(walk).length > 0 ? takeCharges(walk) : [];
  invoiceUnits(filled);
  for (const { line, again, units } of filled.parts) {
    line.shipped += units;
    upholdUnits(walk, line, again);
  }
  issue(walk, { anchor, happenedAt, lines: filled.lines, charges });
  earn(walk, fulfillment);
}

type Part = {
  readonly line: LineWalk;
  readonly units: number;
  /** Units of it that are on no invoice, and those beyond them. */
  readonly fresh: number;
  readonly again: number;
  readonly amounts: DocumentAmounts;
};

type Filled = {
  readonly lines: readonly DocumentLine[];
  readonly parts: readonly Part[];
  readonly pools: ReadonlyMap<LineWalk, Pool>;
};

/** What an invoice of the shipment would hold. Changes nothing. */
function fill(walk: Walk, { lines }: Fulfillment): Filled {
  const pools = new Map<LineWalk, Pool>();
  const parts: Part[] = [];
  const invoiced = lines.flatMap(({ lineItem, quantity: units }) => {
    const line = lineOf(walk, lineItem, false);
    const pool = pools.get(line) ?? line.pool;
    const fresh = Math.min(units, Math.max(0, unitsIn(pool)));
    const next = fresh === 0 ? { amounts: nothing(walk.order.header.currency), pool } : drawn(pool, fresh);
    parts.push({ line, units, fresh, again: units - fresh, amounts: next.amounts });
    if (fresh === 0) return [];
    pools.set(line, next.pool);
    const part = { ...next.amounts, quantity: fresh, giftCard: line.giftCard };
    return [documentLine(walk.order.header, lineItem, part)];
  });
  return { lines: invoiced, parts, pools };
}

function invoiceUnits({ parts, pools }: Filled): void {
  for (const [line, pool] of pools) line.pool = pool;
  for (const { line, fresh, amounts } of parts) {
    line.invoiced += fresh;
    line.billed = plus(line.billed, amounts);
  }
}

/** The invoices of a line's called-back units, the oldest first, as far as `units` go. */
export function upholdUnits(walk: Walk, line: LineWalk, units: number): void {
  let left = units;
  line.calledBack = line.calledBack.flatMap((one) => {
    const used = Math.min(left, one.units);
    left -= used;
    if (used > 0) uphold(walk, one.anchor);
    return used < one.units ? [{ ...one, units: one.units - used }] : [];
  });
}

/** A shipment that was cancelled is as good as none, unless the ERP has its invoice: that one stands. */
function callBack(walk: Walk, fulfillment: Fulfillment): void {
  const { fulfillment: anchor, createdAt: happenedAt } = fulfillment;
  const filled = fill(walk, fulfillment);
  const total = totalOfItems(walk, filled.lines, chargesLeft(walk));
  if (filled.lines.length === 0 || !isMade(walk, anchor, total)) return;
  invoiceUnits(filled);
  for (const { line, fresh } of filled.parts) line.calledBack.push({ anchor, units: fresh });
  issue(walk, { anchor, happenedAt, lines: filled.lines, charges: takeCharges(walk), force: 'stands' });
}

function isMade({ order, shop }: Walk, anchor: Gid<'Fulfillment'>, total: Money): boolean {
  const key = postingKey({ store: shop.domain, kind: 'invoice', anchor: legacyId(anchor), n: 1 });
  return order.documents.some(
    (one) =>
      one.kind === 'invoice' &&
      (one.postingKey === key ||
        (one.postingKey === null &&
          one.total.minor === total.minor &&
          one.total.currency === total.currency)),
  );
}

/** More than was ever sold: nothing of that shipment may be invoiced by rule. A shipment may name a line twice. */
function isOvershipped(walk: Walk, { fulfillment, lines }: Fulfillment): boolean {
  const units = new Map<Gid<'LineItem'>, number>();
  for (const { lineItem, quantity } of lines) units.set(lineItem, (units.get(lineItem) ?? 0) + quantity);
  const over = [...units].find(([lineItem, quantity]) => {
    const line = lineOf(walk, lineItem, false);
    return line.shipped + quantity > line.sold;
  });
  if (over === undefined) return false;
  const title = walk.order.header.lines.find((one) => one.lineItem === over[0])?.title ?? over[0];
  walk.anomalies.push({
    kind: 'overshipped',
    about: fulfillment,
    amount: null,
    sentence: `More of ${title} was shipped than was sold; that shipment is not invoiced.`,
  });
  return true;
}

/** Revenue that waited for its goods is earned as they leave; the rest with the last unit, shipping with the first. */
function earn(walk: Walk, { fulfillment, createdAt: happenedAt, lines }: Fulfillment): void {
  const earned = lines.flatMap(({ lineItem, quantity }) => {
    const line = lineOf(walk, lineItem, false);
    const units = Math.min(quantity, unitsIn(line.unearned));
    if (units <= 0) return [];
    const next = drawn(line.unearned, units);
    line.unearned = next.pool;
    const part = { ...next.amounts, quantity: units, giftCard: line.giftCard };
    return [documentLine(walk.order.header, lineItem, part)];
  });
  const charges = walk.unearnedCharges.splice(0);
  if (earned.length > 0 || charges.length > 0)
    walk.recognitions.push({ fulfillment, happenedAt, lines: earned, charges });
}
