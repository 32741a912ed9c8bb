/** Says what a document has become, in the callback that the contract has for its kind. */
import type { ErpDocument } from './contract.ts';
import type { Filed } from './filing.ts';
import type { CallbackData, Messenger } from './messenger.ts';
import type { Level } from './stock.ts';

type Teller = {
  document(filed: Filed): void;
  levels(levels: readonly Level[]): void;
};

/** With `delayMs` it tells that much later, as an ERP does that is behind with its work. */
export function openTeller(messenger: Messenger | undefined, delayMs = 0): Teller {
  const tell: Messenger['tell'] = (type, data) => messenger?.tell(type, data, { delayMs });
  return {
    document(filed) {
      const { document } = filed;
      const { kind } = document;
      if (kind === 'sales_order') tell('sales_order.changed', { ...document, kind });
      if (kind === 'invoice') tell('invoice.posted', { ...document, kind });
      if (kind === 'credit_memo') tell('credit_memo.posted', creditMemoOf(filed));
      if (kind === 'payment' || kind === 'refund_payment') tell('payment.recorded', paymentOf(filed));
      const shipment = kind === 'shipment' ? shipmentOf(filed) : null;
      if (shipment !== null) tell('shipment.confirmed', shipment);
    },
    levels(levels) {
      for (const level of levels) tell('stock.changed', level);
    },
  };
}

function commonOf({ id, number, order, createdAt, modifiedAt }: ErpDocument) {
  return { id, number, order, createdAt, modifiedAt };
}

/** Only sales orders are ever closed, and none of these is one. */
function statusOf({ status }: ErpDocument): 'open' | 'posted' | 'canceled' {
  return status === 'closed' ? 'posted' : status;
}

function creditMemoOf({ document, substance }: Filed): CallbackData<'credit_memo.posted'> {
  const { invoiceId, reason } = substance;
  const status = statusOf(document);
  return { ...commonOf(document), invoiceId, status, total: document.total, reason, postedOn: document.date };
}

/** Money that goes back is a negative payment. */
function paymentOf({ document, substance }: Filed): CallbackData<'payment.recorded'> {
  const { invoiceId, method } = substance;
  const { total, kind, date } = document;
  const minor = kind === 'refund_payment' ? String(-BigInt(total.minor)) : total.minor;
  const amount = { ...total, minor };
  return { ...commonOf(document), invoiceId, status: statusOf(document), method, amount, receivedOn: date };
}

/** Null where there is nothing to tell: a parcel of no order, or of nothing. */
function shipmentOf({ document, substance }: Filed): CallbackData<'shipment.confirmed'> | null {
  const { order, createdAt, status, ...rest } = document;
  const [first] = substance.units;
  if (order === null || first === undefined || status === 'open') return null;
  return {
    id: rest.id,
    number: rest.number,
    order,
    location: first.location,
    modifiedAt: rest.modifiedAt,
    carrier: substance.carrier,
    trackingNumber: substance.trackingNumber,
    lines: substance.units.map(({ sku, quantity }) => ({ sku, quantity: -quantity })),
    status: status === 'canceled' ? 'canceled' : 'shipped',
    shippedAt: createdAt,
  };
}
