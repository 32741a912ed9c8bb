import { breakCauses } from '#domain/break.ts';
import type { ProofState } from '#domain/proof.ts';
import type { ListAsk, MeasuredLeg, StateCount } from '#src/panel/query/orders.ts';
import { legNames, proofStates } from './badge.tsx';
import { causes } from './cause.ts';
import { Choice } from './choice.tsx';
import { withQuery } from './path.ts';
import { kindName } from './words.ts';

export const orderStates = [
  'matched',
  'pending',
  'broken',
  'cancelled',
  'test',
] as const satisfies ProofState[];
export const measuredLegs = ['store', 'erp', 'cash', 'refund'] as const satisfies MeasuredLeg[];
/** What Shopify calls the standing of an order's money. */
export const financialStatuses = [
  'authorized',
  'expired',
  'paid',
  'partially_paid',
  'partially_refunded',
  'pending',
  'refunded',
  'voided',
] as const;

type Edge = { readonly after?: string | undefined; readonly before?: string | undefined };

/** The address of the list of orders with these filters, from its beginning or from an order on. */
export function ordersPath(ask: ListAsk, { after, before }: Edge = {}): string {
  const { search: q, state, sort, cause, leg, status, from, to } = ask;
  const sorted = sort === 'newest' ? undefined : sort;
  return withQuery('/orders', { q, state, sort: sorted, cause, leg, status, from, to, after, before });
}

/** Whether more than a state or a search narrows the list. */
export function narrowed({ cause, leg, status, from, to }: ListAsk): boolean {
  return [cause, leg, status, from, to].some((one) => one !== undefined);
}

type Filtered = { readonly ask: ListAsk; readonly counts: readonly StateCount[] };

/** A search, the states as chips with their counts, and what else narrows the list. */
export function OrderFilters({ ask, counts }: Filtered) {
  const { search, state, sort, cause, leg, status, from, to } = ask;
  return (
    <s-stack slot="filters" gap="small-200">
      <form method="get" action="/orders" role="search">
        <s-stack gap="small-200">
          <s-grid gridtemplatecolumns="1fr auto" gap="small-200">
            <s-search-field
              name="q"
              label="Search by order name or document number"
              labelaccessibilityvisibility="exclusive"
              placeholder="Order name or document number"
              value={search}
              maxlength={100}
            />
            <s-button type="submit">Search</s-button>
          </s-grid>
          <s-grid gridtemplatecolumns="repeat(auto-fit, minmax(130px, 1fr))" gap="small-200">
            <Choice name="cause" label="Cause" chosen={cause} of={causeChoices} />
            <Choice name="leg" label="Differs at" chosen={leg} of={legChoices} />
            <Choice name="status" label="Payment" chosen={status} of={statusChoices} />
            <s-text-field
              name="from"
              label="Placed from"
              placeholder="2026-11-01"
              value={from}
              maxlength={10}
            />
            <s-text-field name="to" label="Placed until" placeholder="2026-11-30" value={to} maxlength={10} />
            <s-select name="sort" label="Sorted by" value={sort === 'newest' ? '' : sort}>
              {Object.entries(sorts).map(([value, word]) => (
                <s-option value={value}>{word}</s-option>
              ))}
            </s-select>
          </s-grid>
        </s-stack>
        {state === undefined ? null : <input type="hidden" name="state" value={state} />}
      </form>
      <States ask={ask} counts={counts} />
    </s-stack>
  );
}

const sorts = { '': 'Newest', oldest: 'Oldest', amount: 'Largest total' };
const causeChoices = breakCauses.map((one) => [one, causes[one].word] as const);
const legChoices = measuredLegs.map((one) => [one, legNames[one]] as const);
const statusChoices = financialStatuses.map((one) => [one, kindName(one)] as const);

function States({ ask, counts }: Filtered) {
  const of = new Map(counts.map((one) => [one.state, one.count]));
  const all = counts.reduce((sum, one) => sum + one.count, 0);
  const chips = [undefined, ...orderStates].map((one) => ({
    word: one === undefined ? 'All' : proofStates[one].word,
    count: one === undefined ? all : (of.get(one) ?? 0),
    href: ordersPath({ ...ask, state: one }),
    on: one === ask.state,
  }));
  return (
    <s-stack direction="inline" gap="small-200" data-live="states">
      {chips.map(({ word, count, href, on }) => (
        <s-clickable-chip
          href={href}
          color={on ? 'strong' : 'base'}
          accessibilitylabel={`${word}, ${count}${on ? ', shown now' : ''}`}
        >
          {`${word} ${count}`}
        </s-clickable-chip>
      ))}
    </s-stack>
  );
}
