/** Cuts a bulk operation's file into parts of whole roots, and makes deliveries of them that can be read. */
import type { Statement } from '#src/client/database.ts';
import { deliveryScope, seal } from '#src/inbox/seal.ts';
import { keepWithin } from '#src/inbox/store.ts';
import { turnHolds } from '#src/stabilize/backfill/store.ts';
import type { Backfill } from '#src/stabilize/backfill/step.ts';
import type { Instant } from '#domain/instant.ts';
import { type Lane, lane } from '#domain/lane.ts';
import { Park } from '#domain/obstacle.ts';
import type { Deps } from './deps.ts';

/** Some roots of the file, each with all its lines. */
export type Part = { readonly roots: number; readonly bytes: number; readonly groups: readonly string[] };

/** One delivery holds so many orders: few enough for one trip, many enough that a shop's past is a few dozen. */
const rootsPerPart = 250;
/** Gzipped and sealed it stays far below what Neon takes in one request. */
const bytesPerPartMax = 2 * 2 ** 20;

type Line = { readonly text: string; readonly bytes: number };

/** A root's lines stand together, because the operation was asked to group them. */
export async function* partsOf(lines: AsyncIterable<Line>): AsyncGenerator<Part> {
  let groups: string[] = [];
  let bytes = 0;
  for await (const line of lines) {
    const isRoot = !line.text.includes('"__parentId"');
    if (isRoot && (groups.length >= rootsPerPart || bytes >= bytesPerPartMax)) {
      yield { roots: groups.length, bytes, groups };
      groups = [];
      bytes = 0;
    }
    bytes += line.bytes;
    if (isRoot) groups.push(line.text);
    else groups.push(`${groups.pop() ?? ''}\n${line.text}`);
  }
  if (groups.length > 0) yield { roots: groups.length, bytes, groups };
}

type About = {
  readonly of: Backfill;
  /** What the file says is at least as new as this. */
  readonly askedAt: Instant;
  readonly shopId: string;
  readonly domain: string;
  readonly until: Instant;
  readonly now: Instant;
};

/** One delivery for the part. A root in it that cannot be read gets a lane of its own, so that it stops no other. */
export async function deliveriesOf(deps: Deps, part: Part, about: About): Promise<Statement<unknown>[]> {
  const unreadable = isReadable(deps, part.groups, about)
    ? []
    : part.groups.filter((group) => !isReadable(deps, [group], about));
  const readable = part.groups.filter((group) => !unreadable.includes(group));
  const place = `${about.of.operationId}/${about.of.bytesRead}`;
  const kept =
    readable.length > 0
      ? [await delivery(deps, readable, { ...about, place, home: lane('backfill', about.of.resource) })]
      : [];
  for (const [at, group] of unreadable.entries())
    kept.push(
      await delivery(deps, [group], { ...about, place: `${place}/${at}`, home: lane('unreadable', place) }),
    );
  return kept;
}

function isReadable(deps: Deps, groups: readonly string[], about: About): boolean {
  const { of, now, domain } = about;
  const translate = deps.translators.get('shopify-bulk');
  if (translate === undefined) throw new Error('nobody reads what bulk operations bring');
  const body = bodyOf(groups, about);
  try {
    translate(
      { id: '0', source: 'shopify-bulk', topic: of.resource, receivedAt: now, triggeredAt: null, body },
      { shop: domain, erpConnectionId: null },
    );
    return true;
  } catch (error) {
    if (error instanceof Park) return false;
    throw error;
  }
}

function bodyOf(groups: readonly string[], { of, askedAt }: About): string {
  return JSON.stringify({ resource: of.resource, readAt: askedAt, jsonl: groups.join('\n') });
}

async function delivery(
  deps: Deps,
  groups: readonly string[],
  about: About & { readonly place: string; readonly home: Lane },
): Promise<Statement<unknown>> {
  const { of, domain, now, shopId, until } = about;
  const kept = {
    shop: domain,
    source: 'shopify-bulk',
    topic: of.resource,
    dedupeKey: about.place,
    eventId: null,
    lane: about.home,
    receivedAt: now,
    triggeredAt: null,
    sealed: await seal(deps.secrets, deliveryScope(domain, now), bodyOf(groups, about)),
  };
  return keepWithin(shopId, kept, turnHolds(until));
}
