/** Gave up and refused: what goes no further, why, and what can be done. */
import { z } from 'zod';
import { byUser } from '#domain/decision.ts';
import type { Instant } from '#domain/instant.ts';
import { readStopped, type StoppedRead, stoppedShownMax } from '#src/panel/query/dead-letter.ts';
import { DeadLetterList } from './dead-letter-list.tsx';
import type { PanelDeps } from './deps.ts';
import { unreadableForm, within } from './notice.tsx';
import type { Session } from './session.ts';
import type { View } from './view.ts';
import { count } from './words.ts';

export async function deadLetters(deps: PanelDeps, { shop: domain }: Session): Promise<View> {
  const now = deps.now();
  const read = await readStopped(deps.db, { domain, now });
  return within(read.settings, () => stoppedView(read, now));
}

/** The names of what was shown, with spaces between; what went on meanwhile is left alone. */
const form = z.object({
  keys: z
    .string()
    .min(1)
    .transform((text) => text.split(' '))
    .pipe(z.array(z.string().regex(/^[a-z0-9_-]{1,255}$/)).max(stoppedShownMax)),
});

/** Sends again what the form names, by the hand of whoever is signed in. */
export async function retryStopped(deps: PanelDeps, session: Session, given: unknown): Promise<View> {
  const { data } = form.safeParse(given);
  if (data === undefined) return unreadableForm;
  const now = deps.now();
  const sending = { keys: data.keys, actor: byUser(session.user) };
  const read = await readStopped(deps.db, { domain: session.shop, now, sending });
  const says =
    read.sent === 0
      ? 'Nothing was sent again: it went on meanwhile.'
      : `${count(read.sent, 'posting is', 'postings are')} sent again within a minute.`;
  return within(read.settings, () => stoppedView(read, now, says));
}

function stoppedView(read: StoppedRead, now: Instant, says?: string): View {
  const { rows } = read;
  const open = rows.filter((one) => !one.is_waiting);
  return {
    status: 200,
    heading: 'Gave up and refused',
    main: (
      <div data-live="stopped">
        <s-stack gap="base">
          {says === undefined ? null : (
            <div data-said="" tabindex={-1}>
              <s-banner tone="info" heading={says} />
            </div>
          )}
          <s-section accessibilitylabel="What goes no further" padding="none">
            <s-box padding="base">
              <s-stack gap="small-200">
                <s-paragraph>{summary(read)}</s-paragraph>
                {open.length < 2 ? null : (
                  <form method="post" action="/stopped/retry">
                    <input type="hidden" name="keys" value={open.map(({ key }) => key).join(' ')} />
                    <s-button type="submit">{`Try these ${open.length} again`}</s-button>
                  </form>
                )}
              </s-stack>
            </s-box>
            {rows.length === 0 ? null : <DeadLetterList rows={rows} now={now} />}
          </s-section>
        </s-stack>
      </div>
    ),
  };
}

function summary({ rows, count: all }: StoppedRead): string {
  if (all === 0)
    return 'Nothing is stuck. What is refused, or fails too often, is listed here with its reason.';
  const shown = all > rows.length ? ` The ${rows.length} oldest are shown.` : '';
  return `${count(all, 'posting goes', 'postings go')} no further until someone decides.${shown}`;
}
