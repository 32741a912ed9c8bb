import { z } from 'zod';
import type { Translate } from '#domain/delivery.ts';
import type { Fact } from '#domain/fact.ts';
import { lane } from '#domain/lane.ts';
import { Park } from '#domain/obstacle.ts';
import { anyDocument, erpDocument } from '#src/contract/document.ts';
import { period } from '#src/contract/ledger.ts';
import { read } from '#webhooks/shopify/parse.ts';
import { documentFact, laneOf, moneyOf, parse, timeOf } from './document-fact.ts';
import { sweptShipment } from './shipment-fact.ts';

const asked = { connectionId: z.string().min(1), askedAt: z.string() };

/** A document that a whole pass did not show any more, as we knew it last. */
const gone = anyDocument.pick({ kind: true, modifiedAt: true, order: true }).extend({
  documentId: anyDocument.shape.id,
  /** Lanes beside its home that it concerned. */
  also: z.array(z.templateLiteral([z.string(), '/', z.string()])).default([]),
});

/** A page of what the ERP answered when we asked what changed, kept as a delivery like any other (source `erp-sweep`). */
const documentPage = z.object({
  ...asked,
  documents: z.array(anyDocument),
  gone: z.array(gone).default([]),
});
/** What the ERP showed of one order when something of it was missing; it tells no more than a callback does. */
const orderLook = z.object({ ...asked, documents: z.array(erpDocument) });
const periodPage = z.object({ ...asked, periods: z.array(period) });

/** A page speaks of many lanes, each document in that of its own order. */
export const translateErpSweep: Translate = ({ topic, body }) => {
  switch (topic) {
    case 'documents': {
      const { connectionId, documents, gone: missed } = read(documentPage, parse(body));
      return [
        ...documents.map((one) => seenFact(one, connectionId)),
        ...documents.flatMap((one) => sweptShipment(one, connectionId)),
        ...missed.map((one) => goneFact(one, connectionId)),
      ];
    }
    case 'order': {
      const { connectionId: connection, documents } = read(orderLook, parse(body));
      return documents.map((one) =>
        documentFact({ ...one, date: null, ledgerLines: null }, { connection, told: 'callback' }),
      );
    }
    case 'periods': {
      const { connectionId, periods } = read(periodPage, parse(body));
      return periods.map((one) => periodFact(one, connectionId));
    }
    default:
      throw new Park(`a sweep of ${topic} is not one we read`);
  }
};

function seenFact(document: z.output<typeof anyDocument>, connection: string): Fact {
  const { date = null, glLines, ...data } = document;
  const ledgerLines =
    glLines?.map((line) => ({
      id: line.id,
      account: line.account,
      amount: moneyOf(line.amount),
      taxKey: line.taxKey,
      date: line.date,
      reverses: line.reverses,
    })) ?? null;
  return documentFact({ ...data, date, ledgerLines }, { connection, told: 'sweep' });
}

function goneFact(
  { kind, documentId, modifiedAt, order, also }: z.output<typeof gone>,
  connection: string,
): Fact {
  const happenedAt = timeOf(modifiedAt);
  return {
    kind: 'erp_document_gone',
    key: `${connection}/${kind}/${documentId}/gone`,
    lanes: [laneOf(order, documentId), ...also],
    // A later change of it proves that it is there again.
    happenedAt,
    authority: true,
    body: { connectionId: connection, kind, documentId, modifiedAt: happenedAt },
  };
}

function periodFact({ id, from, to, status, modifiedAt }: z.output<typeof period>, connection: string): Fact {
  return {
    kind: 'erp_period',
    key: `${connection}/${id}`,
    lanes: [lane('erp', 'periods')],
    happenedAt: timeOf(modifiedAt),
    authority: true,
    body: { period: id, from, to, status },
  };
}
