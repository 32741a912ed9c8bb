import { accounts } from '#domain/chart.ts';
import type { DocumentAmounts } from '#domain/document.ts';
import { legacyId } from '#domain/gid.ts';
import type { JournalEntry, JournalLine } from '#domain/journal.ts';
import type { Invoice } from '#src/stabilize/course.ts';
import { type BooksContext, entryOf } from './context.ts';
import { chargeAccounts, lineAccounts, type RevenueAccounts } from './revenue.ts';
import { taxCredits } from './tax.ts';

/** Invoice: debit the receivable and discounts; credit revenue (or what defers it), taxes, tips, duties, cards. */
export function invoiceBooks(context: BooksContext, invoice: Invoice): readonly JournalLine[] {
  const { happenedAt, earned, lines, charges, total } = invoice;
  return [
    { account: accounts.receivable, minor: total.minor, item: '' },
    ...lines.flatMap((line) =>
      credits(context, line, { to: lineAccounts(context, line, earned), item: line.lineItem }),
    ),
    ...charges.flatMap((charge) => {
      const to = chargeAccounts(context, { kind: charge.kind, happenedAt, earned });
      return credits(context, charge, { to, item: charge.kind });
    }),
  ];
}

export function invoiceEntry(context: BooksContext, invoice: Invoice): readonly JournalEntry[] {
  const { anchor, happenedAt } = invoice;
  const heading = { key: `invoice/${invoiceName(anchor)}`, source: anchor, happenedAt };
  return entryOf(context, heading, invoiceBooks(context, invoice));
}

/** Numbers of fulfillments, agreements and transactions are not of one series; most invoices are of a fulfillment. */
export function invoiceName(anchor: Invoice['anchor']): string {
  const [, kind] = /^gid:\/\/shopify\/(\w+)\//.exec(anchor) ?? [];
  return kind === 'Fulfillment' ? legacyId(anchor) : `${kind ?? ''}-${legacyId(anchor)}`;
}

function credits(
  context: BooksContext,
  amounts: DocumentAmounts,
  { to, item }: { to: RevenueAccounts; item: string },
): readonly JournalLine[] {
  return [
    { account: to.gross, minor: -amounts.gross.minor, item },
    { account: to.discount, minor: amounts.discount.minor, item },
    ...taxCredits(context, amounts.taxes, item),
  ];
}
