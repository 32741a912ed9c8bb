/** What a workflow would do for one order, and why: the rules as they run, with nothing written. */
import { flow } from '#src/flow.ts';
import type { Database } from '#src/client/database.ts';
import { knowOrder } from '#src/stabilize/know.ts';
import type { Instant } from '#domain/instant.ts';
import type { Money } from '#domain/money.ts';
import type { Lane } from '#domain/lane.ts';
import { workflowNamed } from '#domain/shop.ts';
import type { Mode, PostingKind, WorkflowName } from '#domain/workflow.ts';
import { type DryOrder, readDry } from '#src/panel/query/dry-run.ts';

export type WouldPost = {
  readonly key: string;
  readonly kind: PostingKind;
  readonly total: Money;
  readonly because: string;
  /** Why a rule would hold it though its mode let it leave. */
  readonly held: string | null;
  /** How it stands already, where it is stored. */
  readonly stored: string | null;
};

export type DryRun = {
  readonly lane: Lane;
  readonly order: string;
  readonly placedAt: Instant;
  readonly mode: Mode;
  readonly cutOverAt: Instant;
  /** Whether the store was asked after the newest event, before which nothing is planned. */
  readonly isKnown: boolean;
  /** It has no documents of its own. */
  readonly isSummed: boolean;
  readonly posts: readonly WouldPost[];
};

export type Asked = {
  readonly domain: string;
  readonly now: Instant;
  readonly name: WorkflowName;
  readonly order: string;
};

export type Outcome = { readonly wanted: string; readonly run: DryRun | undefined };

export async function dryRun(db: Database, { domain, now, name, order }: Asked): Promise<Outcome> {
  const read = await readDry(db, domain, order);
  return { wanted: order, run: read === undefined ? undefined : runDry(read, name, now) };
}

/** Planned from nothing under a shop in which the workflow runs by itself and always did. */
function runDry(
  { snapshot, shop, shopFacts }: DryOrder,
  name: WorkflowName,
  now: Instant,
): DryRun | undefined {
  const order = knowOrder(
    snapshot.facts.map((one) => one.fact),
    snapshot.heardAt,
  );
  const workflow = workflowNamed(shop, name);
  if (order === undefined || workflow === undefined) return undefined;
  const { placedAt } = order.header;
  const ready = shop.workflows.map((one) => ({
    ...one,
    mode: 'auto' as const,
    cutOverAt: placedAt < one.cutOverAt ? placedAt : one.cutOverAt,
  }));
  const { postings, isSummed } = flow(
    { ...snapshot, postings: [] },
    { shop: { ...shop, workflows: ready }, shopFacts, now, translators: new Map() },
  );
  const stored = new Map(snapshot.postings.map((one) => [one.key, one.state]));
  return {
    lane: snapshot.lane,
    order: order.header.name,
    placedAt,
    mode: workflow.mode,
    cutOverAt: workflow.cutOverAt,
    isKnown: order.authoritative,
    isSummed,
    posts: postings
      .filter((one) => one.workflow === name)
      .map(({ obligation: { key, kind, body, because }, reason }) => ({
        key,
        kind,
        total: body.total,
        because,
        held: reason,
        stored: stored.get(key) ?? null,
      })),
  };
}
