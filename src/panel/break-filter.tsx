import { breakCauses } from '#domain/break.ts';
import type { BreakAsk } from '#src/panel/query/breaks.ts';
import { ageNames, ages } from './age.ts';
import { legNames } from './badge.tsx';
import { breaksPath } from './break-path.ts';
import { causes } from './cause.ts';
import { Choice } from './choice.tsx';

type Asked = { readonly ask: BreakAsk };

/** Which differences are listed: a form that any of its fields sends, and the two lists as chips. */
export function BreakFilters({ ask }: Asked) {
  return (
    <s-box padding="small">
      <s-stack gap="small-200">
        <s-stack direction="inline" gap="small-200">
          {(['open', 'closed'] as const).map((show) => (
            <s-clickable-chip
              href={breaksPath({ ...ask, show })}
              color={ask.show === show ? 'strong' : 'base'}
              accessibilitylabel={`${lists[show]}${ask.show === show ? ', shown now' : ''}`}
            >
              {lists[show]}
            </s-clickable-chip>
          ))}
          {narrowed(ask) ? <s-link href={breaksPath({ show: ask.show })}>Clear all filters</s-link> : null}
        </s-stack>
        <form method="get" action="/breaks" role="search">
          <s-grid gridtemplatecolumns="repeat(auto-fit, minmax(116px, 1fr))" gap="small-200" alignitems="end">
            <s-search-field
              name="q"
              label="Order or document"
              placeholder="Order or document"
              value={ask.search}
              maxlength={100}
            />
            <Choice name="cause" label="Cause" chosen={ask.cause} of={causeChoices} />
            <Choice name="leg" label="Side" chosen={ask.leg} of={legChoices} />
            <Choice name="age" label="Age in days" chosen={ask.age} of={ageChoices} />
            <s-text-field
              name="least"
              label="At least"
              placeholder="20.00"
              value={ask.least}
              maxlength={16}
            />
            <s-select name="sort" label="Sorted by" value={ask.sort === 'amount' ? '' : ask.sort}>
              {Object.entries(sorts).map(([value, word]) => (
                <s-option value={value}>{word}</s-option>
              ))}
            </s-select>
            {ask.show === 'open' ? null : <input type="hidden" name="show" value={ask.show} />}
            <s-button type="submit">Filter</s-button>
          </s-grid>
        </form>
      </s-stack>
    </s-box>
  );
}

const lists = { open: 'Open', closed: 'Closed' };
const sorts = { '': 'Most money', oldest: 'Oldest', newest: 'Newest' };

const causeChoices = breakCauses.map((one) => [one, causes[one].word] as const);
const legChoices = Object.entries(legNames);
const ageChoices = ageNames.map((one) => [one, ages[one].bucket] as const);

/** Whether more than the list as a whole is asked for. */
export function narrowed({ cause, leg, age, least, search }: BreakAsk): boolean {
  return search !== '' || [cause, leg, age, least].some((one) => one !== undefined);
}
