/** What people do to workflows: change their mode, stop them, let them go on, approve what waits. */
import { z } from 'zod';
import { approvePostings } from '#src/automate/approval/store.ts';
import { changeMode, pauseWorkflow, resumeWorkflow } from '#src/automate/mode/store.ts';
import type { Statement } from '#src/client/database.ts';
import { postingStates, readAutomation, readAutomations } from '#src/panel/query/automation.ts';
import { byUser } from '#domain/decision.ts';
import { modes, type WorkflowName, workflowNames } from '#domain/workflow.ts';
import type { CardAnswer } from './automation-card.tsx';
import { modeWords, workflowWords } from './automation-words.ts';
import { automationView } from './automation.tsx';
import { automationsView } from './automations.tsx';
import type { PanelDeps } from './deps.ts';
import { unreadableAutomation, within } from './notice.tsx';
import type { Session } from './session.ts';
import type { View } from './view.ts';
import { count } from './words.ts';

const workflow = z.enum(workflowNames);
const modeForm = z.object({ workflow, mode: z.enum(modes), reason: z.string().default('') });
const pauseForm = z.object({ workflow, reason: z.string().default('') });
const resumeForm = z.object({ workflow });

export const reasonMax = 300;

/** What is wrong with a typed reason; null where nothing is. */
export function wrongReason(typed: string): string | null {
  if (typed.trim() === '') return 'Say why: it stands in the log for whoever asks later.';
  return typed.trim().length > reasonMax ? `A reason may have ${reasonMax} characters.` : null;
}

/** Changes a mode with a reason; what waits is planned anew, or held. */
export async function setMode(deps: PanelDeps, session: Session, form: unknown): Promise<View> {
  const { data } = modeForm.safeParse(form);
  if (data === undefined) return unreadableAutomation;
  const { workflow: name, mode, reason } = data;
  const error = wrongReason(reason);
  if (error !== null)
    return refuse(deps, session, { name, answer: { error, at: 'mode', typed: typedOf(reason) } });
  const word = { by: byUser(session.user), now: deps.now(), reason: reason.trim() };
  const { word: called, means } = modeWords[mode];
  const { title } = workflowWords[name];
  return answer(deps, session, {
    name,
    act: changeMode(name, mode, word),
    done: `${title} is in mode ${called} now: ${means}. What waits is planned anew within a minute.`,
    idle: `${title} is in mode ${called} already.`,
    at: 'mode',
  });
}

export async function pause(deps: PanelDeps, session: Session, form: unknown): Promise<View> {
  const { data } = pauseForm.safeParse(form);
  if (data === undefined) return unreadableAutomation;
  const { workflow: name, reason } = data;
  const error = wrongReason(reason);
  if (error !== null)
    return refuse(deps, session, { name, answer: { error, at: 'pause', typed: typedOf(reason) } });
  const { title } = workflowWords[name];
  return answer(deps, session, {
    name,
    act: pauseWorkflow(name, { by: byUser(session.user), now: deps.now(), reason: reason.trim() }),
    done: `${title} is paused: nothing of it leaves until it is resumed.`,
    idle: `${title} is paused already.`,
    at: 'pause',
  });
}

export async function resume(deps: PanelDeps, session: Session, form: unknown): Promise<View> {
  const { data } = resumeForm.safeParse(form);
  if (data === undefined) return unreadableAutomation;
  const name = data.workflow;
  const { title } = workflowWords[name];
  return answer(deps, session, {
    name,
    act: resumeWorkflow(name, { by: byUser(session.user), now: deps.now() }),
    done: `${title} goes on. What waited leaves within a minute.`,
    idle: `${title} is not paused.`,
    at: 'pause',
  });
}

/** The page has room for few words of what was typed. */
function typedOf(reason: string): string {
  return reason.trim().slice(0, reasonMax);
}

type Done = {
  readonly name: WorkflowName;
  /** Answers a row if it changed anything. */
  readonly act: Statement<unknown>;
  readonly done: string;
  readonly idle: string;
  readonly at: 'mode' | 'pause';
};

/** The page as it stands after it, in the same trip. */
async function answer(deps: PanelDeps, session: Session, { name, act, done, idle, at }: Done): Promise<View> {
  const now = deps.now();
  const read = await readAutomations(deps.db, { domain: session.shop, now }, act);
  const said: CardAnswer = read.done.length > 0 ? { says: done } : { error: idle, at, typed: '' };
  return within(read.settings, (shop) =>
    automationsView({ read, shop, now, answered: { name, answer: said } }),
  );
}

async function refuse(
  deps: PanelDeps,
  { shop: domain }: Session,
  answered: { readonly name: WorkflowName; readonly answer: CardAnswer },
): Promise<View> {
  const now = deps.now();
  const read = await readAutomations(deps.db, { domain, now });
  return within(read.settings, (shop) => automationsView({ read, shop, now, answered }));
}

const approveForm = z.object({ workflow, show: z.enum(postingStates).optional() });
const bodyField = 'body/';
const shownBody = z.object({
  key: z.string().regex(/^[a-z0-9_-]{1,300}$/),
  bodyDigest: z.string().regex(/^[0-9a-f]{64}$/),
});

/** Approves those of a list in the bodies in which it showed them. */
export async function approveListed(
  deps: PanelDeps,
  session: Session,
  form: Readonly<Record<string, string>>,
): Promise<View> {
  const { data } = approveForm.safeParse(form);
  const bodies = z
    .array(shownBody)
    .min(1)
    .safeParse(
      Object.entries(form)
        .filter(([name]) => name.startsWith(bodyField))
        .map(([name, bodyDigest]) => ({ key: name.slice(bodyField.length), bodyDigest })),
    ).data;
  if (data === undefined || bodies === undefined) return unreadableAutomation;
  const now = deps.now();
  const ask = { name: data.workflow, show: data.show, after: undefined, differsAfter: undefined };
  const act = approvePostings(bodies, { by: byUser(session.user), now });
  const read = await readAutomation(deps.db, { domain: session.shop, ask, now }, act);
  return within(read.settings, (shop) =>
    automationView({ read, ask, shop, now, answer: approvalSaid(read.done.length, bodies.length) }),
  );
}

/** What a person is told of an approval of so many. */
export function approvalSaid(approved: number, asked: number) {
  if (approved === 0)
    return {
      error:
        'What you saw is not what waits now: it changed, left, or was decided meanwhile. Look at it again and decide anew.',
    };
  const rest = asked - approved;
  return {
    says: `${count(approved, 'posting')} approved. ${approved === 1 ? 'It leaves' : 'They leave'} within a minute.${
      rest === 0
        ? ''
        : ` ${count(rest, 'other')} changed or left meanwhile and ${rest === 1 ? 'was' : 'were'} not approved.`
    }`,
  };
}
