/** What rules, senders and the books say, in the words of people: no handles, no topics, no codes of currencies. */
import { accountName } from '#domain/chart.ts';
import { parseMoney } from '#domain/money.ts';
import { amount } from './words.ts';

/** Handles that have a name of their own; of others the underscores go. */
const names: Readonly<Record<string, string>> = { shopify_payments: 'Shopify Payments', erp: 'ERP' };

function named(handle: string): string {
  return names[handle] ?? handle.replaceAll('_', ' ');
}

/** A sentence of a rule: "702.78 EUR" becomes "€702.78", "shopify_payments" becomes "Shopify Payments". */
export function spoken(said: string): string {
  return said
    .replaceAll(/(?<![\d.])(-?\d+(?:\.\d+)?) ([A-Z]{3})\b/g, (whole, decimal: string, currency: string) =>
      amountSaid(decimal, currency, whole),
    )
    .replaceAll(/\b[a-z]+(?:_[a-z]+)+\b/g, named);
}

/** Three capitals need not be a currency, and then stand as they were. */
function amountSaid(decimal: string, currency: string, otherwise: string): string {
  try {
    return amount(parseMoney(decimal, currency));
  } catch {
    return otherwise;
  }
}

/** A reason as a sentence of its own. */
export function sentence(reason: string): string {
  const said = spoken(reason);
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}${/[.!?]$/.test(said) ? '' : '.'}`;
}

/** "2000 Tax payable (DE MwSt 19 %)". */
export function accountTitle(account: string): string {
  return spoken(accountName(account)).replace(
    /@(\d+(?:\.\d+)?)(?=\)$)/,
    (_, rate: string) => ` ${Number((Number(rate) * 100).toFixed(4))} %`,
  );
}

const done: Readonly<Record<string, string>> = { create: 'created', update: 'updated', delete: 'deleted' };

/** "order_transactions/create" as "order transaction created", "invoice.posted" as "invoice posted". */
export function topicName(topic: string): string {
  const [subject = '', ...verbs] = topic.split(/[/.]/);
  const one = verbs.length === 0 ? subject : subject.replace(/s$/, '');
  return [one, ...verbs.map((verb) => done[verb] ?? verb)].map(named).join(' ');
}

const duties = [
  'sales_order',
  'amend_sales_order',
  'cancel_sales_order',
  'customer_deposit',
  'shipment',
  'invoice',
  'application',
  'payment',
  'credit_memo',
  'refund_payment',
];

/** Documents in the order in which an order calls for them. */
export function byDuty<Document extends { readonly kind: string }>(
  documents: readonly Document[],
): Document[] {
  return documents.toSorted((one, other) => duties.indexOf(one.kind) - duties.indexOf(other.kind));
}
