/** The ERP contract v1 as the ERP holds us to it: the product's own schemas, and not a field more. */
import canonicalize from 'canonicalize';
import type { z } from 'zod';
import { type AnyDocument, outbound, paths } from '#src/contract/document.ts';
import { documentKinds } from '#domain/workflow.ts';

type Bodies = { [Each in keyof typeof outbound]: z.output<(typeof outbound)[Each]> };

/** Every kind of document that this ERP has. */
export type Kind = AnyDocument['kind'];
/** The kinds that are sent to it; the others are made by people and by itself. */
export type SentKind = keyof Bodies;
export type Status = AnyDocument['status'];
export type Money = AnyDocument['total'];
export type Itemized = Pick<Bodies['invoice'], 'lines' | 'charges' | 'total'>;

/** What is known of a document at a glance; its lines and its general ledger stay in the book. */
export type ErpDocument = Pick<
  AnyDocument,
  'id' | 'kind' | 'number' | 'key' | 'amendedWith' | 'status' | 'order' | 'total' | 'createdAt' | 'modifiedAt'
> & { readonly date: string; readonly period: string };

/** A body that has passed its schema, tagged with its kind. */
export type Entry = { [Each in SentKind]: { kind: Each; body: Bodies[Each] } }[SentKind];

export const kindsByPath: ReadonlyMap<string, SentKind> = new Map(
  documentKinds.map((kind) => [paths[kind], kind]),
);

/** Reads a body as one kind, or says in a sentence what is wrong with it. */
export function readEntry(kind: SentKind, value: unknown): Entry | { problem: string } {
  switch (kind) {
    case 'sales_order':
      return entry(value, outbound.sales_order.safeParse(value), (body) => ({ kind, body }));
    case 'customer_deposit':
      return entry(value, outbound.customer_deposit.safeParse(value), (body) => ({ kind, body }));
    case 'invoice':
      return entry(value, outbound.invoice.safeParse(value), (body) => ({ kind, body }));
    case 'application':
      return entry(value, outbound.application.safeParse(value), (body) => ({ kind, body }));
    case 'payment':
      return entry(value, outbound.payment.safeParse(value), (body) => ({ kind, body }));
    case 'credit_memo':
      return entry(value, outbound.credit_memo.safeParse(value), (body) => ({ kind, body }));
    case 'refund_payment':
      return entry(value, outbound.refund_payment.safeParse(value), (body) => ({ kind, body }));
    case 'shipment':
      return entry(value, outbound.shipment.safeParse(value), (body) => ({ kind, body }));
    case 'journal':
      return entry(value, outbound.journal.safeParse(value), (body) => ({ kind, body }));
  }
}

function entry<Body>(
  value: unknown,
  read: z.ZodSafeParseResult<Body>,
  tag: (body: Body) => Entry,
): Entry | { problem: string } {
  if (!read.success) {
    const [issue] = read.error.issues;
    return {
      problem: `The body is not valid at "${issue?.path.join('.') ?? ''}": ${issue?.message ?? 'unreadable'}.`,
    };
  }
  // The schemas drop what they do not name, at any depth; so whatever is missing afterwards has no name there.
  if (canonicalize(read.data) !== canonicalize(value))
    return { problem: 'The body is not valid: it holds a field that the contract does not name.' };
  return tag(read.data);
}
