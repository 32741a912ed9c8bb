import type { z } from 'zod';
import type { ErpDocumentKind, Fact } from '#domain/fact.ts';
import { exponentOf } from '#domain/currency.ts';
import type { Translate, TranslateContext } from '#domain/delivery.ts';
import { gid } from '#domain/gid.ts';
import { type Instant, instant } from '#domain/instant.ts';
import { lane, type Lane } from '#domain/lane.ts';
import { Park } from '#domain/obstacle.ts';
import { callbacks, type CallbackType } from '#src/contract/callback.ts';
import type { ErpDocument } from '#src/contract/document.ts';
import { read, storable } from '#webhooks/shopify/parse.ts';
import { orderLane } from '#webhooks/shopify/topic.ts';

/** Turns a callback's payload into a fact; `connection` is the shop's one ERP. */
type Reader = (payload: unknown, connection: string) => Fact;

/** Every callback of the contract, and how it is read. */
const readers: ReadonlyMap<string, Reader> = new Map([
  [
    'sales_order.changed',
    reader(callbacks['sales_order.changed'], ({ data }, to) => documentFact({ ...data, date: null }, to)),
  ],
  [
    'invoice.posted',
    reader(callbacks['invoice.posted'], ({ data }, to) => documentFact({ ...data, date: null }, to)),
  ],
  ['shipment.confirmed', reader(callbacks['shipment.confirmed'], shipmentFact)],
  ['stock.changed', reader(callbacks['stock.changed'], stockFact)],
  ['credit_memo.posted', reader(callbacks['credit_memo.posted'], creditMemoFact)],
  ['payment.recorded', reader(callbacks['payment.recorded'], paymentFact)],
]);

export const translateCallback: Translate = (delivery, { erpConnectionId }: TranslateContext) => {
  const known = readers.get(delivery.topic);
  if (known === undefined) throw new Park(`the callback ${delivery.topic} is not one we read`);
  if (erpConnectionId === null) throw new Park('the shop has no ERP connection');
  return [known(parse(delivery.body), erpConnectionId)];
};

function reader<Schema extends z.ZodType>(
  schema: Schema,
  translate: (payload: z.output<Schema>, connection: string) => Fact,
): Reader {
  return (payload, connection) => translate(read(schema, payload), connection);
}

/** The contract has no number beyond 2^53: ids and amounts are text. */
function parse(raw: string): unknown {
  try {
    return JSON.parse(raw.replace(/^\uFEFF/, ''), storable);
  } catch (cause) {
    throw new Park('the body is not JSON', { cause });
  }
}

type Told = Pick<ErpDocument, 'id' | 'number' | 'key' | 'status' | 'order' | 'total' | 'modifiedAt'> & {
  readonly kind: ErpDocumentKind;
  readonly createdAt: string | null;
  readonly date: string | null;
};

/**
 * A document as the ERP tells it. It stands beside the receipt of our own posting, under a key of its own,
 * because the receipt knows what we posted and this what has become of it.
 */
function documentFact(data: Told, connection: string): Fact {
  if (data.key !== null && data.order === null) throw new Park('a document with a key names no order');
  if (exponentOf(data.total.currency) === undefined)
    throw new Park(`the currency ${data.total.currency} is not in the ISO 4217 table`);
  return {
    kind: 'erp_document',
    key: `${connection}/${data.kind}/${data.id}/told`,
    lanes: [laneOf(data.order, data.id)],
    happenedAt: at(data.modifiedAt),
    // It carries the whole document as it stands, so nobody need be asked; the store least of all.
    authority: true,
    body: {
      connectionId: connection,
      kind: data.kind,
      documentId: data.id,
      number: data.number,
      postingKey: data.key,
      adopted: false,
      told: 'callback',
      status: data.status,
      total: { minor: BigInt(data.total.minor), currency: data.total.currency },
      createdAt: data.createdAt === null ? null : at(data.createdAt),
      date: data.date,
      ledgerLines: null,
    },
  };
}

type Payload<Type extends CallbackType> = z.output<(typeof callbacks)[Type]>;

function shipmentFact({ data }: Payload<'shipment.confirmed'>, connection: string): Fact {
  const { number, location, status } = data;
  const units = data.lines.reduce((sum, line) => sum + line.quantity, 0);
  const body = { number, location, status, units };
  return { kind: 'erp_shipment', ...noted(data, connection), body };
}

function stockFact({ data }: Payload<'stock.changed'>, connection: string): Fact {
  const { sku, location, available, onHand } = data;
  const id = `${sku.replaceAll('%', '%25').replaceAll('@', '%40')}@${location}`;
  const body = { sku, location, available, onHand };
  return { kind: 'erp_stock', ...noted({ ...data, id }, connection), lanes: [lane('erp_stock', id)], body };
}

function creditMemoFact({ data }: Payload<'credit_memo.posted'>, connection: string): Fact {
  const { postedOn, ...memo } = data;
  return documentFact(
    { ...memo, kind: 'credit_memo', key: null, createdAt: null, date: postedOn },
    connection,
  );
}

function paymentFact({ data }: Payload<'payment.recorded'>, connection: string): Fact {
  const { amount, receivedOn, ...payment } = data;
  const told = {
    ...payment,
    total: amount,
    kind: 'payment',
    key: null,
    createdAt: null,
    date: receivedOn,
  } as const;
  return documentFact(told, connection);
}

type Thing = { readonly id: string; readonly modifiedAt: string; readonly order?: string | null };

/** What all facts have in common that no rule reads yet: one of a thing, newest by the ERP's own time. */
function noted({ id, modifiedAt, order = null }: Thing, connection: string) {
  const lanes: readonly [Lane] = [laneOf(order, id)];
  return { key: `${connection}/${id}`, lanes, happenedAt: at(modifiedAt), authority: true };
}

/** What belongs to no order of the store waits in a lane of its own. */
function laneOf(order: string | null, id: string): Lane {
  if (order === null) return lane('erp', id);
  return orderLane(gid('Order', order.slice('gid://shopify/Order/'.length)));
}

function at(text: string): Instant {
  const time = instant(text);
  if (time === undefined) throw new Park('a time is not a time');
  return time;
}
