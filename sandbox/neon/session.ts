// One connection for one request: statements run on it as the proxy runs them, and their results leave as it writes them.

import pg from 'pg';

import { Refused } from './failure.ts';

export interface Session {
  run(statement: {
    query: string;
    params: readonly unknown[];
    arrayMode?: boolean | undefined;
  }): Promise<Result>;
  /** Runs a statement of the proxy's own, whose result nobody asked for. */
  command(text: string): Promise<void>;
  /** Gives the connection back; one that failed, or was left inside a transaction, is not used again. */
  close(error?: unknown): void;
}

export interface Result {
  readonly fields: readonly pg.FieldDef[];
  readonly rows: readonly (Row | Record<string, string | null>)[];
  readonly command: string;
  readonly rowCount: number | null;
  readonly rowAsArray: boolean;
}

type Row = (string | null)[];

export interface SessionOptions {
  readonly signal: AbortSignal;
  readonly arrayMode: boolean;
  /** How much the rows of one request may weigh together. */
  readonly bytesMax: number;
}

export async function openSession(
  pool: pg.Pool,
  { signal, arrayMode, bytesMax }: SessionOptions,
): Promise<Session> {
  const client = await pool.connect();
  let bytes = 0;

  // Between two statements a broken connection speaks up here; the next statement fails and says so.
  const broken = () => undefined;
  // The proxy cancels the running query when its client hangs up.
  const cancel = () =>
    void pool.query('select pg_cancel_backend($1)', [Reflect.get(client, 'processID')]).catch(broken);
  client.on('error', broken);
  signal.addEventListener('abort', cancel);

  return {
    async run(statement) {
      const result = await client.query<Row>(query(statement));
      bytes += weigh(result.rows);
      if (bytes > bytesMax) throw new Refused(507, `response is too large (max is ${bytesMax} bytes)`);
      return toJson(result, statement.arrayMode ?? arrayMode);
    },
    async command(text) {
      await client.query(text);
    },
    close(error) {
      signal.removeEventListener('abort', cancel);
      client.off('error', broken);
      const usable = error === undefined || error instanceof Refused || isRefusedStatement(error);
      client.release(!usable || signal.aborted || client.getTransactionStatus() !== 'I');
    },
  };
}

function isRefusedStatement(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.severity === 'ERROR';
}

function query({ query: text, params }: Parameters<Session['run']>[0]): pg.QueryArrayConfig {
  const name = nameOf(text);
  const config = {
    text,
    ...(name === undefined ? {} : { name }),
    values: params.map(toText),
    rowMode: 'array' as const,
    // Without parameters pg would use the simple protocol, in which one text may hold several statements.
    queryMode: 'extended',
    // The driver, not the server, turns text into values.
    types: { getTypeParser: () => (value: string) => value },
  };
  return config;
}

const namesMax = 1000;
const names = new Map<string, string>();

/** A statement with a name is parsed once a connection, which is most of what a short one costs on one machine. */
function nameOf(text: string): string | undefined {
  const name = names.get(text) ?? (names.size < namesMax ? `statement_${names.size}` : undefined);
  if (name !== undefined) names.set(text, name);
  return name;
}

function toText(param: unknown): unknown {
  if (param === null || typeof param === 'string' || Array.isArray(param)) return param;
  return JSON.stringify(param);
}

function toJson({ fields, rows, command, rowCount }: pg.QueryArrayResult<Row>, rowAsArray: boolean): Result {
  const named = (row: Row) =>
    Object.fromEntries(row.map((value, index) => [fields[index]?.name ?? index, value]));
  return {
    fields: fields.map(({ name, dataTypeID, tableID, columnID, dataTypeSize, dataTypeModifier }) => {
      return { name, dataTypeID, tableID, columnID, dataTypeSize, dataTypeModifier, format: 'text' };
    }),
    rows: rowAsArray ? rows : rows.map(named),
    command,
    rowCount,
    rowAsArray,
  };
}

function weigh(rows: readonly Row[]): number {
  let bytes = 0;
  for (const row of rows) {
    for (const value of row) bytes += value === null ? 0 : Buffer.byteLength(value);
  }
  return bytes;
}
