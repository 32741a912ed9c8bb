/** The course of an order, said by hand: whatever a test does not name has not happened. */
import type { DocumentCharge, DocumentLine, DocumentTax } from '#domain/document.ts';
import type { Gid } from '#domain/gid.ts';
import { gid } from '#domain/gid.ts';
import { entryDigest, type JournalEntry, type JournalLine } from '#domain/journal.ts';
import { type Money, parseMoney, sum, zero } from '#domain/money.ts';
import { defaultPolicy, type Policy } from '#domain/policy.ts';
import type { Obligation } from '#domain/posting.ts';
import type { ShopSettings } from '#domain/shop.ts';
import type {
  Course,
  CreditMemo,
  Invoice,
  Payment,
  Recognition,
  RefundPayment,
} from '#src/stabilize/course.ts';
import { expectOrder } from '#src/stabilize/expect.ts';
import { bookCourse } from '#src/stabilize/ledger/book.ts';
import { amendments } from '#src/stabilize/ledger/reconcile.ts';
import { totalOf } from '#src/stabilize/sold.ts';
import { at, known, line, type OrderStory, payment, shopSettings } from './order-facts.ts';

export const nothingHappened: Course = {
  ordered: [],
  payments: [],
  refunds: [],
  invoices: [],
  credits: [],
  applications: [],
  recognitions: [],
  anomalies: [],
};

type Amounts = {
  readonly gross: string;
  readonly discount?: string;
  readonly tax?: string;
  readonly currency?: string;
  readonly channel?: boolean;
};

function amountsOf({ gross, discount = '0', tax = '0', currency = 'EUR', channel = false }: Amounts) {
  const amount = parseMoney(tax, currency);
  const key = `${channel ? 'channel:' : ''}MwSt@0.19`;
  const taxes: DocumentTax[] = amount.minor === 0n ? [] : [{ key, title: 'MwSt', rate: '0.19', amount }];
  return { gross: parseMoney(gross, currency), discount: parseMoney(discount, currency), taxes };
}

/** A line of the order's line `n`. */
export function goods(n: number, amounts: Amounts, rest: Partial<DocumentLine> = {}): DocumentLine {
  return {
    lineItem: line(n),
    sku: `SKU-${n}`,
    description: `Article ${n}`,
    quantity: 1,
    giftCard: false,
    ...amountsOf(amounts),
    ...rest,
  };
}

export function chargeOf(kind: DocumentCharge['kind'], amounts: Amounts): DocumentCharge {
  return { kind, ...amountsOf(amounts) };
}

type Items = {
  readonly lines?: readonly DocumentLine[];
  readonly charges?: readonly DocumentCharge[];
  readonly currency?: string;
};

function itemized({ lines = [], charges = [], currency = 'EUR' }: Items) {
  return { lines, charges, total: sum([...lines, ...charges].map(totalOf), currency) };
}

export function invoiced(
  n: number,
  minutes: number,
  { earned = true, ...items }: Items & { earned?: boolean },
): Invoice {
  return {
    anchor: gid('Fulfillment', `7${n}`),
    happenedAt: at(minutes),
    earned,
    force: 'due',
    ...itemized(items),
  };
}

export function credited(
  n: number,
  minutes: number,
  {
    shipped = [],
    discrepancy = null,
    ...items
  }: Items & { shipped?: readonly Gid<'LineItem'>[]; discrepancy?: string | null },
): CreditMemo {
  return {
    anchor: gid('SalesAgreement', `8${n}`),
    refund: null,
    return: null,
    happenedAt: at(minutes),
    shipped: new Set(shipped),
    discrepancy,
    ...itemized(items),
  };
}

/** Money in: what of it settles invoices; the rest of `amount` is a deposit. */
export function paid(
  n: number,
  minutes: number,
  {
    amount,
    settled = zero(amount.currency),
    ...rest
  }: { amount: Money; settled?: Money } & Partial<Payment['transaction']>,
): Payment {
  const deposited = { ...amount, minor: amount.minor - settled.minor };
  return { transaction: payment(n, minutes, { amount, ...rest }), settled, deposited };
}

/** Money back: what of it comes out of deposits; the rest of `amount` was owed by us. */
export function refunded(
  n: number,
  minutes: number,
  {
    amount,
    fromDeposits = zero(amount.currency),
    ...rest
  }: { amount: Money; fromDeposits?: Money } & Partial<Payment['transaction']>,
): RefundPayment {
  const fromReceivable = { ...amount, minor: amount.minor - fromDeposits.minor };
  return {
    transaction: payment(n, minutes, { kind: 'refund', amount, ...rest }),
    fromDeposits,
    fromReceivable,
  };
}

export type BooksStory = {
  readonly course: Partial<Course>;
  readonly story?: OrderStory;
  readonly shop?: Partial<ShopSettings>;
};

/** All that a course books, of an order that is otherwise ordinary. */
export function booksOf({ course, story = {}, shop = {} }: BooksStory): readonly JournalEntry[] {
  return bookCourse({ ...nothingHappened, ...course }, known(story), shopSettings(shop));
}

/** Account → minor units, over all lines; a debit is positive, and accounts that come to zero are left out. */
export function balances(
  entries: readonly { readonly lines: readonly JournalLine[] }[],
): Record<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { account, minor } of entries.flatMap(({ lines }) => lines))
    sums.set(account, (sums.get(account) ?? 0n) + minor);
  return Object.fromEntries([...sums].filter(([, minor]) => minor !== 0n));
}

/** What was booked, and the reversals of all of it. */
export function takenBack(written: readonly JournalEntry[]): {
  readonly reversals: readonly JournalEntry[];
  readonly left: Record<string, bigint>;
} {
  const booked = written.map((one) => ({ ...one, digest: entryDigest(one) }));
  const reversals = amendments([], booked, []);
  return { reversals, left: balances([...written, ...reversals]) };
}

/** The one row of policies that has ruled since before the order. */
export function under(policy: Partial<Policy>): Partial<ShopSettings> {
  return { policies: [{ version: 1, validFrom: at(-9999), policy: { ...defaultPolicy, ...policy } }] };
}

/** Revenue of a fulfillment that was invoiced before. */
export function recognized(
  minutes: number,
  items: Pick<Partial<Recognition>, 'lines' | 'charges'>,
): Recognition {
  return { fulfillment: gid('Fulfillment', '9'), happenedAt: at(minutes), lines: [], charges: [], ...items };
}

/** The invoice that a story obliges us to post. */
export function obligedInvoice(story: OrderStory): Obligation {
  const invoice = expectOrder(known(story), shopSettings()).obligations.find(
    ({ kind }) => kind === 'invoice',
  );
  if (invoice === undefined) throw new Error('the story obliges no invoice');
  return invoice;
}
