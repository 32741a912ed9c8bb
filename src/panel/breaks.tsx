/** Breaks: what disagrees, how much, since when, why? */
import { z } from 'zod';
import { type BreakCause, breakCauses } from '#domain/break.ts';
import type { Instant } from '#domain/instant.ts';
import type { ShopSettings } from '#domain/shop.ts';
import { type BreakAsk, type BreakName, type BreaksRead, readBreaks } from '#src/panel/query/breaks.ts';
import { ageNames } from './age.ts';
import { BreakFilters } from './break-filter.tsx';
import { BreakList } from './break-list.tsx';
import { CauseTable } from './cause-table.tsx';
import type { PanelDeps } from './deps.ts';
import { MappingQueue, type Answered } from './mapping-queue.tsx';
import { unreadableBreaks, within } from './notice.tsx';
import { residualOf } from './residual.ts';
import type { Session } from './session.ts';
import type { View } from './view.ts';
import { amountOf, count } from './words.ts';

/** A break's name as an address carries it: its lane and its key, in two lines. */
const name = z
  .string()
  .max(400)
  .regex(/^[a-z_]+\/[^\n]+\n[^\n]+$/)
  .transform((text): BreakName => {
    const at = text.indexOf('\n');
    return { lane: text.slice(0, at), key: text.slice(at + 1) };
  });

/** A select whose first choice is "any" sends nothing for it, or an empty text. */
const unlessEmpty = (text: unknown) => (text === '' ? undefined : text);

const asked = z.object({
  show: z.enum(['open', 'closed']).default('open'),
  sort: z.preprocess(unlessEmpty, z.enum(['amount', 'oldest', 'newest']).default('amount')),
  cause: z.preprocess(unlessEmpty, z.enum(breakCauses).optional()),
  leg: z.preprocess(unlessEmpty, z.enum(['store', 'erp', 'cash', 'payout', 'refund']).optional()),
  age: z.preprocess(unlessEmpty, z.enum(ageNames).optional()),
  least: z.preprocess(
    unlessEmpty,
    z
      .string()
      .regex(/^\d{1,12}(\.\d{1,3})?$/)
      .optional(),
  ),
  q: z.string().trim().max(100).default(''),
  after: name.optional(),
  before: name.optional(),
});

export async function breaks(deps: PanelDeps, { shop: domain }: Session, query: unknown): Promise<View> {
  const { data } = asked.safeParse(query);
  if (data === undefined || (data.after !== undefined && data.before !== undefined)) return unreadableBreaks;
  const { q: search, cause, leg, age, least, after, before, show, sort } = data;
  const ask: BreakAsk = { search, cause, leg, age, least, after, before, show, sort };
  const now = deps.now();
  const read = await readBreaks(deps.db, { domain, ask, now });
  return within(read.settings, (shop) => breaksView({ read, ask, shop, now }));
}

type Shown = {
  readonly read: BreaksRead;
  readonly ask: BreakAsk;
  readonly shop: ShopSettings;
  readonly now: Instant;
  /** What became of a form of this page that was just sent. */
  readonly answered?: Answered;
};

/** The page, as it stands or as the answer to one of its forms. */
export function breaksView(shown: Shown): View {
  const { read, ask, shop, now, answered } = shown;
  const { timeZone } = shop;
  return {
    status: answered?.error === undefined ? 200 : 422,
    heading: 'Breaks',
    main: (
      <s-stack gap="base">
        <div data-live="causes">
          <CauseTable causes={read.causes} ask={ask} now={now} says={summary(read)} />
        </div>
        <div data-live="mapping">
          <MappingQueue queue={read.queue} mapped={read.mapped} answered={answered} shop={shop} />
        </div>
        <s-section padding="none" accessibilitylabel="Differences">
          <BreakFilters ask={ask} />
          <BreakList ask={ask} found={read.rows} timeZone={timeZone} now={now} />
        </s-section>
      </s-stack>
    ),
  };
}

/** "12 differences are open, €1,204.60 in all; nobody can explain €20.00 of them (0.12 ‰ of sales)." */
function summary({ open, gross }: BreaksRead): string {
  const total = open.reduce((sum, one) => sum + one.count, 0);
  if (total === 0) return 'Nothing disagrees, as far as everything is known.';
  const money = totals(open);
  const residual = residualOf(open, gross);
  const named = new Set<BreakCause>(open.map((one) => one.cause)).size;
  return [
    `${count(total, 'difference is', 'differences are')} open, by ${count(named, 'cause')}`,
    money === '' ? '' : `, ${money} in all`,
    `. ${residual.says}`,
  ].join('');
}

function totals(open: BreaksRead['open']): string {
  const byCurrency = Map.groupBy(
    open.filter((one) => one.currency !== null && one.minor !== null),
    (one) => one.currency ?? '',
  );
  return [...byCurrency]
    .map(([currency, some]) =>
      amountOf({ currency, minor: String(some.reduce((sum, one) => sum + BigInt(one.minor ?? 0), 0n)) }),
    )
    .join(' and ');
}
