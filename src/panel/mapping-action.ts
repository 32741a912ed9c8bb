/** What people do to mappings: give a name of the store its counterpart in the ERP, or take that back. */
import { z } from 'zod';
import { everyBreak, readBreaks } from '#src/panel/query/breaks.ts';
import { forgetMapping, mapSource } from '#src/panel/query/mapping.ts';
import { breaksView } from './breaks.tsx';
import type { PanelDeps } from './deps.ts';
import type { Answered } from './mapping-queue.tsx';
import { mappingKinds, sourceName } from './mapping-source.ts';
import { unreadableForm, within } from './notice.tsx';
import type { Session } from './session.ts';
import type { View } from './view.ts';

const source = z.object({
  kind: z.enum(mappingKinds),
  source: z.string().trim().min(1).max(255),
});
const target = z
  .string()
  .trim()
  .min(1, 'Say what it is called in the ERP.')
  .max(100, 'A name in the ERP may have 100 characters.')
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N} ._:/%()+-]*$/u,
    'A name in the ERP begins with a letter or digit and holds letters, digits, spaces and . _ - / : % ( ) + only.',
  );

/** Maps a source; a target that cannot be one is answered with what is wrong, and nothing is written. */
export async function map(deps: PanelDeps, session: Session, form: unknown): Promise<View> {
  const { data: of } = source.safeParse(form);
  if (of === undefined) return unreadableForm;
  const typed = z.object({ target: z.string().default('') }).safeParse(form).data?.target ?? '';
  const read = target.safeParse(typed);
  if (!read.success) {
    const error = read.error.issues[0]?.message ?? 'This is no name.';
    return answer(deps, session, { answered: { error, about: of, typed: typed.slice(0, 100) }, writes: [] });
  }
  const writes = mapSource({ ...of, target: read.data }, { by: `user ${session.user}`, now: deps.now() });
  const says = `${sourceName(of)} is ${read.data} in the ERP. Its orders are proven again within a minute.`;
  return answer(deps, session, { answered: { says }, writes });
}

/** Takes a mapping back; what was not mapped stays so. */
export async function unmap(deps: PanelDeps, session: Session, form: unknown): Promise<View> {
  const { data: of } = source.safeParse(form);
  if (of === undefined) return unreadableForm;
  const says = `${sourceName(of)} is not mapped any more. Its orders are proven again within a minute.`;
  return answer(deps, session, { answered: { says }, writes: forgetMapping(of) });
}

type Done = { readonly answered: Answered; readonly writes: ReturnType<typeof mapSource> };

/** The page as it stands after the writing, in the same trip. */
async function answer(deps: PanelDeps, { shop: domain }: Session, { answered, writes }: Done): Promise<View> {
  const now = deps.now();
  const read = await readBreaks(deps.db, { domain, ask: everyBreak, now }, writes);
  return within(read.settings, (shop) => breaksView({ read, ask: everyBreak, shop, now, answered }));
}
