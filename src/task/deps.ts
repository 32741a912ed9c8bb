import type { Shopify } from '@shopify/shopify-api';
import type { Database } from '#src/client/database.ts';
import type { Log } from '#src/client/log.ts';
import type { Queue } from '#src/client/queue.ts';
import type { Budgets } from '#src/client/shopify/budget.ts';
import type { MasterSecrets } from '#src/inbox/seal.ts';
import type { KnownMappings } from '#src/stabilize/shop-facts/known-mappings.ts';
import type { Instant } from '#domain/instant.ts';
import type { Translate } from '#domain/delivery.ts';

/** All that the shell needs from outside; built for each request in app.ts and passed inward. */
export type Deps = {
  readonly db: Database;
  readonly now: () => Instant;
  readonly newId: () => string;
  readonly queue: Queue;
  readonly shopify: Shopify;
  readonly budgets: Budgets;
  readonly knownMappings: (shopId: string) => KnownMappings;
  readonly secrets: MasterSecrets;
  readonly translators: ReadonlyMap<string, Translate>;
  readonly rawRetentionDays: number;
  readonly log: Log;
};
