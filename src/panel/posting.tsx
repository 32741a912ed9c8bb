/** One posting: what it says, why, how it stands, and what was tried. */
import { decode } from '#domain/encode.ts';
import type { Instant } from '#domain/instant.ts';
import type { PostingBody } from '#domain/posting.ts';
import type { ShopSettings } from '#domain/shop.ts';
import { explain } from '#src/govern/explain.ts';
import type { ShownAttempt } from '#src/panel/queries.ts';
import { type PostingRead, type PostingRow, readPosting } from '#src/panel/query/posting.ts';
import { Said } from './automation-card.tsx';
import { automationPath } from './automation-path.ts';
import { workflowWords } from './automation-words.ts';
import type { PanelDeps } from './deps.ts';
import { unknownPosting, within } from './notice.tsx';
import { subjectPath } from './path.ts';
import { PostingDocument } from './posting-body.tsx';
import { PostingForms, type PostingAnswer } from './posting-form.tsx';
import { isOnItsWay, standing } from './posting-standing.ts';
import type { Session } from './session.ts';
import { subjectName } from './subject.ts';
import { Timeline } from './timeline.tsx';
import type { View } from './view.ts';
import { sentence, spoken } from './voice.ts';
import { count, duration, kindName, when } from './words.ts';

export async function posting(deps: PanelDeps, { shop: domain }: Session, key: string): Promise<View> {
  if (!/^[a-z0-9_-]{1,300}$/.test(key)) return unknownPosting;
  const read = await readPosting(deps.db, { domain, key });
  return within(read.settings, (shop) => postingView({ read, shop, now: deps.now() }));
}

type Shown = {
  readonly read: PostingRead;
  readonly shop: ShopSettings;
  readonly now: Instant;
  readonly answer?: PostingAnswer;
};

/** The page, as it stands or as the answer to one of its forms. */
export function postingView({ read, shop, now, answer }: Shown): View {
  const { posting: row, needed, attempts, decisions } = read;
  if (row === undefined) return unknownPosting;
  const { timeZone } = shop;
  const name = kindName(row.kind);
  return {
    status: answer?.error === undefined ? 200 : 422,
    heading: row.document_number === null ? name : `${name} ${row.document_number}`,
    back: { href: automationPath(row.workflow), label: workflowWords[row.workflow].title },
    main: (
      <s-stack gap="base">
        <div data-live="posting">
          <s-section heading="How it stands">
            {answer === undefined ? null : <Said answer={answer} />}
            <Standing row={row} now={now} timeZone={timeZone} />
            <PostingForms row={row} answer={answer} />
          </s-section>
        </div>
        <div data-live="body">
          <PostingDocument body={decode<PostingBody>(row.body)} needed={needed} timeZone={timeZone} />
        </div>
        <div data-live="attempts">
          <Attempts attempts={attempts} timeZone={timeZone} />
        </div>
        <div data-live="decisions">
          <Timeline
            heading="Why, step by step"
            timeZone={timeZone}
            lines={decisions.map((one) => ({ at: one.decidedAt, text: spoken(explain(one)) }))}
          />
        </div>
      </s-stack>
    ),
  };
}

type Stands = { readonly row: PostingRow; readonly now: Instant; readonly timeZone: string };

function Standing({ row, now, timeZone }: Stands) {
  const { word, tone } = standing(row);
  const path = subjectPath(row.lane);
  return (
    <>
      <s-stack direction="inline" gap="small-200" alignitems="center">
        <s-badge tone={tone}>{word}</s-badge>
        {path === null ? null : <s-link href={path}>{subjectName(row.lane, row.order_name)}</s-link>}
        <s-link href={automationPath(row.workflow)}>{workflowWords[row.workflow].title}</s-link>
      </s-stack>
      <s-paragraph>{standingSentence(row, { now, timeZone })}</s-paragraph>
      <ul class="lines facts">
        {factsOf(row, timeZone).map(([label, value]) => (
          <li>
            <span>{label}</span>
            <span>{value}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** What happens next, in one sentence. */
function standingSentence(row: PostingRow, { now, timeZone }: Omit<Stands, 'row'>): string {
  if (isOnItsWay(row)) return 'It leaves within a minute, in exactly this content.';
  if (row.is_unapproved && !row.is_void)
    return 'It leaves once a person approves it, in exactly this content.';
  switch (row.state) {
    case 'posted':
      return row.adopted === true
        ? `It was found there as ${row.document_number ?? '?'} and adopted; nothing was created.`
        : `It is there as ${row.document_number ?? '?'}.`;
    case 'leased':
      return 'A worker is carrying it out at this moment.';
    case 'planned':
      return waitingSentence(row, { now, timeZone });
    default:
      return row.reason === null ? '' : sentence(row.reason);
  }
}

function waitingSentence(row: PostingRow, { now, timeZone }: Omit<Stands, 'row'>): string {
  if (row.paused_at !== null) return 'Its workflow is paused: it leaves when that is resumed.';
  if (row.not_before !== null && row.not_before > now)
    return `${row.reason === null ? '' : `${sentence(row.reason)} `}It is tried again from ${when(row.not_before, timeZone)} on.`;
  return 'It leaves as soon as what it rests on is there.';
}

function factsOf(row: PostingRow, timeZone: string): readonly (readonly [string, string])[] {
  const said = (label: string, by: string | null, at: Instant | null) =>
    by === null || at === null ? [] : [[label, `${by}, ${when(at, timeZone)}`] as const];
  return [
    ['Became due', when(row.happened_at, timeZone)],
    ['Planned', `${when(row.planned_at, timeZone)}, rule version ${row.rule_version}`],
    ...(row.frozen_at === null ? [] : [['Content fixed', when(row.frozen_at, timeZone)] as const]),
    ...said(row.is_void ? 'Approved, void now' : 'Approved', row.approved_by, row.approved_at),
    ...said('Kept from leaving', row.declined_by, row.declined_at),
    ...(row.posted_at === null ? [] : [['Posted', when(row.posted_at, timeZone)] as const]),
    // What changes a document that stands is no document there.
    ...(row.document_id === null || row.document_id === row.key
      ? []
      : [['Its id there', row.document_id] as const]),
    ['Its key for ever', row.key],
  ];
}

function Attempts({ attempts, timeZone }: { attempts: readonly ShownAttempt[]; timeZone: string }) {
  return (
    <s-section heading={attempts.length === 0 ? 'Attempts' : count(attempts.length, 'attempt')}>
      {attempts.length === 0 ? <s-paragraph color="subdued">Nothing was tried yet.</s-paragraph> : null}
      <ul class="lines">
        {attempts.map((one) => (
          <li>
            <span>{attemptSentence(one)}</span>
            <span>{when(one.started_at, timeZone)}</span>
          </li>
        ))}
      </ul>
    </s-section>
  );
}

function attemptSentence({ started_at: from, ended_at: to, outcome, detail }: ShownAttempt): string {
  if (to === null) return 'Under way, or its worker is gone.';
  const took = duration(Math.round((Date.parse(to) - Date.parse(from)) / 1000));
  const how = `${outcome === null ? 'Ended' : kindName(outcome)} after ${took}`;
  return detail === null ? `${how}.` : `${how}: ${spoken(detail)}.`;
}
