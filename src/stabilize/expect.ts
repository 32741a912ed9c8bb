import type { AmendmentBody } from '#domain/amendment.ts';
import type { DocumentBody } from '#domain/document.ts';
import type { JournalEntry } from '#domain/journal.ts';
import { type Money, subtract, sum } from '#domain/money.ts';
import type { Obligation, Posting } from '#domain/posting.ts';
import type { ShopSettings } from '#domain/shop.ts';
import type { Course } from './course.ts';
import { courseOf } from './course-of.ts';
import type { Due } from './due.ts';
import { duesOf } from './due-of.ts';
import type { KnownOrder } from './know.ts';
import { bookCourse } from '#src/stabilize/ledger/book.ts';
import { obligationsOf } from './obligation.ts';
import { amendmentObligations } from './obligation-sales-order.ts';
import { salesOrderDue } from './sales-order.ts';
import { isSummed } from '#src/stabilize/summary/summed.ts';

/** What the facts of an order oblige: documents at the ERP, by whomever, and entries in the books. */
export type Expectation = {
  readonly course: Course;
  /** Every document that ought to be there. */
  readonly dues: readonly Due[];
  /** Those of them that we post by ourselves, and how. */
  readonly obligations: readonly Obligation<DocumentBody>[];
  /** What we change of documents of ours that are there. */
  readonly amendments: readonly Obligation<AmendmentBody>[];
  readonly entries: readonly JournalEntry[];
  /** Σ invoices − Σ credit memos. */
  readonly invoiced: Money;
  /** The ERP gets its entries by the summaries of their days, and no document of its own. */
  readonly isSummed: boolean;
};

/** Pure: facts, policy and what has left in, everything that ought to be out. */
export function expectOrder(
  order: KnownOrder,
  shop: ShopSettings,
  left: readonly Posting[] = [],
): Expectation {
  const course = courseOf(order, shop);
  const basis = { order, shop, course, salesOrder: salesOrderDue(order, course), left };
  const summed = isSummed(order.header, shop);
  return {
    course,
    dues: summed ? [] : duesOf(basis),
    obligations: summed ? [] : obligationsOf(basis),
    amendments: summed ? [] : amendmentObligations(basis),
    isSummed: summed,
    entries: bookCourse(course, order, shop),
    invoiced: invoicedBy(course, order.header.currency),
  };
}

function invoicedBy({ invoices, credits }: Course, currency: string): Money {
  const totals = (some: readonly { readonly total: Money }[]) =>
    sum(
      some.map(({ total }) => total),
      currency,
    );
  return subtract(totals(invoices.filter((one) => one.force === 'due')), totals(credits));
}
