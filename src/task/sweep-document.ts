/** Reads the ERP's documents by the time of their last change, and finds which of those that we know are gone. */
import { z } from 'zod';
import { openErpReads } from '#src/client/erp/read.ts';
import { type Known, suspectsAfter } from '#src/stabilize/catch-up/gone.ts';
import { isWholeDue, overlapMs, type Pass, sinceLast } from '#src/stabilize/catch-up/step.ts';
import { documentsKnown, type KnownDocumentRow, stirPending } from '#src/stabilize/catch-up/store.ts';
import { digest, type Json } from '#domain/canonical.ts';
import { encode } from '#domain/encode.ts';
import { gid } from '#domain/gid.ts';
import { instant, type Instant, later } from '#domain/instant.ts';
import { lane, laneKind } from '#domain/lane.ts';
import { Park, RetryLater } from '#domain/obstacle.ts';
import { isSummary } from '#domain/summary.ts';
import { openToken } from './credential.ts';
import { isReadable, keepPage, type Page, type Reader, type Turn } from './sweep-page.ts';

const about = { resource: 'erp-documents', source: 'erp-sweep', topic: 'documents' } as const;
const noErpMs = 3_600_000;
/** Whoever lacks so many documents has another trouble than their being deleted one by one. */
const suspectsMax = 5000;

const suspect = z.object({
  kind: z.string(),
  documentId: z.string(),
  modifiedAt: z.string(),
  order: z.string().nullable(),
  also: z.array(z.string()).default([]),
});

/** Our own cursor: the ERP's, up to which change the pages so far went, and whom they lacked. */
const place = z.object({
  cursor: z.string(),
  upTo: z.string().nullable(),
  suspects: z.array(suspect),
});
type Place = Omit<z.output<typeof place>, 'cursor'> & { readonly cursor: string | null };

export const erpDocuments: Reader = {
  begin({ deps, erp }, of) {
    if (erp === null) return { waitFor: 'the shop has no connection to an ERP', waitMs: noErpMs };
    return { since: isWholeDue(of, deps.now()) ? of.since : sinceLast(of) };
  },

  async page(turn, pass): Promise<Page> {
    const at: Place =
      pass.cursor === null
        ? { cursor: null, upTo: null, suspects: [] }
        : place.parse(JSON.parse(pass.cursor));
    const { documents, nextCursor } = await ask(turn, pass, at);
    const isLast = nextCursor === null;
    const upTo = documents.map(modifiedAtOf).findLast((one) => one !== undefined) ?? at.upTo ?? pass.since;
    const suspects = await suspected(turn, { pass, at, documents, end: isLast ? null : upTo });
    const askedAt = turn.deps.now();
    const kept = { documents, gone: isLast ? suspects : [], askedAt };
    return {
      isLast,
      rows: documents.length,
      cursor: isLast ? null : JSON.stringify({ cursor: nextCursor, upTo, suspects }),
      writes: await keep(turn, kept),
    };
  },

  end({ deps, shop }, pass) {
    const dueAt = later(deps.now(), shop.policy.sweepMs);
    return { through: pass.startedAt, dueAt, writes: [stirPending(dueAt)] };
  },
};

async function ask(turn: Turn, pass: Pass, at: Place) {
  const { deps, erp } = turn;
  if (erp === null) throw new RetryLater('the shop has no connection to an ERP', noErpMs);
  const reads = openErpReads({ baseUrl: erp.base_url, token: await openToken(deps, 'erp', erp) });
  const page = await reads.documents(pass.since, at.cursor);
  if (page.nextCursor !== null && page.nextCursor === at.cursor)
    throw new Park('the ERP leads from a page to the same page');
  return page;
}

type Asked = {
  readonly pass: Pass;
  readonly at: Place;
  readonly documents: readonly unknown[];
  /** The last change that the page shows; null when it is the last one, and so covers all that follows. */
  readonly end: Instant | null;
};

/** What changed within the overlap is judged by the next pass, for a slow ERP may not show it yet. */
async function suspected(turn: Turn, { pass, at, documents, end }: Asked): Promise<readonly Known[]> {
  const { deps, shopId, erp } = turn;
  const settled = later(pass.startedAt, -overlapMs);
  const span = {
    // The first page begins with what changed at its first instant.
    after: at.upTo ?? later(pass.since, -1),
    upTo: end === null || end > settled ? settled : end,
  };
  const [rows] = await deps.db.trip(shopId, [documentsKnown(erp?.id ?? '', span)]);
  const named = documents.flatMap((one) => rowName.safeParse(one).data ?? []);
  // A row without a name could be any of them.
  const known = named.length < documents.length ? [] : rows.map(knownOf);
  const suspects = suspectsAfter(at.suspects, { known, shown: named });
  if (suspects.length <= suspectsMax) return suspects;
  throw new RetryLater(`the ERP lacks ${suspects.length} documents that it showed before`, noErpMs);
}

function knownOf({ kind, id, modified_at: modifiedAt, home, also }: KnownDocumentRow): Known {
  const order = laneKind(home) === 'order' ? gid('Order', home.slice('order/'.length)) : null;
  const lanes = isSummary(home) ? [home, ...also] : also;
  return { kind, documentId: id, modifiedAt, order, also: lanes };
}

const rowName = z
  .object({ kind: z.string(), id: z.string() })
  .transform(({ kind, id }) => ({ kind, documentId: id }));

const modified = z.object({ modifiedAt: z.string() });

function modifiedAtOf(row: unknown): Instant | undefined {
  return instant(modified.safeParse(row).data?.modifiedAt);
}

type Kept = {
  readonly documents: readonly unknown[];
  readonly gone: readonly Known[];
  readonly askedAt: Instant;
};

/** One delivery for the page. A row that cannot be read gets a lane of its own, so that it stops no other. */
async function keep(turn: Turn, { documents, gone, askedAt }: Kept) {
  const body = (rows: readonly Json[], of: readonly Known[]): Json => ({
    connectionId: turn.erp?.id ?? '',
    askedAt,
    documents: rows,
    gone: encode(of),
  });
  const rows = documents.map(encode);
  const reads = (some: readonly Json[]) => isReadable(turn, { ...about, body: body(some, []) });
  const unreadable = reads(rows) ? [] : rows.filter((row) => !reads([row]));
  const readable = rows.filter((row) => !unreadable.includes(row));
  const kept =
    readable.length + gone.length === 0
      ? []
      : [
          await keepPage(turn, {
            ...about,
            content: { rows: readable, gone: encode(gone) },
            body: body(readable, gone),
          }),
        ];
  for (const row of unreadable) {
    const home = lane('unreadable', `erp-document-${digest(row).slice(0, 16)}`);
    kept.push(await keepPage(turn, { ...about, content: row, body: body([row], []), home }));
  }
  return kept;
}
