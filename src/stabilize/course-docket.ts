/** What one agreement calls for, collected while its sales are read. */
import type { DocumentAmounts, DocumentCharge, DocumentLine } from '#domain/document.ts';
import type { Agreement, Refund } from '#domain/fact.ts';
import type { Gid } from '#domain/gid.ts';
import { negated, nothing, plus } from './amounts.ts';
import { poured, unitsIn } from './course-pool.ts';
import type { LineWalk, Walk } from './course-walk.ts';
import { documentLine } from './sold.ts';

/** Items to be invoiced by the agreement itself, and items to be credited, these in positive amounts. */
export type Docket = {
  readonly agreement: Agreement;
  readonly bill: { readonly lines: DocumentLine[]; readonly charges: DocumentCharge[] };
  readonly back: {
    readonly lines: DocumentLine[];
    readonly charges: DocumentCharge[];
    readonly shipped: Set<Gid<'LineItem'>>;
  };
  /** Amounts that no goods explain: negative where more goes back, positive where less does. */
  adjustment: DocumentAmounts;
};

export function openDocket(agreement: Agreement, currency: string): Docket {
  return {
    agreement,
    bill: { lines: [], charges: [] },
    back: { lines: [], charges: [], shipped: new Set() },
    adjustment: nothing(currency),
  };
}

/** Credits units and amounts of a line, together with what of it the agreement takes back anyway. */
export function creditLine(
  { order: { header } }: Walk,
  { back }: Docket,
  { line, units, amounts }: { line: LineWalk; units: number; amounts: DocumentAmounts },
): void {
  const at = back.lines.findIndex((one) => one.lineItem === line.lineItem);
  const known = back.lines[at];
  const whole = known === undefined ? amounts : plus(known, amounts);
  const quantity = Math.max(1, (known?.quantity ?? 0) + units);
  const part = { ...whole, quantity, giftCard: line.giftCard };
  back.lines[at < 0 ? back.lines.length : at] = documentLine(header, line.lineItem, part);
  if (unitsIn(line.unearned) > 0) line.unearned = poured(line.unearned, -units, negated(amounts));
}

/** The refund that an agreement is about. That of a return is named by no agreement; they are of one instant. */
export function refundOf(refunds: readonly Refund[], { refund, happenedAt }: Agreement): Refund | undefined {
  return refunds.find((one) => (refund === null ? one.createdAt === happenedAt : one.refund === refund));
}
