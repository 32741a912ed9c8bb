/** From the course of an order to all that its books ought to show (ACCOUNTING §5). */
import type { JournalEntry } from '#domain/journal.ts';
import { subtract, sum } from '#domain/money.ts';
import { type ShopSettings, workflowNamed } from '#domain/shop.ts';
import type { Course } from '#src/stabilize/course.ts';
import type { KnownOrder } from '#src/stabilize/know.ts';
import { applicationEntry } from './application.ts';
import type { BooksContext } from './context.ts';
import { creditEntry } from './credit.ts';
import { fxEntry } from './fx.ts';
import { invoiceEntry } from './invoice.ts';
import { openedAt } from './opening.ts';
import { paymentEntry, refundPaymentEntry } from './payment.ts';
import { recognitionEntry } from './recognition.ts';
import { suspenseEntries } from './suspense.ts';

/** Pure, and callable for any course. What happened before the cut-over is one opening balance. */
export function bookCourse(course: Course, order: KnownOrder, shop: ShopSettings): readonly JournalEntry[] {
  const context = { order, shop };
  const entries = [
    ...course.payments.flatMap((one) => paymentEntry(context, one)),
    // An invoice that stands though nobody owes it is in the ERP, and so in these books until it is credited.
    ...course.invoices.flatMap((one) => invoiceEntry(context, one)),
    ...course.applications.flatMap((one) => applicationEntry(context, one)),
    ...course.recognitions.flatMap((one) => recognitionEntry(context, one)),
    ...course.credits.flatMap((one) => creditEntry(context, one, course)),
    ...course.refunds.flatMap((one) => refundPaymentEntry(context, one)),
    ...suspenseEntries(context),
  ];
  const settled = isInvoicedWhole(context, course) ? fxEntry(context, entries) : [];
  const cutOverAt = workflowNamed(shop, 'invoice posting')?.cutOverAt;
  const all = [...entries, ...settled];
  return cutOverAt === undefined ? all : openedAt(context, all, cutOverAt);
}

/** While goods are still to be invoiced, what lies in deposits is no difference of rates. */
function isInvoicedWhole({ order: { header } }: BooksContext, { invoices, credits }: Course): boolean {
  const billed = subtract(
    sum(
      invoices.map(({ total }) => total),
      header.currency,
    ),
    sum(
      credits.map(({ total }) => total),
      header.currency,
    ),
  );
  return billed.minor === header.total.minor;
}
