/** An ERP that speaks our ERP contract, keeps its own books, and fails the way a test asks it to. */
import type { AnyDocument } from '#src/contract/document.ts';
import type { Sweep } from '#src/contract/sweep.ts';
import type { Clock } from '../clock.ts';
import type { StandIn } from '../stand-in.ts';
import { amend, amendmentAsked } from './amend.ts';
import { describe, refuse } from './answer.ts';
import { openBook } from './book.ts';
import { type ErpDocument, kindsByPath, type SentKind } from './contract.ts';
import { countsOf, type ErpCounts } from './counts.ts';
import { create } from './create.ts';
import type { Filed } from './filing.ts';
import { type Credit, openCredit } from './credit.ts';
import { type Messenger, type MessengerOptions, openMessenger, type SentCallback } from './messenger.ts';
import { openPeople, type People } from './person.ts';
import { find, type Reading, sweep, sweepsByPath } from './search.ts';
import type { Level } from './stock.ts';
import { openTeller } from './tell.ts';
import { type Met, openTrouble, type Trouble, troubled } from './trouble.ts';

export type ErpOptions = {
  readonly clock: Clock;
  /** Where it is found; a shop's own ERP is the only one that most worlds have. */
  readonly host?: string;
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
  /** True: it also tells of each invoice that was posted into it through the contract, and of each sales order changed. */
  readonly announces?: boolean;
  /** In what money it values its stock. */
  readonly stockCurrency?: string;
};

export interface Erp extends StandIn, People, Omit<Trouble, 'meet'> {
  readonly documents: readonly ErpDocument[];
  /** All that it says of a document, with its lines in the general ledger. */
  look(document: ErpDocument): AnyDocument | undefined;
  /** By `sku@location`. */
  readonly stockLevels: ReadonlyMap<string, Level>;
  readonly credit: Omit<Credit, 'refusalOf'>;
  /** Open ones only: a canceled document is neither counted nor a duplicate. */
  counts(): ErpCounts;
  /** What it told by itself, with each attempt. */
  readonly told: readonly SentCallback[];
  tell: Messenger['tell'];
}

const usualExecutionMs = 60_000;

export function openErp(options: ErpOptions): Erp {
  const { clock, enforcesKeys = true, executionTimeMs, announces = false } = options;
  const book = openBook(clock);
  const desk = { book, enforcesKeys };
  const credit = openCredit(book);
  const trouble = openTrouble(clock);
  const messenger = options.callbacks && openMessenger({ clock, ...options.callbacks });
  const { stockCurrency = 'EUR' } = options;

  async function post(kind: SentKind, request: Request, met: Met | undefined): Promise<Response> {
    const isLost = met?.fault.endsWith('-after-success') === true;
    const lateMs = met?.fault === 'slow' ? (executionTimeMs ?? usualExecutionMs) : 0;
    const visibleFrom = clock.now() + (isLost ? (executionTimeMs ?? 0) : lateMs);
    const made = (id: string): void => {
      const filed = book.of(id);
      if (announces && kind === 'invoice' && filed) openTeller(messenger, lateMs).document(filed);
    };
    return create(kind, request, { ...desk, credit, visibleFrom, made });
  }

  const changed = (filed: Filed): void => {
    if (announces) openTeller(messenger).document(filed);
  };

  async function answer(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const kind = kindsByPath.get(pathname);
    const asked = amendmentAsked(pathname, request.method);
    const swept = sweepsByPath[pathname];
    if (asked !== undefined)
      return troubled(trouble.meet('amend'), async () => amend(asked, request, { ...desk, changed }));
    if (kind === undefined && swept === undefined)
      return refuse(404, { code: 'not_found', message: `There is nothing at ${pathname}.` });
    if (request.method === 'GET')
      return troubled(trouble.meet(kind === undefined ? 'sweep' : 'find'), async () =>
        read({ kind, swept }, searchParams, { book, now: clock.now() }),
      );
    if (request.method !== 'POST' || kind === undefined)
      return refuse(405, { code: 'method_not_allowed', message: 'Use POST or GET.' });
    const met = trouble.meet('create');
    return troubled(met, async () => post(kind, request, met));
  }

  return {
    hosts: [options.host ?? 'erp.plumbline.test'],
    documents: book.documents,
    stockLevels: book.stock.levels,
    told: messenger?.sent ?? [],
    tell: (type, data, when) => messenger?.tell(type, data, when),
    look: ({ id }) => described(book.of(id)),
    credit,
    counts: () => countsOf(book.filed),
    ...openPeople({ clock, book, teller: openTeller(messenger), stockCurrency }),
    ...trouble,
    fetch: async (request) =>
      request.headers.get('Authorization') === `Bearer ${options.token}`
        ? answer(request)
        : refuse(401, { code: 'unauthorized', message: 'The token is not known here.' }),
  };
}

type Sought = { readonly kind: SentKind | undefined; readonly swept: Sweep | undefined };

function read({ kind, swept }: Sought, search: URLSearchParams, reading: Reading): Response {
  return kind === undefined ? sweep(swept ?? 'documents', search, reading) : find(kind, search, reading);
}

function described(filed: Filed | undefined): AnyDocument | undefined {
  return filed && describe(filed);
}
