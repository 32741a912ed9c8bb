/** Reads the whole journal page by page, up to the newest entry at the start. */
import type { Database } from '#src/client/database.ts';
import { journalPage, newestEntry } from '#src/stabilize/ledger/audit/store.ts';
import type { EntryRow } from '#src/stabilize/ledger/store.ts';

const pageSize = 2_000;

export async function* readJournal(db: Database, shopId: string, upTo?: string): AsyncGenerator<EntryRow[]> {
  let end = upTo;
  if (end === undefined) {
    const [[newest]] = await db.trip(shopId, [newestEntry()]);
    end = newest?.id ?? '0';
  }
  let after = '0';
  for (;;) {
    const [page] = await db.trip(shopId, [journalPage({ after, upTo: end, limit: pageSize })]);
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    after = last.id;
  }
}
