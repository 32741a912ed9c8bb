import type { Shopify } from '@shopify/shopify-api';
import type { Database } from '#src/client/database.ts';
import type { Log } from '#src/client/log.ts';
import type { Instant } from '#domain/instant.ts';

/** All that the panel needs from outside; built for each request in app.ts. */
export type PanelDeps = {
  readonly db: Database;
  readonly now: () => Instant;
  readonly shopify: Shopify;
  /** Where Shopify's own scripts come from, and the admin that may show us in a frame: two origins. */
  readonly cdn: string;
  readonly admin: string;
  readonly log: Log;
};
