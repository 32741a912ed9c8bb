/** What people do to the rules of routing: each form changes the whole book by one version, and the log says how. */
import { z } from 'zod';
import { byUser } from '#domain/decision.ts';
import { emptyBook, type RoutingBook } from '#domain/routing.ts';
import { settingsOf } from '#src/inbox/store.ts';
import { readRouting, type RoutingRead } from '#src/panel/query/routing.ts';
import type { PanelDeps } from './deps.ts';
import { unreadableAutomation, within } from './notice.tsx';
import {
  type Changed,
  raised,
  switched,
  withCost,
  withExclusion,
  without,
  withRule,
  withZone,
} from './routing-change.ts';
import { type Known, type RuleForm, ruleForm, Wrong } from './routing-form.ts';
import { type Answered, routingView } from './routing.tsx';
import type { Session } from './session.ts';
import type { View } from './view.ts';

const text = z.string().trim().max(1000).default('');
const versioned = z.object({
  version: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
});
const named = z.object({ id: z.string().regex(/^\d{1,9}$/) });
const zoneForm = z.object({ zone: text, areas: text, near: text });
const exclusionForm = z.object({ goods: text, notFrom: text });
const costForm = z.object({ parcelFrom: text, cost: text });

type Act = (deps: PanelDeps, session: Session, form: unknown) => Promise<View>;

export const saveRule: Act = actBy(ruleForm, (form, known) => withRule(form, known));
export const switchRule: Act = actBy(named, ({ id }, { book }) => switched(book, id));
export const removeRule: Act = actBy(named, ({ id }, { book }) => without(book, id));
export const raiseRule: Act = actBy(named, ({ id }, { book }) => raised(book, id));
export const saveZone: Act = actBy(zoneForm, (form, known) => withZone(form, known));
export const saveExclusion: Act = actBy(exclusionForm, (form, known) => withExclusion(form, known));
export const saveCost: Act = actBy(costForm, (form, known) => withCost(form, known));

/** Reads the form, changes the book that it was sent from, and shows the page as it stands then. */
function actBy<Form extends object>(
  schema: z.ZodType<Form>,
  change: (form: Form, known: Known) => Changed,
): Act {
  return async (deps, session, sent) => {
    const version = versioned.safeParse(sent).data?.version;
    const form = schema.safeParse(sent).data;
    if (version === undefined || form === undefined) return unreadableAutomation;
    const { shop: domain } = session;
    const read = await readRouting(deps.db, { domain, order: '' });
    if (read.settings?.state !== 'installed')
      return within(read.settings, (shop) => routingView({ read, shop, order: '' }));
    const shop = settingsOf(read.settings);
    const book = shop.routing ?? emptyBook;
    const attempt = changed(() => change(form, { book, places: read.places, currency: shop.currency }));
    if ('wrong' in attempt) {
      const typed = ruleForm.safeParse(sent).data;
      return shown(read, { wrong: attempt.wrong, ...(isRule(form) && typed !== undefined && { typed }) });
    }
    if (book.version !== version) return shown(read, outdated);
    return write(deps, session, attempt);
  };
}

const outdated: Answered = {
  wrong: {
    field: 'version',
    says: 'Somebody changed the rules since this page was loaded. Look at them again.',
  },
};

async function write(deps: PanelDeps, session: Session, { book, change }: Changed): Promise<View> {
  const now = deps.now();
  const read = await readRouting(deps.db, {
    domain: session.shop,
    order: '',
    change: { book, change, by: byUser(session.user), now },
  });
  return shown(read, read.isWritten ? { says: change } : outdated);
}

function shown(read: RoutingRead, answered: Answered): View {
  return within(read.settings, (shop) => routingView({ read, shop, order: '', answered }));
}

function changed(
  make: () => Changed,
): { book: RoutingBook; change: string } | { wrong: { field: string; says: string } } {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    return { wrong: { field: error.field, says: error.message } };
  }
}

function isRule(form: object): form is RuleForm {
  return 'do' in form;
}
