import { accounts } from '#domain/chart.ts';
import { legacyId } from '#domain/gid.ts';
import type { JournalEntry, JournalLine } from '#domain/journal.ts';
import type { Application } from '#src/stabilize/course.ts';
import { type BooksContext, entryOf } from './context.ts';
import { invoiceName } from './invoice.ts';

/** Application: a deposit pays an invoice. A credit memo stands on the receivable already, so using it moves nothing. */
function applicationBooks({ from, amount }: Application): readonly JournalLine[] {
  if (!('deposit' in from)) return [];
  return [
    { account: accounts.deposits, minor: amount.minor, item: from.deposit },
    { account: accounts.receivable, minor: -amount.minor, item: from.deposit },
  ];
}

export function applicationEntry(context: BooksContext, application: Application): readonly JournalEntry[] {
  const { from, invoice, happenedAt } = application;
  const source = 'deposit' in from ? from.deposit : from.credit;
  const key = `application/${legacyId(source)}-${invoiceName(invoice)}`;
  return entryOf(context, { key, source, happenedAt }, applicationBooks(application));
}
