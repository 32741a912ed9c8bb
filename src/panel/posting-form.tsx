import type { PostingRow } from '#src/panel/query/posting.ts';
import { kindName } from './words.ts';

/** What became of a form of this page: a sentence, or what is wrong with what was typed. */
export type PostingAnswer =
  | { readonly says: string; readonly error?: undefined; readonly typed?: undefined }
  | { readonly error: string; readonly typed?: string };

type Shown = { readonly row: PostingRow; readonly answer: PostingAnswer | undefined };

/** What a person may do about it as it stands: let exactly this leave, keep it, take that back, or have it tried again. */
export function PostingForms({ row, answer }: Shown) {
  const name = kindName(row.kind).toLowerCase();
  const canDecline =
    (row.state === 'held' || row.state === 'planned') && row.declined_at === null && !row.is_stopped;
  return (
    <s-stack gap="small-200">
      {row.is_unapproved ? (
        <form method="post" action="/postings/approve">
          <input type="hidden" name="key" value={row.key} />
          <input type="hidden" name="body" value={row.body_digest} />
          <s-button type="submit" variant="primary">{`Approve exactly this ${name}`}</s-button>
        </form>
      ) : null}
      {row.declined_at === null ? null : (
        <form method="post" action="/postings/restore">
          <input type="hidden" name="key" value={row.key} />
          <s-button type="submit">{`Let this ${name} leave after all`}</s-button>
        </form>
      )}
      {row.is_stopped ? (
        <form method="post" action="/postings/retry">
          <input type="hidden" name="key" value={row.key} />
          <s-button type="submit">Try again</s-button>
        </form>
      ) : null}
      {canDecline ? (
        <details open={(answer?.error !== undefined && answer.typed !== undefined) || undefined}>
          <summary>{`Keep this ${name} from leaving`}</summary>
          <form method="post" action="/postings/decline">
            <s-stack gap="small-200">
              <input type="hidden" name="key" value={row.key} />
              <s-text-field
                name="reason"
                label="Why"
                details="Whatever becomes of its content, it stays until somebody takes that back."
                error={answer?.typed === undefined ? undefined : answer.error}
                value={answer?.error === undefined ? undefined : answer.typed}
                maxlength={300}
              />
              <s-stack direction="inline">
                <s-button type="submit" tone="critical">
                  Reject
                </s-button>
              </s-stack>
            </s-stack>
          </form>
        </details>
      ) : null}
    </s-stack>
  );
}
