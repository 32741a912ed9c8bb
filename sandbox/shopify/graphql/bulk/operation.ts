/** The bulk operations of one app in one shop: how many may run, how they go on in time, and what became of each. */
import { type DocumentNode, type ExecutionResult, GraphQLError } from 'graphql';
import type { Clock } from '../../../clock.ts';
import { uuidFrom } from '../../courier.ts';
import { idsFrom } from '../../id.ts';
import type { Announce } from '../../model/news.ts';
import { type BulkFile, openBulkFile } from './file.ts';
import { flatten } from './lines.ts';
import { type PagedQuery, pagedQuery } from './page.ts';
import { readBulkQuery } from './rule.ts';
import type { FileStorage } from './storage.ts';

export type BulkErrorCode = 'ACCESS_DENIED' | 'INTERNAL_SERVER_ERROR' | 'TIMEOUT';

export type BulkOperation = {
  readonly id: bigint;
  readonly query: string;
  readonly createdAt: number;
  readonly status: 'CREATED' | 'RUNNING' | 'CANCELING' | 'COMPLETED' | 'CANCELED' | 'FAILED';
  readonly errorCode: BulkErrorCode | null;
  readonly completedAt: number | null;
  readonly objectCount: number;
  readonly rootObjectCount: number;
  /** What it found lies here; null while it runs, when that is nothing, and when its time is over. */
  readonly file: { readonly url: string; readonly size: number; readonly until: number } | null;
};

/** Puts a question to the shop as the app would; a bulk operation asks in pages nobody counts. */
export type Answer = (document: DocumentNode) => Promise<ExecutionResult>;

export type Refused = { readonly code: 'INVALID' | 'LIMIT_REACHED'; readonly message: string };

export interface BulkBook {
  /** Oldest first. */
  readonly all: readonly BulkOperation[];
  start(query: { readonly text: string; readonly groupObjects: boolean }): BulkOperation | readonly Refused[];
  /** Asks an operation that runs to end; it does so at its next step. Undefined when it has ended already. */
  cancel(operation: BulkOperation): BulkOperation | undefined;
  /** The next operation that would begin a page breaks off before its second one. */
  failNext(code: BulkErrorCode): void;
}

/** Of each type, per app and shop (Shopify docs: Perform bulk operations). */
const runningMax = 5;
const rootsPerPage = 100;
const beginMs = 1000;
const pageMs = 500;
/** Shopify says that grouping slows an operation down, not by how much. */
const groupedPageMs = 1000;
const keptMs = 7 * 86_400_000;

type Kept = { -readonly [Field in keyof BulkOperation]: BulkOperation[Field] };

type Run = {
  readonly operation: Kept;
  readonly paged: PagedQuery;
  readonly groupObjects: boolean;
  readonly file: BulkFile;
  readonly failure: BulkErrorCode | undefined;
};

type World = {
  readonly clock: Clock;
  readonly announce: Announce;
  readonly storage: FileStorage;
  readonly answer: Answer;
  /** Makes ids and addresses differ between stores. */
  readonly salt: string;
};

export function openBulkBook(world: World): BulkBook {
  const { clock } = world;
  const nextId = idsFrom(`${world.salt} bulk`);
  const all: Kept[] = [];
  const failures: BulkErrorCode[] = [];
  const step = openSteps(world);
  return {
    all,
    start({ text, groupObjects }) {
      const read = readBulkQuery(text);
      if ('refusals' in read) return read.refusals.map((message) => ({ code: 'INVALID', message }));
      if (all.filter(isRunning).length >= runningMax)
        return [
          {
            code: 'LIMIT_REACHED',
            message: `This app and shop already run ${runningMax} bulk query operations.`,
          },
        ];
      const operation: Kept = {
        id: nextId(),
        query: text,
        createdAt: clock.now(),
        status: 'CREATED',
        errorCode: null,
        completedAt: null,
        objectCount: 0,
        rootObjectCount: 0,
        file: null,
      };
      all.push(operation);
      const paged = pagedQuery(read.document, rootsPerPage);
      const run = { operation, paged, groupObjects, file: openBulkFile(), failure: failures.shift() };
      clock.at(clock.now() + beginMs, 'a bulk operation begins', async () => step(run, null));
      return operation;
    },
    cancel({ id }) {
      const operation = all.find((one) => one.id === id);
      if (operation === undefined || !isRunning(operation)) return undefined;
      operation.status = 'CANCELING';
      return operation;
    },
    failNext: (code) => void failures.push(code),
  };
}

function isRunning({ status }: BulkOperation): boolean {
  return status === 'CREATED' || status === 'RUNNING' || status === 'CANCELING';
}

/** An operation reads page after page of the shop as it then is: it is no picture of one instant. */
function openSteps(world: World): (run: Run, cursor: string | null) => Promise<void> {
  const { clock } = world;
  return async function step(run, cursor) {
    const { operation } = run;
    if (operation.status === 'CANCELING') return end(world, run, 'CANCELED');
    operation.status = 'RUNNING';
    const { data, errors = [] } = await world.answer(run.paged.at(cursor));
    const { lines, roots } = flatten(data, run.groupObjects);
    run.file.append(lines);
    operation.objectCount += lines.length;
    operation.rootObjectCount += roots;
    const next = run.paged.next(data);
    operation.errorCode = codeOf(errors) ?? run.failure ?? null;
    if (operation.errorCode !== null) return end(world, run, 'FAILED');
    if (next === null) return end(world, run, 'COMPLETED');
    const wait = run.groupObjects ? groupedPageMs : pageMs;
    clock.at(clock.now() + wait, 'a bulk operation goes on', async () => step(run, next));
  };
}

/** Only what the rules of the shop say ends an operation so; what the sandbox cannot answer is said aloud. */
function codeOf(errors: readonly GraphQLError[]): BulkErrorCode | undefined {
  const [first] = errors;
  if (first === undefined) return undefined;
  if (errors.every((one) => one.extensions['code'] === 'ACCESS_DENIED')) return 'ACCESS_DENIED';
  throw new Error(`a bulk operation asked what cannot be answered: ${first.message}`, { cause: first });
}

function end(world: World, { operation, file }: Run, status: 'COMPLETED' | 'CANCELED' | 'FAILED'): void {
  const { clock, storage, announce } = world;
  const now = clock.now();
  operation.status = status;
  operation.completedAt = now;
  if (file.size > 0 && status !== 'CANCELED') {
    const until = now + keptMs;
    const name = uuidFrom(`${world.salt} bulk file ${operation.id}`);
    operation.file = { url: storage.put(name, file, until), size: file.size, until };
  }
  const { id, errorCode, createdAt } = operation;
  announce([
    {
      topic: 'bulk_operations/finish',
      operation: { id, type: 'QUERY', status, errorCode, createdAt, completedAt: now },
    },
  ]);
}
