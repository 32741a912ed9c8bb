import { actsOf } from '#src/stabilize/act/acts.ts';
import { plan, type PlannedPosting } from '#src/automate/plan.ts';
import { routesOf } from '#src/automate/routing/route.ts';
import type { Break } from '#domain/break.ts';
import type { Fact } from '#domain/fact.ts';
import type { Instant } from '#domain/instant.ts';
import type { JournalEntry } from '#domain/journal.ts';
import type { Lane } from '#domain/lane.ts';
import { translate } from '#src/inbox/translate.ts';
import { isSummary } from '#domain/summary.ts';
import type { Posting } from '#domain/posting.ts';
import type { Claim, OpenItem } from '#domain/open-item.ts';
import type { Proof } from '#domain/proof.ts';
import {
  posts,
  type ShopFacts,
  type ShopSettings,
  type Standing,
  standing,
  workflowNamed,
} from '#domain/shop.ts';
import type { Workflow } from '#domain/workflow.ts';
import { type Expectation, expectOrder } from '#src/stabilize/expect.ts';
import { askTheStore } from '#src/stabilize/catch-up/ask.ts';
import { type Missed, missedBy } from '#src/stabilize/catch-up/missed.ts';
import { type Dated, type KnownOrder, knowOrder, learn } from '#src/stabilize/know.ts';
import { amendments, type BookedEntry } from '#src/stabilize/ledger/reconcile.ts';
import { roundingEntries } from '#src/stabilize/ledger/rounding.ts';
import { heldForCandidates } from '#src/stabilize/elsewhere.ts';
import { type Ghost, ghostOf } from '#src/stabilize/ghost.ts';
import { prove } from '#src/stabilize/prove.ts';
import type { Reading } from '#src/stabilize/reading.ts';
import { isOfSettlement, settleLane } from '#src/stabilize/settlement/settle-lane.ts';
import { nothingSettled, type Settled } from '#src/stabilize/settlement/settling.ts';
import { emptySummary, type KnownSummary } from '#src/stabilize/summary/known.ts';
import { summarize } from '#src/stabilize/summary/summarize.ts';
import { type SummedIn, summedIn } from '#src/stabilize/summary/summed.ts';
import { straysOf } from '#src/stabilize/stray.ts';
import { compareShadow } from '#src/automate/shadow/compare.ts';
import { shadowPairs } from '#src/stabilize/shadow.ts';
import type { Shadowed } from '#domain/shadow.ts';
import type { Delivery, Translate } from '#domain/delivery.ts';

/** One lane as the database showed it: what is new and what was known. */
export type LaneSnapshot = {
  readonly lane: Lane;
  readonly heardAt: Instant | null;
  readonly readDueAt: Instant | null;
  readonly deliveries: readonly Delivery[];
  readonly facts: readonly Dated[];
  readonly postings: readonly Posting[];
  readonly entries: readonly BookedEntry[];
  /** What the matcher joined across lanes, as far as it concerns this one. */
  readonly claims: readonly Claim[];
  /** Keys of its differences that are closed as within tolerance; absent where none are. */
  readonly tolerated?: readonly string[];
  /** Of the lane of a day's summary, what is known of it. */
  readonly summary?: KnownSummary | null;
  /** Of an order's lane, the summaries that its entries are in. */
  readonly summed?: readonly SummedIn[];
};

export type Learned = Dated & { readonly deliveryId: string };

/** All that one lane's drain wants written, in one commit. */
export type LaneOutcome = {
  readonly lane: Lane;
  readonly learned: readonly Learned[];
  readonly done: readonly string[];
  readonly parked: readonly { readonly deliveryId: string; readonly reason: string }[];
  readonly entries: readonly JournalEntry[];
  /** The ERP gets those of the order by the summaries of their days. */
  readonly isSummed: boolean;
  readonly postings: readonly PlannedPosting[];
  readonly withdraw: readonly string[];
  readonly proof: Proof | null;
  /** Every difference of the lane, whether or not the lane has a proof. */
  readonly breaks: readonly Break[];
  /** What is due and not there, and what is there and not due: the matcher looks for partners in other lanes. */
  readonly openItems: readonly OpenItem[];
  /** What people did where we would have posted; null where there is nothing to compare. */
  readonly shadow: readonly Shadowed[] | null;
  /** What the merchant's own lifecycle deliveries made of the shop, if they did. */
  readonly standing: Standing | null;
  readonly heardAt: Instant | null;
  readonly readDueAt: Instant | null;
  /** A change that no delivery told of, which the store's answer to a sweep's finding has brought. */
  readonly caughtUp: Missed | null;
  /** When the proof will read differently though nothing happens; null when time changes nothing. */
  readonly proveDueAt: Instant | null;
};

export type FlowContext = {
  readonly shop: ShopSettings;
  readonly shopFacts: ShopFacts;
  readonly now: Instant;
  /** How each source's deliveries are read, by source name. */
  readonly translators: ReadonlyMap<string, Translate>;
};

/** The product on one screen, pure: translate → know → expect → prove → plan. */
export function flow(snapshot: LaneSnapshot, context: FlowContext): LaneOutcome {
  const { learned, done, parked } = translate(snapshot.deliveries, context);
  const known = learn(snapshot.facts, learned);
  // A delivery may tell of other subjects than its lane's (a part of a bulk file of hundreds): their own lanes prove them.
  const facts = known.map((one) => one.fact).filter((one) => one.lanes.includes(snapshot.lane));
  const { heardAt, readDueAt } = askTheStore(snapshot, { learned, facts }, context);

  const order = knowOrder(facts, heardAt);
  const told = {
    standing: standing(
      learned.map((one) => one.fact),
      context.shop,
    ),
    lane: snapshot.lane,
    learned,
    done,
    parked,
    heardAt,
    readDueAt: order?.header.test ? null : readDueAt,
    caughtUp: missedBy(snapshot.facts, learned),
    isSummed: false,
  };
  const settled = settle(facts, order ?? null, { snapshot, context });
  if (isSummary(snapshot.lane)) return { ...told, ...summary(facts, { snapshot, context }) };
  if (order === undefined)
    return { ...told, ...orderless(facts, { snapshot, context, settled }, told.readDueAt) };

  const expectation = expectOrder(order, context.shop, snapshot.postings);
  const planned = plannable({ order, facts }, expectation, { snapshot, context });
  const { isSummed, invoiced } = expectation;
  const news = isSummed ? bookable(order, { ...expectation, breaks: [] }, { snapshot, context }) : [];
  const ought = {
    ...(isSummed && {
      summed: { in: summedIn(snapshot.summed ?? [], { ...context, entries: news }), invoiced },
    }),
    dues: expectation.dues,
    obligations: expectation.obligations,
    anomalies: expectation.course.anomalies,
    conflicts: planned.conflicts.map((one) => one.key),
  };
  const reading = readingOf({ snapshot, context }, order);
  const { proof, openItems, againAt, places } = prove(order, ought, reading);
  const entries = bookable(order, { ...expectation, breaks: proof.breaks }, { snapshot, context });
  return {
    ...told,
    isSummed,
    entries: [...entries, ...settled.entries],
    postings: planned.write,
    withdraw: planned.withdraw,
    proof,
    breaks: [...proof.breaks, ...settled.breaks],
    openItems,
    // What people post of a day that is summed is of no single order.
    shadow: isSummed ? null : (shadowPairs(order, places, reading)?.map(compareShadow) ?? null),
    proveDueAt: earliest([againAt, settled.againAt]),
  };
}

/** What moves beside the orders is booked while the shop is ours, whatever becomes of the order that it names. */
function settle(facts: readonly Fact[], order: KnownOrder | null, around: Around): Settled {
  const { snapshot, context } = around;
  const booksFrom = invoicing(context.shop)?.cutOverAt;
  if (booksFrom === undefined || context.shop.state !== 'installed') return nothingSettled;
  const reading = readingOf(around, order);
  const settled = settleLane({ lane: snapshot.lane, facts, order, reading, booksFrom });
  const booked = snapshot.entries.filter(isOfSettlement);
  return { ...settled, entries: amendments(settled.entries, booked, context.shopFacts.periods) };
}

function earliest(times: readonly (Instant | null)[]): Instant | null {
  return times.filter((at) => at !== null).toSorted()[0] ?? null;
}

/** A lane of which no head of an order is known: documents that name no order, or one that only the ERP knows. */
function orderless(
  facts: readonly Fact[],
  around: Around & { readonly settled: Settled },
  readDueAt: Instant | null,
) {
  const { settled } = around;
  const reading = readingOf(around, null);
  const strays = straysOf(around.snapshot.lane, facts, reading);
  const ghost: Ghost = ghostOf(around.snapshot.lane, facts, reading);
  const askAt = earliest([ghost.askAt, settled.askAt]);
  const isAsked = around.context.shop.state === 'installed' && askAt !== null;
  return {
    entries: settled.entries,
    postings: [],
    withdraw: [],
    shadow: null,
    readDueAt: readDueAt ?? (isAsked ? (around.snapshot.readDueAt ?? askAt) : null),
    proof: ghost.proof,
    breaks: [...(ghost.proof?.breaks ?? []), ...strays.breaks, ...settled.breaks],
    openItems: [...ghost.openItems, ...strays.openItems],
    proveDueAt: earliest([ghost.againAt, strays.againAt, settled.againAt]),
  };
}

/** A day that is summed: one journal for what the ledger has of it, under the mode of whatever posts invoices. */
function summary(facts: readonly Fact[], around: Around) {
  const { snapshot, context } = around;
  const { shop, now } = context;
  const reading = readingOf(around, null);
  const known = snapshot.summary ?? emptySummary;
  const { obligations, breaks, againAt } = summarize(snapshot.lane, { facts, known, reading });
  const workflow = invoicing(shop);
  const mayAct = shop.state === 'installed' && shop.erpConnectionId !== null;
  const acts = mayAct && workflow !== undefined && workflow.mode !== 'off' && now >= workflow.cutOverAt;
  const { write, withdraw } = plan(obligations, snapshot.postings, acts ? [workflow] : []);
  return {
    entries: [],
    postings: write,
    withdraw,
    proof: null,
    breaks,
    openItems: [],
    shadow: null,
    proveDueAt: againAt,
  };
}

function readingOf({ snapshot, context }: Around, order: KnownOrder | null): Reading {
  const { shop, shopFacts, now } = context;
  const isOurs = order !== null && posts(shop, 'invoice posting', order.header.placedAt);
  return { now, shop, shopFacts, claims: snapshot.claims, posts: isOurs };
}

type Around = { readonly snapshot: LaneSnapshot; readonly context: FlowContext };

function invoicing(shop: ShopSettings) {
  return workflowNamed(shop, 'invoice posting');
}

/**
 * Money is booked only from the authority, for real orders of installed shops, and not before the books open: what
 * stands at the cut-over is known when it has come.
 */
function mayBook(order: KnownOrder, { shop, now }: FlowContext): boolean {
  const workflow = invoicing(shop);
  return (
    shop.state === 'installed' &&
    workflow !== undefined &&
    now >= workflow.cutOverAt &&
    order.authoritative &&
    !order.header.test &&
    !order.deleted
  );
}

/** The workflows that may act on an order: those that are not off, and began before it was placed. */
function acting(order: KnownOrder, context: FlowContext): readonly Workflow[] {
  const { workflows, erpConnectionId } = context.shop;
  if (erpConnectionId === null || !mayBook(order, context)) return [];
  return workflows.filter(({ mode, cutOverAt }) => mode !== 'off' && order.header.placedAt >= cutOverAt);
}

/** What the books lack of what they ought to say, and what takes back what they should not. */
function bookable(
  order: KnownOrder,
  { entries, breaks }: Pick<Expectation, 'entries'> & { readonly breaks: readonly Break[] },
  { snapshot, context }: Around,
): readonly JournalEntry[] {
  const booksFrom = invoicing(context.shop)?.cutOverAt;
  if (!mayBook(order, context) || booksFrom === undefined) return [];
  const tolerated = new Set(snapshot.tolerated);
  const rounded = roundingEntries(context.shop, { order: order.header, breaks, tolerated, booksFrom });
  const booked = snapshot.entries.filter((one) => !isOfSettlement(one));
  return amendments([...entries, ...rounded], booked, context.shopFacts.periods);
}

function plannable(
  { order, facts }: { readonly order: KnownOrder; readonly facts: readonly Fact[] },
  { obligations, amendments: changes, dues }: Expectation,
  { snapshot, context }: Around,
) {
  // What the store deleted or does not show obliges nothing: whatever has not left must not leave.
  if (order.deleted || order.read?.found === false)
    return plan([], snapshot.postings, context.shop.workflows);
  const acts = actsOf(order, { shop: context.shop, shopFacts: context.shopFacts, now: context.now });
  const routes = routesOf(facts, context.shop, snapshot.postings);
  const documents = heldForCandidates(obligations, dues, snapshot.claims);
  return plan([...documents, ...changes, ...acts, ...routes], snapshot.postings, acting(order, context));
}
