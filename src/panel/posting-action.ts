/** What people do about one posting: approve the body they saw, keep it from leaving, take that back, try again. */
import { z } from 'zod';
import { approvePostings, declinePosting, restorePosting } from '#src/automate/approval/store.ts';
import type { Statement } from '#src/client/database.ts';
import { readPosting, retryPosting } from '#src/panel/query/posting.ts';
import { byUser } from '#domain/decision.ts';
import { approvalSaid, reasonMax, wrongReason } from './automation-action.ts';
import type { PanelDeps } from './deps.ts';
import { unreadableAutomation, within } from './notice.tsx';
import { postingView } from './posting.tsx';
import type { PostingAnswer } from './posting-form.tsx';
import type { Session } from './session.ts';
import type { View } from './view.ts';

const key = z.string().regex(/^[a-z0-9_-]{1,300}$/);
const approval = z.object({ key, body: z.string().regex(/^[0-9a-f]{64}$/) });
const refusal = z.object({ key, reason: z.string().default('') });
const named = z.object({ key });

const meanwhile = 'It left or was decided meanwhile. Look at it again.';

export async function approve(deps: PanelDeps, session: Session, form: unknown): Promise<View> {
  const { data } = approval.safeParse(form);
  if (data === undefined) return unreadableAutomation;
  const shown = [{ key: data.key, bodyDigest: data.body }];
  return answer(deps, session, {
    key: data.key,
    act: approvePostings(shown, { by: byUser(session.user), now: deps.now() }),
    said: (changed) => approvalSaid(changed, 1),
  });
}

export async function decline(deps: PanelDeps, session: Session, form: unknown): Promise<View> {
  const { data } = refusal.safeParse(form);
  if (data === undefined) return unreadableAutomation;
  const reason = data.reason.trim();
  const error = wrongReason(reason);
  if (error !== null)
    return answer(deps, session, {
      key: data.key,
      said: () => ({ error, typed: reason.slice(0, reasonMax) }),
    });
  return answer(deps, session, {
    key: data.key,
    act: declinePosting(data.key, { by: byUser(session.user), now: deps.now(), reason }),
    said: (changed) =>
      changed > 0 ? { says: 'It stays, until somebody takes that back.' } : { error: meanwhile },
  });
}

export async function restore(deps: PanelDeps, session: Session, form: unknown): Promise<View> {
  const { data } = named.safeParse(form);
  if (data === undefined) return unreadableAutomation;
  return answer(deps, session, {
    key: data.key,
    act: restorePosting(data.key, { by: byUser(session.user), now: deps.now() }),
    said: (changed) =>
      changed > 0
        ? { says: 'Nobody keeps it any more. It is planned anew within a minute.' }
        : { error: meanwhile },
  });
}

export async function retry(deps: PanelDeps, session: Session, form: unknown): Promise<View> {
  const { data } = named.safeParse(form);
  if (data === undefined) return unreadableAutomation;
  return answer(deps, session, {
    key: data.key,
    act: retryPosting(data.key, { by: byUser(session.user), now: deps.now() }),
    said: (changed) => (changed > 0 ? { says: 'It is tried again within a minute.' } : { error: meanwhile }),
  });
}

type Done = {
  readonly key: string;
  /** Answers a row if it changed anything. */
  readonly act?: Statement<unknown>;
  readonly said: (changed: number) => PostingAnswer;
};

/** The page as it stands after it, in the same trip. */
async function answer(
  deps: PanelDeps,
  { shop: domain }: Session,
  { key: of, act, said }: Done,
): Promise<View> {
  const read = await readPosting(deps.db, { domain, key: of }, act);
  return within(read.settings, (shop) =>
    postingView({ read, shop, now: deps.now(), answer: said(read.done.length) }),
  );
}
