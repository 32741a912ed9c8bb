import { modes, type WorkflowName } from '#domain/workflow.ts';
import { type AgreementRow, type StandingRow, windowDays } from '#src/panel/query/automation.ts';
import { automationPath, slugOf } from './automation-path.ts';
import { modeWords, workflowWords } from './automation-words.ts';
import { count, percent, when } from './words.ts';

/** What became of a form of a card: a sentence, or what is wrong with what was typed where. */
export type CardAnswer =
  | { readonly says: string; readonly error?: undefined }
  | { readonly error: string; readonly at: 'mode' | 'pause'; readonly typed: string };

type Shown = {
  readonly row: StandingRow;
  readonly agreement: AgreementRow | undefined;
  readonly timeZone: string;
  readonly answer: CardAnswer | undefined;
};

/** One workflow: how it stands, on what evidence, and its switches. The same on the overview and on its own page. */
export function AutomationCard(shown: Shown) {
  const { row, agreement, timeZone, answer } = shown;
  const { title, does } = workflowWords[row.name];
  return (
    <div data-live={`card-${slugOf(row.name)}`}>
      <s-section heading={title}>
        {answer === undefined ? null : <Said answer={answer} />}
        <Badges row={row} />
        <s-paragraph color="subdued">{does}</s-paragraph>
        {row.paused_at === null ? null : (
          <s-paragraph>
            {`Paused since ${when(row.paused_at, timeZone)} by ${row.paused_by ?? '?'}: ${row.paused_reason ?? ''}`}
          </s-paragraph>
        )}
        <ul class="lines">
          <Line label="Owner" value="nobody yet" />
          <Line label="Posts orders placed from" value={when(row.cut_over_at, timeZone)} />
          <Line label="Posted in the last 24 hours" value={String(row.posted)} to={listed(row, 'posted')} />
          <Line label="Waits for approval" value={String(row.unapproved)} to={listed(row, 'waiting')} />
          <Line label="On its way" value={String(row.leaving)} to={listed(row, 'planned')} />
          <Line label="Held" value={String(row.held)} to={listed(row, 'held')} />
          <Line label="Refused" value={String(row.refused)} to={listed(row, 'rejected')} />
        </ul>
        <s-paragraph>{agreementSentence(row.name, agreement)}</s-paragraph>
        <Switches {...shown} />
      </s-section>
    </div>
  );
}

function listed({ name }: StandingRow, show: string): string {
  return automationPath(name, { show });
}

function Line({ label, value, to }: { label: string; value: string; to?: string }) {
  return (
    <li>
      <span>{label}</span>
      <span>{to === undefined || value === '0' ? value : <s-link href={to}>{value}</s-link>}</span>
    </li>
  );
}

function Badges({ row: { name, mode, paused_at } }: { row: StandingRow }) {
  const { word, means, tone, icon } = modeWords[mode];
  return (
    <s-stack direction="inline" gap="small-200" alignitems="center">
      <s-badge tone={tone} icon={icon}>
        {word}
      </s-badge>
      {paused_at === null ? null : (
        <s-badge tone="warning" icon="pause-circle">
          Paused
        </s-badge>
      )}
      <s-text color="subdued">{means}</s-text>
      <s-link
        href={automationPath(name)}
        accessibilitylabel={`Its postings: ${workflowWords[name].title.toLowerCase()}`}
      >
        Its postings
      </s-link>
    </s-stack>
  );
}

const compared: ReadonlySet<WorkflowName> = new Set(['invoice posting', 'refund posting']);

/** "People and Plumbline agree on 98 % of the last 100 documents, and on 97.5 % of 240 in 60 days." */
function agreementSentence(name: WorkflowName, found: AgreementRow | undefined): string {
  if (name === 'shipment confirmation')
    return 'Shipments that people confirm are not compared with what it would do.';
  if (!compared.has(name)) return 'What people do in the store is not compared with what it would do.';
  if (found === undefined || found.made === 0)
    return `People made no such document in the ERP for ${windowDays} days, so there is nothing to compare.`;
  const { newest, newest_agreeing: agreeing } = found;
  const last = `People did what it would have done in ${percent(agreeing, newest)} of the last ${count(newest, 'document')}`;
  return `${last}, and in ${percent(found.agreeing, found.compared)} of ${count(found.compared, 'document')} in ${windowDays} days.`;
}

/** Takes the focus once it is there, so that it is read out and stays while it is read. */
export function Said({
  answer,
}: {
  answer: { readonly says?: string; readonly error?: string | undefined };
}) {
  return (
    <div data-said="" tabindex={-1}>
      {answer.error === undefined ? (
        <s-banner tone="success" heading={answer.says ?? ''} />
      ) : (
        <s-banner tone="critical" heading="Nothing was changed">
          {answer.error}
        </s-banner>
      )}
    </div>
  );
}

/** Changing the mode and stopping it are two things: what is paused keeps its mode. */
function Switches({ row, answer }: Shown) {
  const { name, mode, paused_at } = row;
  const { title } = workflowWords[name];
  const wrong = (at: 'mode' | 'pause') =>
    answer?.error !== undefined && answer.at === at ? answer : undefined;
  return (
    <s-stack gap="small-200">
      <details open={wrong('mode') !== undefined || undefined}>
        <summary>{`Change the mode of ${title.toLowerCase()}`}</summary>
        <form method="post" action="/automations/mode">
          <s-stack gap="small-200">
            <input type="hidden" name="workflow" value={name} />
            <s-select name="mode" label="Mode" value={mode}>
              {modes.map((one) => (
                <s-option value={one}>{`${modeWords[one].word}: ${modeWords[one].means}`}</s-option>
              ))}
            </s-select>
            <Reason wrong={wrong('mode')} />
            <s-text color="subdued">
              Whether the evidence suffices for Auto is not measured yet: your reason stands for it in the
              log.
            </s-text>
            <s-stack direction="inline">
              <s-button type="submit" accessibilitylabel={`Change mode of ${title}`}>
                Change mode
              </s-button>
            </s-stack>
          </s-stack>
        </form>
      </details>
      {paused_at === null ? (
        <details open={wrong('pause') !== undefined || undefined}>
          <summary>{`Pause ${title.toLowerCase()}`}</summary>
          <form method="post" action="/automations/pause">
            <s-stack gap="small-200">
              <input type="hidden" name="workflow" value={name} />
              <Reason wrong={wrong('pause')} />
              <s-stack direction="inline">
                <s-button type="submit" tone="critical" accessibilitylabel={`Pause ${title}`}>
                  Pause
                </s-button>
              </s-stack>
            </s-stack>
          </form>
        </details>
      ) : (
        <form method="post" action="/automations/resume">
          <input type="hidden" name="workflow" value={name} />
          <s-button type="submit" variant="primary" accessibilitylabel={`Resume ${title}`}>
            Resume
          </s-button>
        </form>
      )}
    </s-stack>
  );
}

function Reason({ wrong }: { wrong: { readonly error: string; readonly typed: string } | undefined }) {
  return (
    <s-text-field
      name="reason"
      label="Why"
      details="It stands in the log beside your name."
      error={wrong?.error}
      value={wrong?.typed}
      maxlength={300}
    />
  );
}
