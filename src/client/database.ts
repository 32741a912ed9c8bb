import { neon, NeonDbError, neonConfig } from '@neondatabase/serverless';
import { DrizzleQueryError, type SQL, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/neon-http';

/** Postgres could not be reached, or did not say whether it committed: send again, every write has a key. */
export class StoreDown extends Error {
  override readonly name = 'StoreDown';
}

/** The lane moved on between our reading and our writing; nothing was written. */
export class StaleLane extends Error {
  override readonly name = 'StaleLane';
}

/** Postgres refused the statement. The message carries no parameter, because parameters hold people's data. */
export class StoreRefused extends Error {
  override readonly name = 'StoreRefused';
  readonly code: string;
  readonly constraint: string | undefined;

  constructor(code: string, constraint: string | undefined) {
    super(`the database refused with ${code}${constraint === undefined ? '' : ` (${constraint})`}`);
    this.code = code;
    this.constraint = constraint;
  }
}

/** One statement and the shape of a row it answers with; the shape is the statement's own claim. */
export type Statement<Row> = { readonly query: SQL; readonly row?: Row };

export function statement<Row>(query: SQL): Statement<Row> {
  return { query };
}

type Answers<Statements extends readonly Statement<unknown>[]> = {
  -readonly [At in keyof Statements]: Statements[At] extends Statement<infer Row> ? Row[] : never;
};

/** Whose rows a trip sees: a shop by our id, or by the domain that a signed session proved. An unknown domain sees none. */
export type Scope = string | { readonly domain: string };

function scoped(scope: Scope): readonly SQL[] {
  if (typeof scope === 'string') return [sql`select set_config('app.shop_id', ${scope}, true)`];
  // The first setting lets the second see the one row that has this domain.
  return [
    sql`select set_config('app.shop_domain', ${scope.domain}, true)`,
    sql`select set_config('app.shop_id', coalesce((select id::text from shop where domain = ${scope.domain}), ''), true)`,
  ];
}

/** Counts the round trips of one request; made anew for each. */
export interface Database {
  readonly trips: number;
  /** One statement outside any shop's scope: only what the two definer functions answer. */
  readonly across: <Row>(one: Statement<Row>) => Promise<Row[]>;
  /**
   * One transaction in the scope of one shop, in one round trip: first the writes, then the reads, whose rows
   * it returns. All or nothing.
   */
  readonly trip: <const Reads extends readonly Statement<unknown>[]>(
    scope: Scope,
    reads: Reads,
    writes?: readonly Statement<unknown>[],
  ) => Promise<Answers<Reads>>;
}

const timeoutMs = 10_000;

// The driver has no timeout of its own; a socket that hangs would hang the Worker.
neonConfig.fetchFunction = async (url: string, init: RequestInit) =>
  fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });

/** Opens Neon over HTTP. Nothing is connected until the first trip. */
export function openDatabase(url: string): Database {
  const db = drizzle({ client: neon(url) });
  let trips = 0;
  return {
    get trips() {
      return trips;
    },
    async across<Row>(one: Statement<Row>) {
      trips += 1;
      const answer = await guarded(async () => db.execute(one.query));
      return rowsAs<Row[]>(answer.rows);
    },
    async trip(scope, reads, writes = []) {
      trips += 1;
      const before = [...scoped(scope), ...writes.map((each) => each.query)];
      const [first, ...rest] = [...before, ...reads.map((each) => each.query)].map((query) =>
        db.execute(query),
      );
      if (first === undefined) throw new Error('a trip has a scope');
      const answers = await guarded(async () => db.batch([first, ...rest]));
      return rowsAs(answers.slice(before.length).map((answer) => answer.rows));
    },
  };
}

async function guarded<Answer>(act: () => Promise<Answer>): Promise<Answer> {
  try {
    return await act();
  } catch (error) {
    throw translated(error);
  }
}

/** Drizzle's errors print every parameter; what leaves here prints none. */
function translated(error: unknown): Error {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  if (!(cause instanceof NeonDbError) || cause.code === undefined)
    return new StoreDown('the database is out of reach');
  if (cause.code === 'PL001') return new StaleLane(cause.message);
  // Class 08 is a lost connection, 40 a deadlock, 57P0x a server going down, 53 a server without room: all pass.
  if (/^(08|40|57P0|53)/.test(cause.code))
    return new StoreDown(`the database is not serving (${cause.code})`);
  return new StoreRefused(cause.code, cause.constraint);
}

// The driver answers rows as objects of text, numbers and JSON; each statement names its columns.
function rowsAs<Rows>(rows: unknown): Rows {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the guarantee is stated above
  return rows as Rows;
}
