import type { z } from 'zod';
import type { Translate, TranslateContext } from '#domain/delivery.ts';
import type { Fact } from '#domain/fact.ts';
import { lane, type Lane } from '#domain/lane.ts';
import { Park } from '#domain/obstacle.ts';
import { callbacks, type CallbackType } from '#src/contract/callback.ts';
import { read } from '#webhooks/shopify/parse.ts';
import { documentFact, laneOf, parse, timeOf, type ToldDocument } from './document-fact.ts';
import { shipmentFact } from './shipment-fact.ts';

/** Turns a callback's payload into a fact; `connection` is the shop's one ERP. */
type Reader = (payload: unknown, connection: string) => Fact;

/** Every callback of the contract, and how it is read. */
const readers: ReadonlyMap<string, Reader> = new Map([
  [
    'sales_order.changed',
    reader(callbacks['sales_order.changed'], ({ data }, to) => told({ ...data, date: null }, to)),
  ],
  [
    'invoice.posted',
    reader(callbacks['invoice.posted'], ({ data }, to) => told({ ...data, date: null }, to)),
  ],
  ['shipment.confirmed', reader(callbacks['shipment.confirmed'], ({ data }, to) => shipmentFact(data, to))],
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

const told = (data: Omit<ToldDocument, 'ledgerLines'>, connection: string): Fact =>
  documentFact({ ...data, ledgerLines: null }, { connection, told: 'callback' });

type Payload<Type extends CallbackType> = z.output<(typeof callbacks)[Type]>;

function stockFact({ data }: Payload<'stock.changed'>, connection: string): Fact {
  const { sku, location, available, onHand } = data;
  const id = `${sku.replaceAll('%', '%25').replaceAll('@', '%40')}@${location}`;
  const body = { sku, location, available, onHand };
  return { kind: 'erp_stock', ...noted({ ...data, id }, connection), lanes: [lane('erp_stock', id)], body };
}

function creditMemoFact({ data }: Payload<'credit_memo.posted'>, connection: string): Fact {
  return told({ ...data, kind: 'credit_memo', key: null, date: data.postedOn }, connection);
}

function paymentFact({ data }: Payload<'payment.recorded'>, connection: string): Fact {
  const { amount: total, receivedOn: date } = data;
  return told({ ...data, kind: 'payment', key: null, total, date }, connection);
}

type Thing = { readonly id: string; readonly modifiedAt: string; readonly order?: string | null };

/** What all facts have in common that no rule reads yet: one of a thing, newest by the ERP's own time. */
function noted({ id, modifiedAt, order = null }: Thing, connection: string) {
  const lanes: readonly [Lane] = [laneOf(order, id)];
  return { key: `${connection}/${id}`, lanes, happenedAt: timeOf(modifiedAt), authority: true };
}
