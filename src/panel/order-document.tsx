import type { ShownAttempt, ShownPosting } from '#src/panel/queries.ts';
import type { OrderRows } from '#src/panel/query/order.ts';
import type { KnownDocument, KnownOrder } from '#src/stabilize/know.ts';
import { summaryDay } from '#domain/summary.ts';
import { postingPath } from './automation-path.ts';
import { postingState } from './badge.tsx';
import { subjectPath } from './path.ts';
import { byDuty, sentence, spoken } from './voice.ts';
import { amount, amountOf, count, dayOf, kindName } from './words.ts';

/** Every document of an order at the ERP: those that are ours with their attempts, then those that others made. */
export function Documents({ rows, order }: { rows: OrderRows; order: KnownOrder }) {
  const { postings, attempts, summed } = rows;
  const byPosting = Map.groupBy(attempts, (one) => one.posting_key);
  const ours = new Set(postings.map((one) => one.key));
  const isOthers = (one: KnownDocument) => one.postingKey === null || !ours.has(one.postingKey);
  const others = order.documents.filter(isOthers);
  const gone = order.gone.filter(isOthers);
  return (
    <s-section heading="Documents">
      {byDuty(postings).map((one) => (
        <Posted posting={one} attempts={byPosting.get(one.key) ?? []} />
      ))}
      {byDuty(others).map((one) => (
        <Made document={one} gone={false} />
      ))}
      {byDuty(gone).map((one) => (
        <Made document={one} gone />
      ))}
      {summed.map((one) => (
        <s-paragraph>
          {one.is_posted ? 'Summed in the ' : 'Waits for the '}
          <s-link href={subjectPath(one.summary) ?? ''}>
            {`daily summary of ${dayOf(summaryDay(one.summary).day)}`}
          </s-link>
          .
        </s-paragraph>
      ))}
      {postings.length + others.length + gone.length + summed.length === 0 ? (
        <s-paragraph color="subdued">None is due yet.</s-paragraph>
      ) : null}
    </s-section>
  );
}

function Posted({ posting, attempts }: { posting: ShownPosting; attempts: readonly ShownAttempt[] }) {
  const { word, tone } = postingState(posting.state);
  const unlucky = attempts.flatMap((one) => (one.detail === null ? [] : [one.detail])).at(-1);
  const how =
    posting.attempts === 0
      ? null
      : `${count(posting.attempts, 'attempt')}${posting.adopted === true ? ', found there and adopted' : ''}`;
  return (
    <s-stack gap="small-400">
      <s-stack direction="inline" gap="small-200" alignitems="center">
        <s-text type="strong">{kindName(posting.kind)}</s-text>
        <s-badge tone={tone}>{word}</s-badge>
      </s-stack>
      <ul class="lines">
        <li>
          <s-link href={postingPath(posting.key)}>{posting.document_number ?? 'no number yet'}</s-link>
          <span>{amountOf(posting.total)}</span>
        </li>
      </ul>
      {how === null ? null : <s-text color="subdued">{how}</s-text>}
      {posting.reason === null ? null : <s-paragraph>{sentence(posting.reason)}</s-paragraph>}
      {unlucky === undefined || unlucky === posting.reason ? null : (
        <s-text color="subdued">{`Last said: ${spoken(unlucky)}`}</s-text>
      )}
    </s-stack>
  );
}

/** A document that people or an earlier connector made. */
export function Made({ document, gone }: { document: KnownDocument; gone: boolean }) {
  const { kind, number, total, status, date } = document;
  return (
    <s-stack gap="small-400">
      <s-stack direction="inline" gap="small-200" alignitems="center">
        <s-text type="strong">{kindName(kind)}</s-text>
        {gone ? (
          <s-badge tone="warning" icon="alert-triangle">
            Not there any more
          </s-badge>
        ) : (
          <s-badge tone="neutral">{kindName(status)}</s-badge>
        )}
      </s-stack>
      <ul class="lines">
        <li>
          <span>{number}</span>
          <span>{amount(total)}</span>
        </li>
      </ul>
      <s-text color="subdued">{`Made in the ERP${date === null ? '' : `, booked ${dayOf(date)}`}`}</s-text>
    </s-stack>
  );
}
