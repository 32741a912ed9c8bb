/** One workflow: its postings, where people did otherwise, what it would do for an order, and its history. */
import { z } from 'zod';
import type { ShopSettings } from '#domain/shop.ts';
import type { Instant } from '#domain/instant.ts';
import { explain } from '#src/govern/explain.ts';
import {
  type AutomationAsk,
  type AutomationRead,
  postingStates,
  readAutomation,
} from '#src/panel/query/automation.ts';
import { AutomationCard } from './automation-card.tsx';
import { type ListAnswer, PostingList } from './automation-list.tsx';
import { workflowAt } from './automation-path.ts';
import { Disagreements } from './automation-shadow.tsx';
import { Trial, type Tried } from './automation-try.tsx';
import { workflowWords } from './automation-words.ts';
import type { PanelDeps } from './deps.ts';
import { dryRun } from './dry-run.ts';
import { unknownWorkflow, unreadableAutomation, within } from './notice.tsx';
import type { Session } from './session.ts';
import { Timeline } from './timeline.tsx';
import type { View } from './view.ts';
import { spoken } from './voice.ts';

const asked = z.object({
  show: z.enum(postingStates).optional(),
  after: z.string().max(300).optional(),
  differs: z.string().max(300).optional(),
  try: z.string().trim().max(100).default(''),
});

export async function automation(
  deps: PanelDeps,
  { shop: domain }: Session,
  { id, query }: { readonly id: string; readonly query: unknown },
): Promise<View> {
  const name = workflowAt(id);
  const { data } = asked.safeParse(query);
  if (name === undefined) return unknownWorkflow;
  if (data === undefined) return unreadableAutomation;
  const ask = { name, show: data.show, after: data.after, differsAfter: data.differs };
  const now = deps.now();
  const read = await readAutomation(deps.db, { domain, ask, now });
  const tried = data.try === '' ? undefined : await dryRun(deps.db, { domain, now, name, order: data.try });
  return within(read.settings, (shop) => automationView({ read, ask, shop, now, tried }));
}

type Shown = {
  readonly read: AutomationRead;
  readonly ask: AutomationAsk;
  readonly shop: ShopSettings;
  readonly now: Instant;
  readonly tried?: Tried | undefined;
  readonly answer?: ListAnswer;
};

/** The page, as it stands or as the answer to a form of its list. */
export function automationView({ read, ask, shop, tried, answer }: Shown): View {
  const { timeZone } = shop;
  const { title } = workflowWords[ask.name];
  const row = read.standing.find((one) => one.name === ask.name);
  if (row === undefined) return unknownWorkflow;
  return {
    status: answer?.error === undefined ? 200 : 422,
    heading: title,
    back: { href: '/automations', label: 'Automations' },
    main: (
      <s-stack gap="base">
        <AutomationCard
          row={row}
          agreement={read.agreement.find((one) => one.workflow === ask.name)}
          timeZone={timeZone}
          answer={undefined}
        />
        <PostingList ask={ask} found={read.postings} timeZone={timeZone} answer={answer} />
        <Trial name={ask.name} tried={tried} timeZone={timeZone} />
        <Disagreements ask={ask} found={read.disagreements} timeZone={timeZone} />
        <div data-live="history">
          {read.history.length === 0 ? null : (
            <Timeline
              heading="What was done to it"
              timeZone={timeZone}
              lines={read.history.map((one) => ({ at: one.decidedAt, text: spoken(explain(one)) }))}
            />
          )}
        </div>
      </s-stack>
    ),
  };
}
