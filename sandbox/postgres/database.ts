// A running Postgres as its callers see it: addresses, and databases made and dropped.

import pg from 'pg';

export interface DatabaseServer {
  readonly host: string;
  readonly port: number;
  readonly superuserUrl: string;
  /** The address of one database, for the superuser or the role given. */
  url(database: string, user?: string, password?: string): string;
  /** Makes a database, from a template if one is named; nobody may be connected to the template meanwhile. */
  createDatabase(name: string, template?: string): Promise<void>;
  /** Drops a database and whoever is still connected to it. */
  dropDatabase(name: string): Promise<void>;
}

/** Speaks to a server that somebody else started, as a test file does to the one of its run. */
export function attachPostgres(superuserUrl: string): DatabaseServer {
  const { hostname, port } = new URL(superuserUrl);

  async function command(text: string): Promise<void> {
    const client = new pg.Client({ connectionString: superuserUrl });
    await client.connect();
    try {
      await client.query(text);
    } finally {
      await client.end();
    }
  }

  return {
    host: hostname,
    port: Number(port),
    superuserUrl,
    url(database, user, password) {
      const url = new URL(superuserUrl);
      url.pathname = `/${encodeURIComponent(database)}`;
      if (user !== undefined) url.username = encodeURIComponent(user);
      if (password !== undefined) url.password = encodeURIComponent(password);
      return url.href;
    },
    createDatabase: (name, template = 'template0') =>
      command(`create database ${pg.escapeIdentifier(name)} template ${pg.escapeIdentifier(template)}`),
    dropDatabase: (name) => command(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`),
  };
}
