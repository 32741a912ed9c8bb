import type { WorkflowName } from '#domain/workflow.ts';
import { automationPath, postingPath } from './automation-path.ts';
import { postingState } from './badge.tsx';
import type { DryRun, Outcome, WouldPost } from './dry-run.ts';
import { orderPath } from './path.ts';
import { sentence, spoken } from './voice.ts';
import { amount, count, kindName, when } from './words.ts';

export type Tried = Outcome;

type Shown = {
  readonly name: WorkflowName;
  readonly tried: Tried | undefined;
  readonly timeZone: string;
};

/** Type an order's name, and see what would be planned for it and why. Nothing is written by it. */
export function Trial({ name, tried, timeZone }: Shown) {
  return (
    <s-section heading="Try it on one order">
      <form method="get" action={automationPath(name)} role="search">
        <s-grid gridtemplatecolumns="1fr auto" gap="small-200" alignitems="start">
          <s-text-field
            name="try"
            label="Order"
            labelaccessibilityvisibility="exclusive"
            placeholder="#1001"
            details="Shows what would be planned and why. Nothing is written."
            value={tried?.wanted}
            maxlength={100}
          />
          <s-button type="submit">Try</s-button>
        </s-grid>
      </form>
      {tried === undefined ? null : tried.run === undefined ? (
        <s-paragraph>{`No order is known as ${tried.wanted}. Its first webhook may still be on its way.`}</s-paragraph>
      ) : (
        <Result run={tried.run} timeZone={timeZone} />
      )}
    </s-section>
  );
}

function Result({ run, timeZone }: { run: DryRun; timeZone: string }) {
  return (
    <s-stack gap="small-200">
      <s-paragraph>
        <s-link href={orderPath(run.lane)}>{run.order}</s-link>
        {`, placed ${when(run.placedAt, timeZone)}: ${verdict(run, timeZone)}`}
      </s-paragraph>
      {run.posts.map((one) => (
        <Would post={one} />
      ))}
    </s-stack>
  );
}

/** Whether it would leave by itself, and if not, what keeps it. */
function verdict(run: DryRun, timeZone: string): string {
  const { mode, cutOverAt, placedAt, isKnown, isSummed, posts } = run;
  if (!isKnown)
    return 'nothing is planned before the store was asked after its newest event, which happens within a minute.';
  if (posts.length === 0 && isSummed)
    return 'by policy it has no documents of its own: what is booked of it is summed, one journal a day.';
  if (posts.length === 0) return 'the workflow has nothing to do for it as it stands now.';
  const many = count(posts.length, 'posting');
  if (placedAt < cutOverAt)
    return `${many} would be due, and none ever leaves: it was placed before ${when(cutOverAt, timeZone)}, from when on the workflow posts.`;
  switch (mode) {
    case 'off':
      return `${many} would be planned if the workflow were not off.`;
    case 'shadow':
      return `${many} would be planned and compared, and none leaves in shadow.`;
    case 'approve':
      return `${many} would be planned, and each waits for approval.`;
    case 'auto':
      return `${many} would be planned, and leave one after the other.`;
  }
}

function Would({ post }: { post: WouldPost }) {
  const { key, kind, total, because, held, stored } = post;
  return (
    <s-stack gap="small-400">
      <s-stack direction="inline" gap="small-200" alignitems="center">
        {stored === null ? (
          <s-text type="strong">{kindName(kind)}</s-text>
        ) : (
          <s-link href={postingPath(key)}>{kindName(kind)}</s-link>
        )}
        <s-text>{amount(total)}</s-text>
        {stored === null ? null : (
          <s-badge tone={postingState(stored).tone}>{postingState(stored).word}</s-badge>
        )}
      </s-stack>
      <s-paragraph>{`Because ${spoken(because)}.`}</s-paragraph>
      {held === null ? null : <s-text color="subdued">{`It would be held: ${sentence(held)}`}</s-text>}
    </s-stack>
  );
}
