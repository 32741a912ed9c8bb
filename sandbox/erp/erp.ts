/** An ERP that speaks our ERP contract, keeps its own books, and fails the way a test asks it to. */
import canonicalize from 'canonicalize';
import type { Clock } from '../clock.ts';
import type { StandIn } from '../stand-in.ts';
import { type Book, type Filed, openBook, refusalOf, sourceOf, totalOf } from './book.ts';
import { type Entry, type ErpDocument, type Kind, kindsByPath, type Money, readEntry } from './contract.ts';
import { type Messenger, type MessengerOptions, openMessenger, type SentCallback } from './messenger.ts';

/** '…-after-success' executes the call and then loses the answer; 'timeout' never executed it. */
type ErpFault = '500' | '500-after-success' | 'timeout' | 'timeout-after-success' | '429';

export type ErpOptions = {
  readonly clock: Clock;
  readonly token: string;
  /** False: a search-only ERP, which stores our key but creates twice without complaint. */
  readonly enforcesKeys?: boolean;
  /**
   * How long the ERP may work on a call whose answer was lost. Until then a search does not find what
   * the call created, which is why a search-only ERP may not be asked again too early.
   */
  readonly executionTimeMs?: number;
  /** Where it tells what happens in it, and how; without it, it is silent. */
  readonly callbacks?: Omit<MessengerOptions, 'clock'>;
  /** True: it also tells of each invoice that was posted into it through the contract. */
  readonly announces?: boolean;
};

type ErpCounts = {
  readonly salesOrders: number;
  readonly deposits: number;
  readonly invoices: number;
  readonly applications: number;
  readonly duplicates: number;
};

/** What a person types in: no key, and perhaps without saying what it is about. */
type HandWritten = {
  readonly order: string | null;
  readonly total: Money;
  readonly status?: ErpDocument['status'];
  /** The transaction, fulfillment or "deposit invoice" pair it stands for; the order itself for a sales order. */
  readonly source?: string;
};

export interface Erp extends StandIn {
  readonly documents: readonly ErpDocument[];
  /** Open ones only: a canceled document is neither counted nor a duplicate. */
  counts(): ErpCounts;
  /** What it told by itself, with each attempt. */
  readonly told: readonly SentCallback[];
  /** A person types a document in; `announce` lets the ERP tell of it. */
  enterByHand(kind: Kind, written: HandWritten, options?: { readonly announce: boolean }): ErpDocument;
  /** A person changes or cancels a document, whoever made it; the ERP tells of it where the contract has a callback. */
  editByHand(document: ErpDocument, changes: { total?: Money; status?: ErpDocument['status'] }): ErpDocument;
  tell: Messenger['tell'];
  /** Lets the next calls fail: creates unless it says otherwise. */
  plant(fault: ErpFault, options?: { readonly calls?: number; readonly of?: 'create' | 'find' }): void;
}

export function openErp(options: ErpOptions): Erp {
  const { clock } = options;
  const book = openBook(clock);
  const messenger = options.callbacks && openMessenger({ clock, ...options.callbacks });
  const faults = { create: new Array<ErpFault>(), find: new Array<ErpFault>() };
  return {
    hosts: ['erp.plumbline.test'],
    documents: book.documents,
    told: messenger?.sent ?? [],
    tell(type, data) {
      messenger?.tell(type, data);
    },
    counts: () => countsOf(book.filed),
    enterByHand(kind, { order, total, status = 'posted', source }, { announce } = { announce: false }) {
      const about = source ?? (kind === 'sales_order' ? order : null);
      const hidden = { source: about, body: null, visibleFrom: clock.now(), joins: [] };
      const document = book.file({ kind, key: null, order, total, status }, hidden);
      if (announce) tellOf(document, messenger);
      return document;
    },
    editByHand(document, changes) {
      const edited = book.edit(document, changes);
      tellOf(edited, messenger);
      return edited;
    },
    plant(fault, { calls = 1, of = 'create' } = {}) {
      for (let call = 0; call < calls; call += 1) faults[of].push(fault);
    },
    async fetch(request) {
      const url = new URL(request.url);
      const kind = kindsByPath[url.pathname];
      if (request.headers.get('Authorization') !== `Bearer ${options.token}`)
        return refuse(401, 'unauthorized', 'The token is not known here.');
      if (kind === undefined) return refuse(404, 'not_found', `There is nothing at ${url.pathname}.`);
      if (request.method === 'GET')
        return failing(faults.find.shift(), async () =>
          find(kind, url.searchParams, { book, now: clock.now() }),
        );
      if (request.method !== 'POST') return refuse(405, 'method_not_allowed', 'Use POST or GET.');
      const fault = faults.create.shift();
      const lost = fault === 'timeout-after-success' || fault === '500-after-success';
      const visibleFrom = clock.now() + (lost ? (options.executionTimeMs ?? 0) : 0);
      const enforcesKeys = options.enforcesKeys ?? true;
      const made = (document: ErpDocument): void => {
        if (options.announces === true && kind === 'invoice') tellOf(document, messenger);
      };
      return failing(fault, () => post(kind, request, { book, visibleFrom, enforcesKeys, made }));
    },
  };
}

/** The contract has callbacks for two of the four kinds. */
function tellOf(document: ErpDocument, messenger: Messenger | undefined): void {
  const { kind } = document;
  if (kind === 'sales_order') messenger?.tell('sales_order.changed', { ...document, kind });
  if (kind === 'invoice') messenger?.tell('invoice.posted', { ...document, kind });
}

type Desk = {
  readonly book: Book;
  readonly visibleFrom: number;
  readonly enforcesKeys: boolean;
  readonly made: (document: ErpDocument) => void;
};

async function post(kind: Kind, request: Request, desk: Desk): Promise<Response> {
  const value: unknown = await request.json().catch(() => null);
  const entry = readEntry(kind, value);
  if ('problem' in entry) return refuse(422, 'invalid_body', entry.problem);
  if (request.headers.get('Idempotency-Key') !== entry.body.key)
    return refuse(422, 'key_mismatch', 'The Idempotency-Key header and the key in the body differ.');
  return create(entry, canonicalize(value) ?? '', desk);
}

function create(entry: Entry, body: string, desk: Desk): Response {
  const { book, visibleFrom, enforcesKeys } = desk;
  const { kind } = entry;
  const { key, order } = entry.body;
  const before = book.filed.find((each) => each.document.key === key && each.document.kind === kind);
  if (enforcesKeys && before !== undefined)
    return before.body === body
      ? Response.json(before.document)
      : refuse(409, 'idempotency_key_reused', `The key ${key} was used for another body.`);
  const refusal = refusalOf(entry, book.filed);
  if (refusal !== undefined) return refuse(422, refusal.code, refusal.message);
  const status = kind === 'sales_order' ? 'open' : 'posted';
  const joins = entry.kind === 'application' ? [entry.body.depositId, entry.body.invoiceId] : [];
  const document = book.file(
    { kind, key, order: order.id, total: totalOf(entry), status },
    { source: sourceOf(entry), body, visibleFrom, joins },
  );
  desk.made(document);
  return Response.json(document, { status: 201 });
}

function find(kind: Kind, search: URLSearchParams, { book, now }: { book: Book; now: number }): Response {
  const key = search.get('key');
  const order = search.get('order');
  if (key === null && order === null) return refuse(422, 'no_search', 'Search by key or by order.');
  const found = book.filed.filter(
    ({ document, visibleFrom }) =>
      document.kind === kind &&
      visibleFrom <= now &&
      (key === null || document.key === key) &&
      (order === null || document.order === order),
  );
  return Response.json({ documents: found.map((each) => each.document) });
}

async function failing(fault: ErpFault | undefined, act: () => Promise<Response>): Promise<Response> {
  if (fault === '429')
    return Response.json(problem('too_many_requests', 'Slow down.'), {
      status: 429,
      headers: { 'Retry-After': '2' },
    });
  if (fault === 'timeout') throw new TypeError('fetch failed');
  const answer = fault === '500' ? undefined : await act();
  if (fault === 'timeout-after-success') throw new TypeError('fetch failed');
  if (fault === '500-after-success' || answer === undefined)
    return refuse(500, 'internal', 'Something went wrong.');
  return answer;
}

function countsOf(filed: readonly Filed[]): ErpCounts {
  const counted = filed.filter((each) => each.document.status !== 'canceled');
  const count = (kind: Kind): number => counted.filter((each) => each.document.kind === kind).length;
  const known = counted.filter((each) => each.source !== null);
  const sources = new Set(known.map((each) => `${each.document.kind} ${each.source}`));
  return {
    salesOrders: count('sales_order'),
    deposits: count('customer_deposit'),
    invoices: count('invoice'),
    applications: count('application'),
    duplicates: known.length - sources.size,
  };
}

function problem(code: string, message: string): object {
  return { error: { code, message } };
}

function refuse(status: number, code: string, message: string): Response {
  return Response.json(problem(code, message), { status });
}
