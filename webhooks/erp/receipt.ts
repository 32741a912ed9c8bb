import { z } from 'zod';
import { documentKinds } from '#domain/workflow.ts';
import type { Fact } from '#domain/fact.ts';
import { instant } from '#domain/instant.ts';
import type { Lane } from '#domain/lane.ts';
import { Park } from '#domain/obstacle.ts';
import type { ReceiptDelivery } from '#domain/receipt.ts';
import type { Translate } from '#domain/delivery.ts';

/** What the ERP answered to a posting of ours, kept as a delivery like any other (source `erp-receipt`). */
const receiptBody: z.ZodType<ReceiptDelivery> = z.object({
  lane: z.templateLiteral([z.string(), '/', z.string()]),
  connectionId: z.string(),
  postingKey: z.string(),
  adopted: z.boolean(),
  document: z.object({
    id: z.string(),
    kind: z.enum(documentKinds),
    number: z.string(),
    status: z.string(),
    total: z.object({ minor: z.string(), currency: z.string() }),
    modifiedAt: z.string(),
  }),
});

export const translateReceipt: Translate = (delivery) => {
  if (delivery.body === '') throw new Park('its bytes were let go before it was read');
  const { lane, connectionId, postingKey, adopted, document } = receiptBody.parse(JSON.parse(delivery.body));
  const happenedAt = instant(document.modifiedAt);
  if (happenedAt === undefined) throw new Park('the ERP gave no time for its document');
  const home: Lane = lane;
  const fact: Fact = {
    kind: 'erp_document',
    key: `${connectionId}/${document.kind}/${document.id}`,
    lanes: [home],
    happenedAt,
    authority: true,
    body: {
      connectionId,
      kind: document.kind,
      documentId: document.id,
      number: document.number,
      postingKey,
      adopted,
      told: 'receipt',
      status: document.status,
      total: { minor: BigInt(document.total.minor), currency: document.total.currency },
      createdAt: null,
      date: null,
      ledgerLines: null,
    },
  };
  return [fact];
};
