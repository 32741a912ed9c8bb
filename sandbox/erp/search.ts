/** What can be read of the ERP: documents by key or order, and everything by the time of its last change. */
import { pageSize, type Sweep, sweepPaths } from '#src/contract/sweep.ts';
import { describe, refuse } from './answer.ts';
import type { Book } from './book.ts';
import type { SentKind } from './contract.ts';
import { levelName } from './stock.ts';

export type Reading = { readonly book: Book; readonly now: number };

export const sweepsByPath: Readonly<Record<string, Sweep>> = {
  [sweepPaths.documents]: 'documents',
  [sweepPaths['general-ledger-lines']]: 'general-ledger-lines',
  [sweepPaths['stock-levels']]: 'stock-levels',
  [sweepPaths.periods]: 'periods',
};

export function find(kind: SentKind, search: URLSearchParams, { book, now }: Reading): Response {
  const key = search.get('key');
  const order = search.get('order');
  const found = order === null ? (key === null ? null : book.withKey(key)) : book.withOrder(order);
  if (found === null) return refuse(422, { code: 'no_search', message: 'Search by key or by order.' });
  const documents = found.filter(
    ({ document, visibleFrom }) =>
      document.kind === kind && visibleFrom <= now && (key === null || document.key === key),
  );
  return Response.json({ documents: documents.map(describe) });
}

export function sweep(what: Sweep, search: URLSearchParams, { book, now }: Reading): Response {
  if (what === 'periods') return Response.json({ periods: book.periods.list() });
  const paging = pagingOf(search);
  if (paging === undefined)
    return refuse(422, { code: 'invalid_search', message: 'modifiedSince, cursor or limit is not valid.' });
  const seen = book.filed.filter(({ visibleFrom }) => visibleFrom <= now);
  switch (what) {
    case 'documents': {
      const { rows, nextCursor } = pageOf(seen, ({ document }) => document, paging);
      return Response.json({ documents: rows.map(describe), nextCursor });
    }
    case 'general-ledger-lines': {
      const lines = seen.flatMap(({ ledger }) => ledger);
      const { rows, nextCursor } = pageOf(lines, (line) => line, paging);
      return Response.json({ lines: rows, nextCursor });
    }
    case 'stock-levels': {
      const named = (level: (typeof levels)[number]) => ({
        id: levelName(level),
        modifiedAt: level.modifiedAt,
      });
      const levels = [...book.stock.levels.values()];
      const { rows, nextCursor } = pageOf(levels, named, paging);
      return Response.json({ levels: rows, nextCursor });
    }
  }
}

type Place = { readonly id: string; readonly modifiedAt: string };
type Paging = { readonly since: string; readonly after: Place | null; readonly limit: number };

function pagingOf(search: URLSearchParams): Paging | undefined {
  const since = Date.parse(search.get('modifiedSince') ?? '1970-01-01T00:00:00Z');
  const cursor = search.get('cursor');
  const after = cursor === null ? null : placeIn(cursor);
  const limit = Number(search.get('limit') ?? pageSize.usual);
  const isSize = Number.isInteger(limit) && limit >= 1 && limit <= pageSize.max;
  if (!isSize || !Number.isFinite(since) || after === undefined) return undefined;
  return { since: new Date(since).toISOString(), after, limit };
}

/** The rows after a place, and the cursor that leads on from the last of them. */
function pageOf<Row>(all: readonly Row[], placeOf: (row: Row) => Place, { since, after, limit }: Paging) {
  const left = all
    .map((row) => ({ row, place: placeOf(row) }))
    .filter(({ place }) => place.modifiedAt >= since && (after === null || compare(place, after) > 0))
    .toSorted((one, other) => compare(one.place, other.place));
  const page = left.slice(0, limit);
  const last = left.length > limit ? page.at(-1) : undefined;
  return { rows: page.map(({ row }) => row), nextCursor: last === undefined ? null : cursorOf(last.place) };
}

/** Instants are all written alike, so that text sorts as time does. */
function compare(one: Place, other: Place): number {
  if (one.modifiedAt !== other.modifiedAt) return one.modifiedAt < other.modifiedAt ? -1 : 1;
  return one.id === other.id ? 0 : one.id < other.id ? -1 : 1;
}

function cursorOf({ modifiedAt, id }: Place): string {
  return Buffer.from(`${modifiedAt} ${id}`).toString('base64url');
}

function placeIn(cursor: string): Place | undefined {
  const [, modifiedAt, id] = /^(\S+Z) (.+)$/s.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  return modifiedAt === undefined || id === undefined ? undefined : { modifiedAt, id };
}
