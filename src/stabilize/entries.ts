import { accounts } from '#domain/chart.ts';
import { balanced, type JournalEntry, type JournalLine } from '#domain/journal.ts';
import { legacyId } from '#domain/gid.ts';
import { type Instant, localDate } from '#domain/instant.ts';
import type { DocumentAmounts } from '#domain/document.ts';
import type { KnownOrder } from './know.ts';
import type { Invoiceable } from './invoice.ts';
import type { Application, Payment } from './settle.ts';

/** Raised when a rule here changes; entries already written keep the version that wrote them. */
const ledgerRuleVersion = 1;

const chargeAccount = {
  shipping: accounts.shipping,
  tip: accounts.tips,
  duty: accounts.duties,
  fee: accounts.fees,
  unknown: accounts.suspense,
};

/** The account a tender lands in: gift cards and store credit are liabilities redeemed, the rest clears by gateway. */
export function tenderAccount(gateway: string): string {
  if (gateway === 'gift_card') return accounts.giftCards;
  if (gateway === 'shopify_store_credit') return accounts.storeCredit;
  if (gateway === 'cash') return accounts.cash;
  return `${accounts.clearing}.${gateway.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')}`;
}

export type BooksContext = { readonly order: KnownOrder; readonly timeZone: string };

type Heading = { readonly key: string; readonly source: string; readonly happenedAt: Instant };

function entry(context: BooksContext, heading: Heading, lines: readonly JournalLine[]): JournalEntry {
  const { header } = context.order;
  const effectiveOn = localDate(heading.happenedAt, context.timeZone);
  return balanced({
    ...heading,
    order: header.order,
    effectiveOn,
    postingDate: effectiveOn,
    reverses: null,
    currency: header.currency,
    ruleVersion: ledgerRuleVersion,
    lines,
  });
}

/** Payment: debit the tender's account; credit open invoices, and deposits with the rest (ACCOUNTING §5). */
export function paymentEntry(context: BooksContext, payment: Payment): JournalEntry {
  const { transaction: id, gateway, amount, processedAt } = payment.transaction;
  const heading = { key: `payment/${legacyId(id)}`, source: id, happenedAt: processedAt };
  return entry(context, heading, [
    { account: tenderAccount(gateway), minor: amount.minor, item: id },
    { account: accounts.receivable, minor: -payment.settled.minor, item: id },
    { account: accounts.deposits, minor: -payment.deposited.minor, item: id },
  ]);
}

/** Invoice: debit the receivable and discounts; credit revenue, taxes, tips and duties. Undefined when nothing is owed or sold. */
export function invoiceEntry(context: BooksContext, invoice: Invoiceable): JournalEntry | undefined {
  const heading = {
    key: `invoice/${legacyId(invoice.fulfillment)}`,
    source: invoice.fulfillment,
    happenedAt: invoice.happenedAt,
  };
  const lines = [
    { account: accounts.receivable, minor: invoice.total.minor, item: '' },
    ...invoice.lines.flatMap((line) =>
      credits(line, line.giftCard ? accounts.giftCards : accounts.product, line.lineItem),
    ),
    ...invoice.charges.flatMap((charge) => credits(charge, chargeAccount[charge.kind], charge.kind)),
  ];
  return lines.some((line) => line.minor !== 0n) ? entry(context, heading, lines) : undefined;
}

function credits(amounts: DocumentAmounts, revenue: string, item: string): JournalLine[] {
  return [
    { account: revenue, minor: -amounts.gross.minor, item },
    { account: accounts.discounts, minor: amounts.discount.minor, item },
    ...amounts.taxes.map((tax) => ({ account: taxAccount(tax.key), minor: -tax.amount.minor, item })),
  ];
}

function taxAccount(key: string): string {
  return key.startsWith('channel:') ? accounts.channelTax : `${accounts.tax}.${key}`;
}

/** Application: the deposit pays the invoice. */
export function applicationEntry(context: BooksContext, application: Application): JournalEntry {
  const { transaction, fulfillment, happenedAt, amount } = application;
  const key = `application/${legacyId(transaction)}-${legacyId(fulfillment)}`;
  return entry(context, { key, source: transaction, happenedAt }, [
    { account: accounts.deposits, minor: amount.minor, item: transaction },
    { account: accounts.receivable, minor: -amount.minor, item: transaction },
  ]);
}
