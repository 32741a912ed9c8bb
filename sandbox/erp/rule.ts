/** What the ERP holds a document that is sent to it to. */
import type { Book } from './book.ts';
import type { Entry, ErpDocument, Itemized, Kind, Money } from './contract.ts';
import type { Refusal } from './refusal.ts';

/** Why the ERP will not take an entry, or undefined. */
export function refusalOf(entry: Entry, book: Book): Refusal | undefined {
  switch (entry.kind) {
    case 'sales_order':
      if (entry.body.currency !== entry.body.total.currency) return otherCurrency('The order and its total');
      return itemizedRefusal(entry.body);
    case 'customer_deposit':
      return salesOrderRefusal(entry.body, entry.body.amount, book);
    case 'invoice':
      return salesOrderRefusal(entry.body, entry.body.total, book) ?? itemizedRefusal(entry.body);
    case 'application':
      return applicationRefusal(entry.body, book);
  }
}

/** Total of a deposit or invoice, less what was applied of it. */
function openAmount({ id, total }: ErpDocument, book: Book): bigint {
  return book
    .joining(id)
    .filter((each) => each.document.status !== 'canceled')
    .reduce((open, each) => open - BigInt(each.document.total.minor), BigInt(total.minor));
}

function itemizedRefusal(body: Itemized): Refusal | undefined {
  let sum = 0n;
  for (const item of [...body.lines, ...body.charges]) {
    const amounts = [item.gross, item.discount, ...item.taxes.map((tax) => tax.amount)];
    if (amounts.some((amount) => amount.currency !== body.total.currency))
      return otherCurrency('A line and the total');
    sum += BigInt(item.gross.minor) - BigInt(item.discount.minor);
    for (const tax of item.taxes) sum += BigInt(tax.amount.minor);
  }
  if (sum === BigInt(body.total.minor)) return undefined;
  return {
    code: 'total_mismatch',
    message: `The lines add up to ${sum}, but the total says ${body.total.minor}.`,
  };
}

function salesOrderRefusal(
  body: { salesOrderId: string; order: { id: string } },
  amount: Money,
  book: Book,
): Refusal | undefined {
  const salesOrder = ofKind('sales_order', body.salesOrderId, book);
  if (salesOrder === undefined)
    return { code: 'unknown_sales_order', message: `There is no sales order ${body.salesOrderId}.` };
  if (salesOrder.order !== null && salesOrder.order !== body.order.id)
    return {
      code: 'other_order',
      message: `Sales order ${salesOrder.number} belongs to another store order.`,
    };
  if (salesOrder.status === 'closed')
    return { code: 'sales_order_closed', message: `Sales order ${salesOrder.number} is closed.` };
  if (salesOrder.total.currency !== amount.currency)
    return otherCurrency('The sales order and this document');
  return undefined;
}

function applicationRefusal(
  body: { depositId: string; invoiceId: string; amount: Money },
  book: Book,
): Refusal | undefined {
  const deposit = ofKind('customer_deposit', body.depositId, book);
  if (deposit === undefined)
    return { code: 'unknown_deposit', message: `There is no deposit ${body.depositId}.` };
  const invoice = ofKind('invoice', body.invoiceId, book);
  if (invoice === undefined)
    return { code: 'unknown_invoice', message: `There is no invoice ${body.invoiceId}.` };
  for (const document of [deposit, invoice]) {
    if (document.total.currency !== body.amount.currency)
      return otherCurrency(`Document ${document.number} and the application`);
    const open = openAmount(document, book);
    if (BigInt(body.amount.minor) > open)
      return {
        code: 'larger_than_open',
        message: `Document ${document.number} has ${open} open, not ${body.amount.minor}.`,
      };
  }
  return undefined;
}

function ofKind(kind: Kind, id: string, book: Book): ErpDocument | undefined {
  const document = book.of(id)?.document;
  return document?.kind === kind && document.status !== 'canceled' ? document : undefined;
}

function otherCurrency(what: string): Refusal {
  return { code: 'other_currency', message: `${what} are in different currencies.` };
}
