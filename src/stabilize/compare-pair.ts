/** What is wrong between a due and the document that stands for it, if anything is (ACCOUNTING §7). */
import type { Break, BreakCause } from '#domain/break.ts';
import { type Money, shown, subtract } from '#domain/money.ts';
import type { ErpPeriod } from '#domain/fact.ts';
import { difference, documentName, evidenceOf } from './difference.ts';
import type { Due } from './due.ts';
import { earlierTotals } from './ledger-line.ts';
import type { KnownDocument, KnownOrder } from './know.ts';
import { isLate, type Reading } from './reading.ts';

export type Pair = {
  readonly leg: Break['leg'];
  readonly due: Due;
  readonly document: KnownDocument;
  readonly order: KnownOrder;
  readonly reading: Reading;
};

type Finding = { readonly cause: BreakCause; readonly amount: Money; readonly sentence: string };

export function pairDifference(pair: Pair): Break | null {
  const { leg, due, document } = pair;
  const found = currencyOf(pair) ?? amountOf(pair) ?? statusOf(pair) ?? dayOff(pair);
  if (found === null) return null;
  const taxes = [...new Set(due.books.flatMap(({ dimensions }) => dimensions?.['tax'] ?? []))];
  const evidence = { ...evidenceOf(due, document), ...(taxes[0] === undefined ? {} : { taxKey: taxes[0] }) };
  return difference({ leg, about: document.number, ...found, evidence });
}

function currencyOf({ due: { total }, document }: Pair): Finding | null {
  if (document.total.currency === total.currency) return null;
  const sentence = `The ERP's ${documentName(document)} says ${shown(document.total)} where ${shown(total)} is due.`;
  return { cause: 'CURRENCY', amount: total, sentence };
}

function amountOf(pair: Pair): Finding | null {
  const { due, document } = pair;
  const amount = subtract(document.total, due.total);
  if (amount.minor === 0n) return null;
  const name = documentName(document);
  const [is, ought] = [shown(document.total), shown(due.total)];
  const posted = rightBefore(due, document);
  if (posted !== undefined) {
    const sentence = `The ERP's ${name} was changed by hand: it says ${is} where ${shown(posted)} was posted.`;
    return { cause: 'EDITED_BY_HAND', amount, sentence };
  }
  const { cause, because } = whyOff(pair, amount);
  return { cause, amount, sentence: `The ERP holds ${name} of ${is} where ${ought} is due${because}.` };
}

/**
 * What it was posted as, where that was right and it says something else now. Nothing but our own receipts changes what
 * was posted, and neither does an ERP: whoever did was a person.
 */
function rightBefore(
  { total, also }: Due,
  { asPosted, ledgerLines, total: { minor, currency } }: KnownDocument,
): Money | undefined {
  const posted = [total, ...(also?.totals ?? [])].find(
    (one) => one.minor === asPosted?.total.minor && one.currency === asPosted.total.currency,
  );
  if (posted !== undefined) return posted.minor === minor ? undefined : posted;
  return earlierTotals(ledgerLines ?? [], { minor, currency }).includes(total.minor) ? total : undefined;
}

/** At most so many hundredths do rates of one pair of currencies differ within the days of an order. */
const ratePercent = 2n;
/** Thousandths of a total below which a unit a tax is rounding, and hardly a rate. */
const roundingPermille = 3n;

function whyOff({ due, order: { header, transactions } }: Pair, { minor }: Money) {
  const off = size(minor);
  const whole = size(due.total.minor);
  const rounded = transactions.reduce((sum, { rounding }) => sum + (rounding?.minor ?? 0n), 0n);
  if (rounded !== 0n && off === size(rounded))
    return { cause: 'CASH_ROUNDING', because: ': it holds what cash rounding made of it' } as const;
  const taxed = BigInt(due.books.filter(({ dimensions }) => dimensions?.['tax'] !== undefined).length);
  const isForeign = header.presentmentCurrency !== header.currency;
  if (off <= taxed && (!isForeign || off * 1000n < whole * roundingPermille))
    return { cause: 'TAX_ROUNDING', because: ': its taxes are rounded otherwise' } as const;
  if (isForeign && off * 100n <= whole * ratePercent && !isTransposed(whole, whole + minor))
    return {
      cause: 'FX',
      because: `: it is converted from ${header.presentmentCurrency} at another rate`,
    } as const;
  return { cause: 'AMOUNT', because: '' } as const;
}

/** Two neighboring digits that changed places are a slip of fingers, whatever rate would explain the difference. */
function isTransposed(one: bigint, other: bigint): boolean {
  const [left, right] = [String(one), String(other)];
  const at = left.split('').findIndex((digit, index) => digit !== right[index]);
  if (at < 0 || left.length !== right.length) return false;
  const swapped = [left.slice(0, at), left[at + 1] ?? '', left[at] ?? '', left.slice(at + 2)].join('');
  return swapped === right;
}

function statusOf({ due, document, reading }: Pair): Finding | null {
  const { asPosted, status, total } = document;
  if (status !== 'open' || due.group === 'sales_order') return null;
  const name = documentName(document);
  if (asPosted?.status === 'posted') {
    const sentence = `The ERP's ${name} of ${shown(total)} was posted and is open again: a person reopened it.`;
    return { cause: 'EDITED_BY_HAND', amount: total, sentence };
  }
  if (!isLate(due, reading)) return null;
  const sentence = `The ERP's ${name} of ${shown(total)} is still open: it is not in the general ledger.`;
  return { cause: 'STATUS', amount: total, sentence };
}

/** So many days a document may be dated away from what it stands for. */
const daysMax = 31;
const dayMs = 86_400_000;

/** An order is in no period; whatever happened in a month that was closed since may be dated on the first open day. */
function dayOff({ due, document, reading }: Pair): Finding | null {
  const { date, total } = document;
  if (date === null || due.group === 'sales_order') return null;
  const { periods } = reading.shopFacts;
  const name = documentName(document);
  const closed = closedAt(periods, date);
  if (closed !== undefined && due.on > closed.to) {
    const sentence = `The ERP's ${name} is dated ${date}, in the closed period ${closed.period}; what it is for happened on ${due.on}.`;
    return { cause: 'PERIOD', amount: total, sentence };
  }
  const days = Math.abs(Date.parse(date) - Date.parse(due.on)) / dayMs;
  if (days <= daysMax || (date > due.on && closedAt(periods, due.on) !== undefined)) return null;
  const sentence = `The ERP's ${name} is dated ${date}, ${days} days away from ${due.on}, when what it is for happened.`;
  return { cause: 'DATE', amount: total, sentence };
}

function closedAt(periods: readonly ErpPeriod[], day: string): ErpPeriod | undefined {
  return periods.find(({ from, to, status }) => status === 'closed' && from <= day && day <= to);
}

function size(minor: bigint): bigint {
  return minor < 0n ? -minor : minor;
}
