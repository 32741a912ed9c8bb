/** Automations: what runs by itself, on what evidence, and how is it stopped? */
import { type WorkflowName, workflowNames } from '#domain/workflow.ts';
import type { Instant } from '#domain/instant.ts';
import type { ShopSettings } from '#domain/shop.ts';
import { readAutomations } from '#src/panel/query/automation.ts';
import { AutomationCard, type CardAnswer } from './automation-card.tsx';
import type { PanelDeps } from './deps.ts';
import { within } from './notice.tsx';
import type { Session } from './session.ts';
import type { View } from './view.ts';
import { count } from './words.ts';

export async function automations(deps: PanelDeps, { shop: domain }: Session): Promise<View> {
  const now = deps.now();
  const read = await readAutomations(deps.db, { domain, now });
  return within(read.settings, (shop) => automationsView({ read, shop, now }));
}

type Shown = {
  readonly read: Pick<Awaited<ReturnType<typeof readAutomations>>, 'standing' | 'agreement'>;
  readonly shop: ShopSettings;
  readonly now: Instant;
  /** What became of a form of one card. */
  readonly answered?: { readonly name: WorkflowName; readonly answer: CardAnswer };
};

/** The page, as it stands or as the answer to a form of one of its cards. */
export function automationsView({ read: { standing, agreement }, shop, answered }: Shown): View {
  return {
    status: answered?.answer.error === undefined ? 200 : 422,
    heading: 'Automations',
    main: (
      <s-stack gap="base">
        <div data-live="summary">
          <s-section accessibilitylabel="Summary">
            <s-paragraph>{summary(standing)}</s-paragraph>
          </s-section>
        </div>
        {workflowNames.map((name) => {
          const row = standing.find((one) => one.name === name);
          return row === undefined ? null : (
            <AutomationCard
              row={row}
              agreement={agreement.find((one) => one.workflow === name)}
              timeZone={shop.timeZone}
              answer={answered?.name === name ? answered.answer : undefined}
            />
          );
        })}
      </s-stack>
    ),
  };
}

/** "2 of 5 workflows run by themselves. 12 postings wait for approval; 1 was refused." */
function summary(standing: Shown['read']['standing']): string {
  const auto = standing.filter((one) => one.mode === 'auto' && one.paused_at === null).length;
  const unapproved = standing.reduce((sum, one) => sum + one.unapproved, 0);
  const refused = standing.reduce((sum, one) => sum + one.refused, 0);
  const runs = `${auto} of ${count(standing.length, 'workflow')} ${auto === 1 ? 'runs' : 'run'} by ${auto === 1 ? 'itself' : 'themselves'}.`;
  const waits =
    unapproved === 0
      ? 'Nothing waits for approval.'
      : `${count(unapproved, 'posting waits', 'postings wait')} for approval.`;
  return `${runs} ${waits}${refused === 0 ? '' : ` ${count(refused, 'was refused', 'were refused')}.`}`;
}
