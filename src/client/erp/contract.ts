import type { z } from 'zod';
import { amendmentMethods, amendmentPath, versionOf } from '#src/contract/amendment.ts';
import { documentList, type ErpDocument, erpDocument, paths, problem } from '#src/contract/document.ts';
import type { AmendmentBody } from '#domain/amendment.ts';
import type { DocumentBody, DocumentKind } from '#domain/document.ts';
import { encode } from '#domain/encode.ts';
import { Ambiguous, Park, RetryLater } from '#domain/obstacle.ts';
import { caller, type ErpAccess, reach, refusal } from './call.ts';

/** A document as the ERP answers it; of its fields only those that the contract names. */
export type ErpAnswer = ErpDocument;

export interface Erp {
  readonly findByKey: (kind: DocumentKind, key: string) => Promise<readonly ErpAnswer[]>;
  /** Documents of a kind that name this order, whoever made them; oldest first. */
  readonly findByOrder: (kind: DocumentKind, order: string) => Promise<readonly ErpAnswer[]>;
  /**
   * Creates under our key. `documentIds` gives the ERP's id for each posting key the body names.
   * Throws `Park` for a refusal, `Ambiguous` when it cannot know, `RetryLater` for what passes.
   */
  readonly create: (
    key: string,
    body: DocumentBody,
    documentIds: ReadonlyMap<string, string>,
  ) => Promise<ErpAnswer>;
  /**
   * Changes a sales order that is still as it was `seen`. Throws like a create, and `RetryLater` where somebody changed
   * it meanwhile: whoever calls looks at it again.
   */
  readonly amend: (key: string, body: AmendmentBody, seen: ErpAnswer) => Promise<ErpAnswer>;
}

/** An ERP that speaks our own contract, version 1. */
export function openErp(access: ErpAccess): Erp {
  const call = caller(access);

  const find = async (kind: DocumentKind, by: Record<string, string>): Promise<readonly ErpAnswer[]> => {
    const response = await reach(call(`${paths[kind]}?${new URLSearchParams(by).toString()}`));
    if (!response.ok) throw refusal(response, 'a search');
    return documents(await response.text(), documentList).documents;
  };

  return {
    findByKey: async (kind, key) => find(kind, { key }),
    findByOrder: async (kind, order) => find(kind, { order }),
    async create(key, body, documentIds) {
      const sent = JSON.stringify(wire(key, body, documentIds));
      const headers = { 'content-type': 'application/json', 'idempotency-key': key };
      const response = await reachToWrite(call(paths[body.kind], { method: 'POST', headers, body: sent }));
      return written(response, 'a create');
    },
    async amend(key, body, seen) {
      const response = await reachToWrite(
        call(amendmentPath(body.kind, encodeURIComponent(seen.id)), {
          method: amendmentMethods[body.kind],
          headers: {
            'content-type': 'application/json',
            'idempotency-key': key,
            'if-match': versionOf(seen),
          },
          body: JSON.stringify(amendmentWire(key, body)),
        }),
      );
      if (response.status === 412)
        throw new RetryLater(`${seen.number} changed at the ERP meanwhile`, lookMs);
      return written(response, 'a change');
    },
  };
}

/** Our posting keys become the ERP's own ids, which the lease brought along. */
function wire(key: string, body: DocumentBody, documentIds: ReadonlyMap<string, string>): unknown {
  const idOf = (named: string): string => {
    const id = documentIds.get(named);
    if (id === undefined) throw new Error('a document names another that has no receipt');
    return id;
  };
  const maybe = (named: string | null): string | null => (named === null ? null : idOf(named));
  switch (body.kind) {
    case 'sales_order': {
      const { kind: _, ...rest } = body;
      return encode({ key, ...rest });
    }
    case 'customer_deposit': {
      const { kind: _, salesOrder, total, ...rest } = body;
      return encode({ key, ...rest, amount: total, salesOrderId: idOf(salesOrder) });
    }
    case 'invoice': {
      const { kind: _, salesOrder, ...rest } = body;
      return encode({ key, ...rest, salesOrderId: idOf(salesOrder) });
    }
    case 'application': {
      const { kind: _, deposit, creditMemo, invoice, total, ...rest } = body;
      const from = { depositId: maybe(deposit), creditMemoId: maybe(creditMemo) };
      return encode({ key, ...rest, ...from, amount: total, invoiceId: idOf(invoice) });
    }
    case 'payment':
    case 'refund_payment': {
      const { kind: _, salesOrder, total, ...rest } = body;
      return encode({ key, ...rest, amount: total, salesOrderId: idOf(salesOrder) });
    }
    case 'credit_memo': {
      const { kind: _, salesOrder, ...rest } = body;
      return encode({ key, ...rest, salesOrderId: idOf(salesOrder) });
    }
    case 'shipment': {
      // It moves goods; what they are worth is the ERP's to say.
      const { kind: _, salesOrder, total, ...rest } = body;
      return encode({ key, ...rest, currency: total.currency, salesOrderId: idOf(salesOrder) });
    }
    case 'journal': {
      const { kind: _, total, ...rest } = body;
      return encode({ key, ...rest, amount: total });
    }
  }
}

/** Before a document that somebody else changes is looked at again. */
const lookMs = 5000;

function amendmentWire(key: string, body: AmendmentBody): unknown {
  if (body.kind === 'cancel_sales_order') return { key };
  const { lines, charges, total } = body;
  return encode({ key, lines, charges, total });
}

async function reachToWrite(call: Promise<Response>): Promise<Response> {
  try {
    return await call;
  } catch (cause) {
    throw new Ambiguous('the ERP did not answer', { cause });
  }
}

/** The document as it is once it was made or changed. */
async function written(response: Response, asked: 'a create' | 'a change'): Promise<ErpAnswer> {
  if (response.status >= 500) throw new Ambiguous(`the ERP answered ${response.status} to ${asked}`);
  if (!response.ok) throw await writeRefusal(response);
  return documents(await response.text(), erpDocument);
}

/** A 4xx says that nothing was made or changed, and why: a person has to see it. */
async function writeRefusal(response: Response): Promise<Error> {
  const obstacle = refusal(response, 'a document');
  if (!(obstacle instanceof Park)) return obstacle;
  const said = problem.safeParse(await response.json().catch(() => null));
  return said.success
    ? new Park(`the ERP refused: ${said.data.error.message} (${said.data.error.code})`)
    : obstacle;
}

/** An answer we cannot read says nothing about whether the document exists. */
function documents<Schema extends z.ZodType>(text: string, schema: Schema): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new Ambiguous('the ERP answered something we do not understand', { cause });
  }
}
