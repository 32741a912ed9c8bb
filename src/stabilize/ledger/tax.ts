import { accounts } from '#domain/chart.ts';
import type { DocumentTax } from '#domain/document.ts';
import type { JournalLine } from '#domain/journal.ts';
import { plainRate } from '#src/stabilize/rate.ts';
import type { BooksContext } from './context.ts';

const byChannel = 'channel:';

/** The credits of an amount's taxes, each on the account of its key (ACCOUNTING §3). */
export function taxCredits(
  context: BooksContext,
  taxes: readonly DocumentTax[],
  item: string,
): readonly JournalLine[] {
  return taxes.map((tax) => ({
    account: taxAccount(context, tax),
    minor: -tax.amount.minor,
    item,
    dimensions: { tax: tax.key },
  }));
}

/**
 * Tax that the channel owes, or the app that is the merchant of record, passes through 2060. Where the store does
 * not say who owes one tax of an order that has channel tax, it waits in suspense.
 */
function taxAccount(context: BooksContext, tax: DocumentTax): string {
  const { header } = context.order;
  if (header.merchantOfRecord || tax.key.startsWith(byChannel)) return accounts.channelTax;
  if (isOwnerless(context, tax)) return accounts.suspense;
  const place = header.taxPlace === null ? '' : `${header.taxPlace} `;
  return `${accounts.tax}.${place}${tax.title}@${plainRate(tax.rate)}`;
}

function isOwnerless({ order: { agreements } }: BooksContext, { title, rate }: DocumentTax): boolean {
  const shares = agreements.flatMap(({ sales }) => sales.flatMap((sale) => sale.taxes));
  return (
    shares.some((one) => one.channelLiable === true) &&
    shares.some((one) => one.channelLiable === null && one.title === title && one.rate === rate)
  );
}
