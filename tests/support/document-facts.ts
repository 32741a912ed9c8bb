/** Documents that the ERP holds for what is obliged. */
import type { ErpDocument } from '#domain/fact.ts';
import type { Obligation } from '#domain/posting.ts';
import { isDocument } from '#domain/workflow.ts';

/** The ERP's document that discharges an obligation to the letter, or as `rest` says. */
export function documentFor(obligation: Obligation, rest: Partial<ErpDocument> = {}): ErpDocument {
  const { kind } = obligation;
  if (!isDocument(kind)) throw new Error(`a ${kind} is no document`);
  return {
    connectionId: '1',
    kind,
    documentId: `id of ${obligation.key}`,
    number: 'DOC-00001',
    postingKey: obligation.key,
    adopted: false,
    told: 'receipt',
    status: 'posted',
    total: obligation.body.total,
    createdAt: null,
    date: null,
    ledgerLines: null,
    ...rest,
  };
}
