// Failures as Neon's proxy words them: a statement's error is a 400 with all its fields, anything else plain text.

import pg from 'pg';

/** Refused by the proxy itself. */
export class Refused extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.name = 'Refused';
    this.status = status;
  }
}

const fields = [
  'severity',
  'code',
  'detail',
  'hint',
  'position',
  'internalPosition',
  'internalQuery',
  'where',
  'schema',
  'table',
  'column',
  'dataType',
  'constraint',
  'file',
  'line',
  'routine',
] as const;

/** Answers for an error; `connecting` says that it arose before any statement could run. */
export function failure(error: unknown, connecting = false): Response {
  if (error instanceof pg.DatabaseError && (!connecting || isCredential(error.code))) {
    const said = fields.map((field) => [field, error[field] ?? null]);
    return Response.json({ message: error.message, ...Object.fromEntries(said) }, { status: 400 });
  }
  if (error instanceof Refused) {
    if (error.status === 400) return Response.json({ message: error.message }, { status: 400 });
    return new Response(error.message, { status: error.status });
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new Response(connecting ? `couldn't connect to compute node: ${reason}` : reason, { status: 500 });
}

/** A wrong name, password or database is the client's mistake; a server that starts or stops is not. */
function isCredential(code: string | undefined): boolean {
  return code !== undefined && (code.startsWith('28') || code === '3D000');
}
