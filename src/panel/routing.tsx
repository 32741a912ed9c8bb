/** Routing: where do orders leave from, by which rules, and what would they do with this order? */
import { z } from 'zod';
import { emptyBook } from '#domain/routing.ts';
import type { ShopSettings } from '#domain/shop.ts';
import { readRouting, type RoutingRead } from '#src/panel/query/routing.ts';
import type { PanelDeps } from './deps.ts';
import { unreadableAutomation, within } from './notice.tsx';
import { RoutingBesides } from './routing-beside.tsx';
import { type Mistake, RuleEditor } from './routing-editor.tsx';
import { formOf, type RuleForm, ruleForm } from './routing-form.ts';
import { RuleList } from './routing-list.tsx';
import { RoutingTester } from './routing-tester.tsx';
import { namesOf } from './routing-words.ts';
import type { Session } from './session.ts';
import type { View } from './view.ts';

const asked = z.object({
  order: z.string().trim().max(100).default(''),
  rule: z
    .string()
    .regex(/^\d{1,9}$/)
    .optional(),
});

export async function routing(deps: PanelDeps, { shop: domain }: Session, query: unknown): Promise<View> {
  const { data } = asked.safeParse(query);
  if (data === undefined) return unreadableAutomation;
  const read = await readRouting(deps.db, { domain, order: data.order });
  return within(read.settings, (shop) => routingView({ read, shop, ...data }));
}

/** What became of a form of this page: a sentence, or what is wrong in which field, and what was typed. */
export type Answered =
  | { readonly says: string; readonly wrong?: undefined }
  | { readonly wrong: Mistake; readonly typed?: RuleForm };

type Shown = {
  readonly read: RoutingRead;
  readonly shop: ShopSettings;
  readonly order: string;
  readonly rule?: string | undefined;
  readonly answered?: Answered;
};

/** The page, as it stands or as the answer to one of its forms. */
export function routingView({ read, shop, order, rule, answered }: Shown): View {
  const book = shop.routing ?? emptyBook;
  const { places, lane, facts } = read;
  const nameOf = namesOf(places);
  const edited = book.rules.find(({ id }) => String(id) === rule);
  const typed = answered?.wrong === undefined ? undefined : answered.typed;
  const form = typed ?? (edited === undefined ? ruleForm.parse({}) : formOf(edited, nameOf));
  const wrong = answered?.wrong;
  return {
    status: wrong === undefined ? 200 : 422,
    heading: 'Order routing',
    back: { href: '/automations', label: 'Automations' },
    main: (
      <s-stack gap="base">
        {answered === undefined ? null : <Said answered={answered} />}
        <RuleList book={book} nameOf={nameOf} />
        <RoutingTester wanted={order} lane={lane} facts={facts} book={book} nameOf={nameOf} />
        <RuleEditor form={form} book={book} places={places} wrong={wrong} />
      </s-stack>
    ),
    aside: <RoutingBesides book={book} places={places} nameOf={nameOf} wrong={wrong} />,
  };
}

/** Takes the focus once it is there, so that it is read out and stays while it is read. */
function Said({ answered }: { answered: Answered }) {
  return (
    <div data-said="" tabindex={-1}>
      {answered.wrong === undefined ? (
        <s-banner tone="success" heading={answered.says} />
      ) : (
        <s-banner tone="critical" heading="Nothing was changed">
          {answered.wrong.says}
        </s-banner>
      )}
    </div>
  );
}
