/** Takes a document that was sent, once for each key. */
import canonicalize from 'canonicalize';
import { describe, refuse } from './answer.ts';
import type { Book } from './book.ts';
import { type Entry, readEntry, type SentKind } from './contract.ts';
import type { Credit } from './credit.ts';
import { refusalOf } from './rule.ts';
import { firstStatusOf } from './status.ts';
import { dateOf, joinedBy, sourceOf, substanceOf, totalOf } from './substance.ts';

type Desk = {
  readonly book: Book;
  readonly credit: Credit;
  /** The instant from which a search finds what is made now. */
  readonly visibleFrom: number;
  /** False: a search-only ERP, which creates twice without complaint. */
  readonly enforcesKeys: boolean;
  made(id: string): void;
};

export async function create(kind: SentKind, request: Request, desk: Desk): Promise<Response> {
  const value: unknown = await request.json().catch(() => null);
  const entry = readEntry(kind, value);
  if ('problem' in entry) return refuse(422, { code: 'invalid_body', message: entry.problem });
  if (request.headers.get('Idempotency-Key') !== entry.body.key) {
    const message = 'The Idempotency-Key header and the key in the body differ.';
    return refuse(422, { code: 'key_mismatch', message });
  }
  return take(entry, canonicalize(value) ?? '', desk);
}

function take(entry: Entry, body: string, desk: Desk): Response {
  const { book, credit, visibleFrom, enforcesKeys } = desk;
  const { kind } = entry;
  const { key, order } = entry.body;
  const before = book.withKey(key).find((each) => each.document.kind === kind);
  if (enforcesKeys && before !== undefined) {
    if (before.body === body) return Response.json(describe(before));
    const message = `The key ${key} was used for another body.`;
    return refuse(409, { code: 'idempotency_key_reused', message });
  }
  const date = dateOf(entry);
  const refusal =
    refusalOf(entry, book) ??
    // A sales order is in no period, for it is not in the general ledger.
    (kind === 'sales_order' ? undefined : book.periods.refusalOf(date)) ??
    credit.refusalOf(entry);
  if (refusal !== undefined) return refuse(422, refusal);
  const joins = entry.kind === 'application' ? joinedBy(entry.body) : [];
  const { document } = book.file(
    { kind, key, order: order?.id ?? null, total: totalOf(entry), status: firstStatusOf(kind), date },
    { substance: substanceOf(entry), source: sourceOf(entry), body, visibleFrom, joins },
  );
  desk.made(document.id);
  const filed = book.of(document.id);
  return Response.json(filed === undefined ? document : describe(filed), { status: 201 });
}
