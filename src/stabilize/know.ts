import type {
  Agreement,
  ErpDocument,
  ErpShipment,
  Fact,
  FactBodies,
  FactKind,
  Fulfillment,
  OrderHeader,
  OrderRead,
  Refund,
  Return,
  StoreAct,
  Transaction,
} from '#domain/fact.ts';
import type { FulfillmentOrder } from '#domain/fulfillment-order.ts';
import type { Instant } from '#domain/instant.ts';

/** Everything that is known of one order, whichever way it came. */
export type KnownOrder = {
  readonly header: OrderHeader;
  /** The latest state of each transaction and fulfillment, oldest first. */
  readonly transactions: readonly Transaction[];
  readonly fulfillments: readonly Fulfillment[];
  readonly agreements: readonly Agreement[];
  readonly refunds: readonly Refund[];
  readonly returns: readonly Return[];
  readonly fulfillmentOrders: readonly FulfillmentOrder[];
  readonly documents: readonly KnownDocument[];
  /** Documents that the ERP had and does not show any more, in their last state. */
  readonly gone: readonly KnownDocument[];
  /** What the ERP says has left, whoever told it, oldest first. */
  readonly shipments: readonly ErpShipment[];
  /** What we did in the store, by the store's own answers. */
  readonly acts: readonly StoreAct[];
  readonly read: OrderRead | null;
  readonly deleted: boolean;
  /** The store was asked after the newest event, so money may be planned from what is known (ACCOUNTING §4). */
  readonly authoritative: boolean;
};

/** A document in its newest state, beside the state in which our posting's receipt showed it; null if none did. */
export type KnownDocument = ErpDocument & { readonly asPosted: ErpDocument | null };

/** Of rival facts the greatest (time, authority, digest) wins; `digests` go with `facts`. */
export type Dated = { readonly fact: Fact; readonly digest: string };

/** Joins what was known with what was just learned; order and repetition of either cannot matter. */
export function learn(known: readonly Dated[], learned: readonly Dated[]): readonly Dated[] {
  const best = new Map<string, Dated>();
  for (const each of [...known, ...learned]) {
    const name = `${each.fact.kind} ${each.fact.key}`;
    const rival = best.get(name);
    if (rival === undefined || outranks(each, rival)) best.set(name, each);
  }
  return [...best.values()];
}

/** The same order of rank is written in SQL where facts are stored (stabilize/store.ts). */
function outranks(one: Dated, other: Dated): boolean {
  if (one.fact.happenedAt !== other.fact.happenedAt) return one.fact.happenedAt > other.fact.happenedAt;
  if (one.fact.authority !== other.fact.authority) return one.fact.authority;
  return one.digest > other.digest;
}

/** The order that these facts describe, or undefined while its head is not known. */
export function knowOrder(facts: readonly Fact[], heardAt: Instant | null): KnownOrder | undefined {
  const [header] = bodies(facts, 'order');
  if (header === undefined) return undefined;
  const [read = null] = bodies(facts, 'order_read');
  return {
    header,
    // A payload gives a payment in the customer's currency; the authority will give it in that of the books.
    transactions: latest(facts, 'transaction', (body) => body.transaction)
      .filter((one) => one.amount.currency === header.currency)
      .toSorted(byTime((one) => [one.processedAt, one.transaction])),
    fulfillments: latest(facts, 'fulfillment', (body) => body.fulfillment).toSorted(
      byTime((one) => [one.createdAt, one.fulfillment]),
    ),
    agreements: bodies(facts, 'agreement').toSorted(byTime((one) => [one.happenedAt, one.agreement])),
    refunds: bodies(facts, 'refund').toSorted(byTime((one) => [one.createdAt, one.refund])),
    returns: bodies(facts, 'return').toSorted(byTime((one) => [one.createdAt, one.return])),
    fulfillmentOrders: bodies(facts, 'fulfillment_order').toSorted(byTime((one) => [one.fulfillmentOrder])),
    documents: knowDocuments(facts),
    gone: goneDocuments(facts),
    shipments: bodies(facts, 'erp_shipment').toSorted(byTime((one) => [one.shippedAt, one.shipment])),
    acts: bodies(facts, 'store_act').toSorted(byTime((one) => [one.postingKey])),
    read,
    deleted: facts.some((fact) => fact.kind === 'order_deleted'),
    authoritative: read !== null && read.found && (heardAt === null || read.readAt >= heardAt),
  };
}

/** The documents that the ERP holds, each in its newest state, whoever told of it. */
export function knowDocuments(facts: readonly Fact[]): KnownDocument[] {
  return toldDocuments(facts).flatMap(({ document, isGone }) => (isGone ? [] : [document]));
}

/** The documents that it held once and that a whole look at it did not show any more. */
export function goneDocuments(facts: readonly Fact[]): KnownDocument[] {
  return toldDocuments(facts).flatMap(({ document, isGone }) => (isGone ? [document] : []));
}

type Told = { readonly document: KnownDocument; readonly isGone: boolean };

function toldDocuments(facts: readonly Fact[]): Told[] {
  const gone = new Map(
    facts.flatMap((fact) =>
      isKind(fact, 'erp_document_gone') ? [[documentName(fact.body), fact.body.modifiedAt]] : [],
    ),
  );
  const told = facts
    .filter((fact) => isKind(fact, 'erp_document'))
    .toSorted(byTime((one) => [one.happenedAt, one.key]));
  const same = Map.groupBy(told, ({ body }) => documentName(body));
  const all = [...same].flatMap(([name, states]): Told[] => {
    const newest = states.at(-1);
    if (newest === undefined) return [];
    const lostAt = gone.get(name);
    return [
      { document: joined(states, newest), isGone: lostAt !== undefined && lostAt >= newest.happenedAt },
    ];
  });
  return all.toSorted(
    byTime(({ document }) => [document.postingKey ?? '', document.documentId, document.kind]),
  );
}

function documentName({
  connectionId,
  kind,
  documentId,
}: Pick<ErpDocument, 'connectionId' | 'kind' | 'documentId'>) {
  return `${connectionId}/${kind}/${documentId}`;
}

type State = Of<'erp_document'>;

/**
 * What the receipt said of a document joins what callbacks and sweeps tell of it: the newest state, under the posting's
 * key. A sweep tells most; what it alone tells holds as long as nobody told of a later state.
 */
function joined(states: readonly State[], newest: State): KnownDocument {
  const seen = states.filter(({ body }) => body.told === 'sweep').at(-1);
  const { body } = seen?.happenedAt === newest.happenedAt ? seen : newest;
  const method = states.map((one) => one.body.method).find((one) => typeof one === 'string');
  const asPosted = states.find((one) => one.body.told === 'receipt')?.body ?? null;
  return {
    ...body,
    createdAt: states.map((one) => one.body.createdAt).find((one) => one !== null) ?? null,
    // A document that we adopted has no key of ours at the ERP; its receipt says which posting it stands for.
    postingKey: asPosted?.postingKey ?? body.postingKey,
    adopted: asPosted?.adopted ?? false,
    ...(method !== undefined && { method }),
    asPosted,
  };
}

function bodies<Kind extends FactKind>(facts: readonly Fact[], kind: Kind): FactBodies[Kind][] {
  return facts.filter((fact) => isKind(fact, kind)).map((fact) => fact.body);
}

/** A thing whose states are kept side by side (pending, success) stands in the one that happened last. */
function latest<Kind extends 'transaction' | 'fulfillment'>(
  facts: readonly Fact[],
  kind: Kind,
  name: (body: FactBodies[Kind]) => string,
): FactBodies[Kind][] {
  const states = facts.flatMap((fact) =>
    isKind(fact, kind)
      ? [{ body: fact.body, rank: [fact.happenedAt, settledRank(fact.body.status), fact.key] }]
      : [],
  );
  const inOrder = states.toSorted((one, other) => compare(one.rank, other.rank));
  return [...new Map(inOrder.map(({ body }) => [name(body), body])).values()];
}

const settled = new Set(['success', 'failure', 'error', 'cancelled']);

/** At one instant, a state that can still change, or that nobody has documented, stands behind one that cannot. */
function settledRank(status: string): string {
  return settled.has(status) ? '1' : '0';
}

type Of<Kind extends FactKind> = Fact & { readonly kind: Kind; readonly body: FactBodies[Kind] };

function isKind<Kind extends FactKind>(fact: Fact, kind: Kind): fact is Of<Kind> {
  return fact.kind === kind;
}

function byTime<One>(rank: (one: One) => readonly string[]): (one: One, other: One) => number {
  return (one, other) => compare(rank(one), rank(other));
}

function compare(one: readonly string[], other: readonly string[]): number {
  for (const [at, part] of one.entries()) {
    const rival = other[at] ?? '';
    if (part !== rival) return part < rival ? -1 : 1;
  }
  return 0;
}
