/** Changes a sales order that was sent, under the state that the sender saw. */
import canonicalize from 'canonicalize';
import type { AmendmentKind } from '#domain/amendment.ts';
import { amendmentMethods, amendments, versionOf } from '#src/contract/amendment.ts';
import { paths } from '#src/contract/document.ts';
import { describe, refuse } from './answer.ts';
import type { Book } from './book.ts';
import type { Itemized } from './contract.ts';
import type { Filed } from './filing.ts';
import type { Refusal } from './refusal.ts';
import { amendmentRefusalOf } from './rule.ts';

/** What is asked for by a path and a method. */
export type Asked = { readonly kind: AmendmentKind; readonly id: string };

type Desk = {
  readonly book: Book;
  /** False: it does not tell a key that it knows from one that it does not. */
  readonly enforcesKeys: boolean;
  readonly changed: (filed: Filed) => void;
};

const address = new RegExp(`^${paths.sales_order}/([^/]+)(/cancellation)?$`);

export function amendmentAsked(pathname: string, method: string): Asked | undefined {
  const [, id, cancellation] = address.exec(pathname) ?? [];
  if (id === undefined) return undefined;
  const kind = cancellation === undefined ? 'amend_sales_order' : 'cancel_sales_order';
  return method === amendmentMethods[kind] ? { kind, id: decodeURIComponent(id) } : undefined;
}

export async function amend({ kind, id }: Asked, request: Request, desk: Desk): Promise<Response> {
  const value: unknown = await request.json().catch(() => null);
  const read = amendments[kind].safeParse(value);
  const filed = desk.book.of(id);
  if (!read.success || canonicalize(read.data) !== canonicalize(value))
    return refuse(422, { code: 'invalid_body', message: 'The body is not what the contract names.' });
  if (request.headers.get('Idempotency-Key') !== read.data.key)
    return refuse(422, { code: 'key_mismatch', message: 'The Idempotency-Key header and the body differ.' });
  if (filed?.document.kind !== 'sales_order')
    return refuse(404, { code: 'unknown_sales_order', message: `There is no sales order ${id}.` });
  const { key } = read.data;
  const body = canonicalize(value) ?? '';
  const before = desk.enforcesKeys ? filed.changes?.get(key) : undefined;
  if (before === body) return Response.json(describe(filed));
  if (before !== undefined)
    return refuse(409, {
      code: 'idempotency_key_reused',
      message: `The key ${key} was used for another body.`,
    });
  const refusal = staleness(filed, request);
  if (refusal !== undefined) return refuse(refusal.status, refusal);
  return change(filed, { key, body, to: contentOf(kind, value) }, desk);
}

/** What it is to hold; null where it is called off. */
function contentOf(kind: AmendmentKind, value: unknown): Itemized | null {
  return kind === 'cancel_sales_order' ? null : amendments.amend_sales_order.parse(value);
}

function staleness(
  { document }: Filed,
  request: Request,
): (Refusal & { readonly status: number }) | undefined {
  const { number } = document;
  const seen = request.headers.get('If-Match');
  if (seen === null) return { status: 428, code: 'no_version', message: 'If-Match is missing.' };
  if (seen === versionOf(document)) return undefined;
  return { status: 412, code: 'changed', message: `Sales order ${number} is not as it was seen any more.` };
}

type Change = { readonly key: string; readonly body: string; readonly to: Itemized | null };

function change(filed: Filed, { key, body, to }: Change, { book, changed }: Desk): Response {
  const { document, substance, changes } = filed;
  const refusal = amendmentRefusalOf(document, to, book);
  if (refusal !== undefined) return refuse(422, refusal);
  book.edit(document.id, {
    amendedWith: key,
    changes: new Map([...(changes ?? []), [key, body]]),
    ...(to === null
      ? { status: 'canceled' }
      : { total: to.total, substance: { ...substance, lines: to.lines, charges: to.charges } }),
  });
  const after = book.of(document.id) ?? filed;
  changed(after);
  return Response.json(describe(after));
}
