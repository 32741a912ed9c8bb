/** Puts together what the Admin API answers from. */
import type { ActContext } from '../act/context.ts';
import type { Acts } from '../model/act.ts';
import type { SubscriptionBook } from '../subscription-book.ts';
import { adminApiVersion } from './admin.ts';
import { openBulkBook } from './bulk/operation.ts';
import type { FileStorage } from './bulk/storage.ts';
import type { AdminContext } from './context.ts';
import { run } from './execute.ts';
import { openSubscriptionDesk } from './subscription/desk.ts';
import { views } from './view/views.ts';

export type AdminWorld = {
  readonly actContext: ActContext;
  readonly acts: Acts;
  readonly scopes: ReadonlySet<string>;
  readonly book: SubscriptionBook;
  readonly storage: FileStorage;
  /** Makes ids and addresses differ between stores. */
  readonly salt: string;
};

export function openAdminContext({
  actContext,
  acts,
  scopes,
  book,
  storage,
  salt,
}: AdminWorld): AdminContext {
  const { clock, announce } = actContext;
  const context: AdminContext = {
    ...actContext,
    acts,
    scopes,
    views,
    bulk: openBulkBook({
      clock,
      announce,
      storage,
      salt,
      answer: async (document) => (await run({ document, variables: {} }, context)).result,
    }),
    subscriptions: openSubscriptionDesk({ book, clock, salt, apiVersion: adminApiVersion }),
  };
  return context;
}
