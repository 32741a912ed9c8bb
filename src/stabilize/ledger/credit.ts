import { accounts } from '#domain/chart.ts';
import type { DocumentAmounts, DocumentCharge, DocumentLine } from '#domain/document.ts';
import { legacyId } from '#domain/gid.ts';
import type { JournalEntry, JournalLine } from '#domain/journal.ts';
import type { Course, CreditMemo } from '#src/stabilize/course.ts';
import { type BooksContext, entryOf, policyOf, turned } from './context.ts';
import { chargeAccounts, isStrange, lineAccounts, type RevenueAccounts } from './revenue.ts';
import { taxCredits } from './tax.ts';

/** What was invoiced and recognized before says whether what is credited was revenue yet. */
type Earlier = Pick<Course, 'invoices' | 'recognitions'>;

/**
 * Credit memo: goods that had left are an allowance; what never left takes its revenue (or its deferral) back;
 * taxes, shipping, duties, tips and cards go back to where they came from. All of it against the receivable.
 */
export function creditBooks(
  context: BooksContext,
  credit: CreditMemo,
  earlier: Earlier,
): readonly JournalLine[] {
  return [
    ...credit.lines.flatMap((line) => lineDebits(context, line, { credit, earlier })),
    ...credit.charges.flatMap((charge) => chargeDebits(context, charge, { credit, earlier })),
    { account: accounts.receivable, minor: -credit.total.minor, item: '' },
  ];
}

export function creditEntry(
  context: BooksContext,
  credit: CreditMemo,
  earlier: Earlier,
): readonly JournalEntry[] {
  const { anchor, happenedAt } = credit;
  const heading = { key: `credit/${legacyId(anchor)}`, source: anchor, happenedAt };
  return entryOf(context, heading, creditBooks(context, credit, earlier));
}

type Around = { readonly credit: CreditMemo; readonly earlier: Earlier };

function lineDebits(
  context: BooksContext,
  line: DocumentLine,
  { credit, earlier }: Around,
): readonly JournalLine[] {
  const isAllowance = credit.shipped.has(line.lineItem) || credit.discrepancy !== null;
  if (isAllowance && !line.giftCard && !isStrange(context, line))
    return allowance(context, line, { credit, item: line.lineItem });
  const to = lineAccounts(context, line, !isDeferred(earlier, line.lineItem));
  return debits(context, line, { to, item: line.lineItem });
}

function chargeDebits(
  context: BooksContext,
  charge: DocumentCharge,
  { credit, earlier }: Around,
): readonly JournalLine[] {
  const { kind } = charge;
  if (kind === 'unknown' && credit.discrepancy !== null)
    return allowance(context, charge, { credit, item: kind });
  const earned = kind !== 'shipping' || !isShippingDeferred(earlier, credit);
  const to = chargeAccounts(context, { kind, happenedAt: credit.happenedAt, earned });
  return debits(context, charge, { to, item: kind });
}

/** What the customer is let off, net of discount; an amount without goods is goodwill where policy says so. */
function allowance(
  context: BooksContext,
  amounts: DocumentAmounts,
  { credit, item }: { credit: CreditMemo; item: string },
): readonly JournalLine[] {
  const isGoodwill =
    credit.discrepancy !== null && policyOf(context, credit.happenedAt).goodwill === 'expense';
  return [
    {
      account: isGoodwill ? accounts.goodwill : accounts.returns,
      minor: amounts.gross.minor - amounts.discount.minor,
      item,
    },
    ...turned(taxCredits(context, amounts.taxes, item)),
  ];
}

function debits(
  context: BooksContext,
  amounts: DocumentAmounts,
  { to, item }: { to: RevenueAccounts; item: string },
): readonly JournalLine[] {
  return [
    { account: to.gross, minor: amounts.gross.minor, item },
    { account: to.discount, minor: -amounts.discount.minor, item },
    ...turned(taxCredits(context, amounts.taxes, item)),
  ];
}

/** A line that never left and was invoiced before its revenue is still deferred. */
function isDeferred({ invoices }: Earlier, lineItem: string): boolean {
  return invoices.some(({ earned, lines }) => !earned && lines.some((one) => one.lineItem === lineItem));
}

function isShippingDeferred({ invoices, recognitions }: Earlier, { happenedAt }: CreditMemo): boolean {
  const charged = ({ charges }: Pick<CreditMemo, 'charges'>) =>
    charges.some((one) => one.kind === 'shipping');
  return (
    invoices.some((one) => !one.earned && charged(one)) &&
    !recognitions.some((one) => one.happenedAt <= happenedAt && charged(one))
  );
}
