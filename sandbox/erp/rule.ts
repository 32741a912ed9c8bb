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
    case 'payment':
      return salesOrderRefusal(entry.body, entry.body.amount, book);
    case 'credit_memo':
      return (
        salesOrderRefusal(entry.body, entry.body.total, book) ??
        itemizedRefusal(entry.body) ??
        creditRefusal(entry.body, book)
      );
    case 'refund_payment':
      return salesOrderRefusal(entry.body, entry.body.amount, book) ?? splitRefusal(entry.body);
    case 'shipment':
      return salesOrderRefusal(entry.body, { minor: '0', currency: entry.body.currency }, book);
    case 'journal':
      return balanceRefusal(entry.body);
  }
}

/** Only an open order is amended or canceled, and it never says less than was invoiced of it. */
export function amendmentRefusalOf(
  { number, status, order, total }: ErpDocument,
  to: Itemized | null,
  book: Book,
): Refusal | undefined {
  if (status !== 'open')
    return { code: `sales_order_${status}`, message: `Sales order ${number} is ${status}.` };
  if (to !== null && to.total.currency !== total.currency)
    return otherCurrency('The sales order and its total');
  const invoiced = book.withOrder(order ?? '').reduce((sum, { document: one }) => {
    const counts =
      one.kind === 'invoice' && one.status !== 'canceled' && one.total.currency === total.currency;
    return counts ? sum + BigInt(one.total.minor) : sum;
  }, 0n);
  if (invoiced > (to === null ? 0n : BigInt(to.total.minor)))
    return { code: 'invoiced', message: `${invoiced} is invoiced of sales order ${number} already.` };
  return to === null ? undefined : itemizedRefusal(to);
}

/** No more is credited of an order than was invoiced of it. */
function creditRefusal(
  { order, total }: { order: { id: string }; total: Money },
  book: Book,
): Refusal | undefined {
  const open = book.withOrder(order.id).reduce((sum, { document: { kind, status, total: one } }) => {
    if (status === 'canceled' || one.currency !== total.currency) return sum;
    if (kind === 'invoice') return sum + BigInt(one.minor);
    return kind === 'credit_memo' ? sum - BigInt(one.minor) : sum;
  }, 0n);
  if (BigInt(total.minor) <= open) return undefined;
  return {
    code: 'larger_than_invoiced',
    message: `${open} is invoiced and not credited, not ${total.minor}.`,
  };
}

function splitRefusal(body: {
  fromDeposits: Money;
  fromReceivable: Money;
  amount: Money;
}): Refusal | undefined {
  const { fromDeposits, fromReceivable, amount } = body;
  if ([fromDeposits, fromReceivable].some(({ currency }) => currency !== amount.currency))
    return otherCurrency('The refund and its parts');
  if (BigInt(fromDeposits.minor) + BigInt(fromReceivable.minor) === BigInt(amount.minor)) return undefined;
  return { code: 'total_mismatch', message: 'The parts of the refund do not add up to it.' };
}

function balanceRefusal({ entries }: { entries: readonly { amount: Money }[] }): Refusal | undefined {
  const sum = entries.reduce((left, { amount }) => left + BigInt(amount.minor), 0n);
  return sum === 0n ? undefined : { code: 'unbalanced', message: `The journal is off by ${sum}.` };
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
  body: { depositId: string | null; creditMemoId: string | null; invoiceId: string; amount: Money },
  book: Book,
): Refusal | undefined {
  const { depositId, creditMemoId } = body;
  if ((depositId === null) === (creditMemoId === null))
    return { code: 'one_of_two', message: 'A deposit or a credit memo is applied, and not both.' };
  const paying =
    depositId === null
      ? ofKind('credit_memo', creditMemoId ?? '', book)
      : ofKind('customer_deposit', depositId, book);
  if (paying === undefined)
    return depositId === null
      ? { code: 'unknown_credit_memo', message: `There is no credit memo ${creditMemoId}.` }
      : { code: 'unknown_deposit', message: `There is no deposit ${depositId}.` };
  const invoice = ofKind('invoice', body.invoiceId, book);
  if (invoice === undefined)
    return { code: 'unknown_invoice', message: `There is no invoice ${body.invoiceId}.` };
  for (const document of [paying, invoice]) {
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
