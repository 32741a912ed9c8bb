/** The credit memo of one agreement: never more than is invoiced, and none while its refund nets to nothing. */
import type { DocumentAmounts } from '#domain/document.ts';
import type { Agreement } from '#domain/fact.ts';
import { gid, legacyId } from '#domain/gid.ts';
import { subtract } from '#domain/money.ts';
import { negated, nothing } from './amounts.ts';
import { type Docket, refundOf } from './course-docket.ts';
import { unitsIn } from './course-pool.ts';
import { type Items, openOf, totalOfItems, type Walk } from './course-walk.ts';
import { totalOf } from './sold.ts';

export function creditOf(walk: Walk, { agreement, back, adjustment }: Docket): void {
  const adjusted = totalOf(adjustment).minor;
  const goods = totalOfItems(walk, back.lines, back.charges);
  if (adjusted > 0n && adjusted >= goods.minor) {
    if (goods.minor > 0n) walk.suspended.push({ amount: goods, items: back });
    forgive(walk, adjusted - goods.minor);
    return;
  }
  const [released] = adjusted < 0n ? walk.suspended.splice(0, 1) : [];
  const named = adjusted === 0n ? back : withCharge(back, negated(adjustment));
  const items = released === undefined ? named : joined(back, released.items);
  write(walk, agreement, items);
}

/** What is kept back of goods that were never invoiced makes up for amounts that wait to be credited. */
function forgive({ owed, order }: Walk, amount: bigint): void {
  const none = nothing(order.header.currency);
  let left = amount;
  for (const [at, { memo }] of owed.entries()) {
    const part = memo.total.minor < left ? memo.total.minor : left;
    if (part <= 0n) continue;
    left -= part;
    const kept = withCharge(memo, { ...none, gross: { ...memo.total, minor: -part } });
    owed[at] = { memo: { ...memo, ...kept, total: { ...memo.total, minor: memo.total.minor - part } } };
  }
}

function write(walk: Walk, agreement: Agreement, items: Items): void {
  const total = totalOfItems(walk, items.lines, items.charges);
  if (total.minor <= 0n) return;
  const open = openOf(walk);
  const refund = refundOf(walk.order.refunds, agreement);
  const hasUnnamed = items.charges.some(({ kind }) => kind === 'unknown');
  const about = {
    anchor: gid('SalesAgreement', legacyId(agreement.agreement)),
    refund: agreement.refund ?? refund?.refund ?? null,
    return: agreement.return,
  };
  const reason = refund?.adjustments[0]?.reason ?? 'UNKNOWN';
  const memo = { ...about, ...items, total, discrepancy: hasUnnamed ? reason : null };
  if (total.minor <= open.minor) {
    walk.credits.push({ ...memo, happenedAt: agreement.happenedAt });
    return;
  }
  // When more is invoiced there is something to credit.
  if (open.minor <= 0n || isAwaited(walk)) {
    walk.owed.push({ memo });
    return;
  }
  const { currency } = walk.order.header;
  const capped = withCharge(items, { ...nothing(currency), gross: subtract(open, total) });
  walk.credits.push({
    ...memo,
    ...capped,
    total: open,
    discrepancy: reason,
    happenedAt: agreement.happenedAt,
  });
}

function isAwaited({ lines }: Walk): boolean {
  return [...lines.values()].some(({ pool }) => unitsIn(pool) > 0);
}

/** An amount that no goods explain. */
function withCharge(items: Items, amounts: DocumentAmounts): Items {
  return { ...items, charges: [...items.charges, { kind: 'unknown', ...amounts }] };
}

function joined(one: Items, other: Items): Items {
  return {
    lines: [...one.lines, ...other.lines],
    charges: [...one.charges, ...other.charges],
    shipped: new Set([...one.shipped, ...other.shipped]),
  };
}
