import {
  type AutomationAsk,
  type ListedPosting,
  postingsPageSize,
  postingStates,
} from '#src/panel/query/automation.ts';
import { Said } from './automation-card.tsx';
import { automationPath, postingPath } from './automation-path.ts';
import { orderPath, subjectPath } from './path.ts';
import { isOnItsWay, standing } from './posting-standing.ts';
import { subjectName } from './subject.ts';
import { sentence } from './voice.ts';
import { amountOf, count, kindName, when } from './words.ts';

/** What became of an approval: a sentence, or why there was none. */
export type ListAnswer = { readonly says: string; readonly error?: undefined } | { readonly error: string };

type Listed = {
  readonly ask: AutomationAsk;
  readonly found: readonly ListedPosting[];
  readonly timeZone: string;
  readonly answer: ListAnswer | undefined;
};

/** The postings of a workflow, newest first, with approval of one or of all that are shown. */
export function PostingList(listed: Listed) {
  const { ask, found, answer } = listed;
  const page = found.slice(0, postingsPageSize);
  const last = page.at(-1);
  const next =
    found.length > postingsPageSize && last !== undefined
      ? automationPath(ask.name, { show: ask.show, after: last.key })
      : undefined;
  const waiting = page.filter((one) => one.is_unapproved);
  return (
    <div data-live="postings">
      <s-section heading="Postings" padding="none">
        <s-box padding="small">
          <s-stack gap="small-200">
            {answer === undefined ? null : <Said answer={answer} />}
            <Chips ask={ask} />
            {waiting.length === 0 ? null : <ApproveAll ask={ask} waiting={waiting} />}
          </s-stack>
        </s-box>
        {page.length === 0 ? <Nothing ask={ask} /> : <Table {...listed} found={page} />}
        {next === undefined && ask.after === undefined ? null : (
          <s-box padding="small">
            <s-stack direction="inline" gap="small-200">
              {ask.after === undefined ? null : (
                <s-link href={automationPath(ask.name, { show: ask.show })}>Newest</s-link>
              )}
              {next === undefined ? null : <s-link href={next}>Older postings</s-link>}
            </s-stack>
          </s-box>
        )}
      </s-section>
    </div>
  );
}

const chips: Readonly<Record<(typeof postingStates)[number], string>> = {
  waiting: 'Waits for approval',
  planned: 'On its way',
  held: 'Held',
  rejected: 'Refused',
  posted: 'Posted',
  withdrawn: 'Withdrawn',
};

function Chips({ ask: { name, show } }: Pick<Listed, 'ask'>) {
  const all = [undefined, ...postingStates] as const;
  return (
    <s-stack direction="inline" gap="small-200">
      {all.map((state) => {
        const word = state === undefined ? 'All' : chips[state];
        return (
          <s-clickable-chip
            href={automationPath(name, { show: state })}
            color={state === show ? 'strong' : 'base'}
            accessibilitylabel={`${word}${state === show ? ', shown now' : ''}`}
          >
            {word}
          </s-clickable-chip>
        );
      })}
    </s-stack>
  );
}

/** Each in the very body that was shown: what changes before the form comes in is not approved by it. */
function ApproveAll({ ask, waiting }: { ask: AutomationAsk; waiting: readonly ListedPosting[] }) {
  return (
    <form method="post" action="/automations/approve">
      <Where ask={ask} />
      {waiting.map((one) => (
        <input type="hidden" name={`body/${one.key}`} value={one.body_digest} />
      ))}
      <s-button type="submit" variant="primary">
        {`Approve the ${count(waiting.length, 'posting')} shown that ${waiting.length === 1 ? 'waits' : 'wait'}`}
      </s-button>
    </form>
  );
}

/** What the answer to a form of the list shows again. */
function Where({ ask }: Pick<Listed, 'ask'>) {
  return (
    <>
      <input type="hidden" name="workflow" value={ask.name} />
      {ask.show === undefined ? null : <input type="hidden" name="show" value={ask.show} />}
    </>
  );
}

function Table({ ask, found, timeZone }: Listed) {
  return (
    <s-table>
      <s-table-header-row>
        <s-table-header listslot="primary">Document</s-table-header>
        <s-table-header listslot="kicker">Order</s-table-header>
        <s-table-header listslot="inline">State</s-table-header>
        <s-table-header listslot="labeled" format="currency">
          Total
        </s-table-header>
        <s-table-header listslot="labeled">Planned</s-table-header>
        <s-table-header listslot="labeled">Why it waits</s-table-header>
      </s-table-header-row>
      <s-table-body>
        {found.map((row) => (
          <Row row={row} ask={ask} timeZone={timeZone} />
        ))}
      </s-table-body>
    </s-table>
  );
}

function Row({ row, ask, timeZone }: { row: ListedPosting } & Pick<Listed, 'ask' | 'timeZone'>) {
  const { word, tone } = standing(row);
  const name = kindName(row.kind);
  const subject = subjectName(row.lane, row.order_name);
  return (
    <s-table-row>
      <s-table-cell>
        <s-link href={postingPath(row.key)}>
          {row.document_number === null ? name : `${name} ${row.document_number}`}
        </s-link>
      </s-table-cell>
      <s-table-cell>
        <s-link href={subjectPath(row.lane) ?? orderPath(row.lane)}>{subject}</s-link>
      </s-table-cell>
      <s-table-cell>
        <s-badge tone={tone}>{word}</s-badge>
      </s-table-cell>
      <s-table-cell>{amountOf(row.total)}</s-table-cell>
      <s-table-cell>{when(row.planned_at, timeZone)}</s-table-cell>
      <s-table-cell>
        {row.is_unapproved ? (
          <form method="post" action="/automations/approve">
            <Where ask={ask} />
            <input type="hidden" name={`body/${row.key}`} value={row.body_digest} />
            <s-button type="submit" accessibilitylabel={`Approve ${name.toLowerCase()} of ${subject}`}>
              Approve
            </s-button>
          </form>
        ) : isOnItsWay(row) ? (
          'It leaves within a minute.'
        ) : row.reason === null ? (
          '–'
        ) : (
          sentence(row.reason)
        )}
      </s-table-cell>
    </s-table-row>
  );
}

function Nothing({ ask: { name, show } }: Pick<Listed, 'ask'>) {
  return (
    <s-box padding="small">
      {show === undefined ? (
        'Nothing was planned yet. What orders call for from now on is listed here.'
      ) : (
        <>
          {`No posting of this workflow stands under “${chips[show]}”.`}{' '}
          <s-link href={automationPath(name)}>Show all</s-link>
        </>
      )}
    </s-box>
  );
}
