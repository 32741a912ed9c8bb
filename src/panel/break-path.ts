import type { BreakAsk, BreakName } from '#src/panel/query/breaks.ts';
import { withQuery } from './path.ts';

/** The address of the list of breaks with these filters, from its beginning or from a break on. */
export function breaksPath(
  { show, sort, cause, leg, age, least, search }: Partial<BreakAsk>,
  edge: { readonly after?: BreakName | undefined; readonly before?: BreakName | undefined } = {},
): string {
  return withQuery('/breaks', {
    q: search,
    show: show === 'open' ? undefined : show,
    sort: sort === 'amount' ? undefined : sort,
    cause,
    leg,
    age,
    least,
    after: named(edge.after),
    before: named(edge.before),
  });
}

function named(one: BreakName | undefined): string | undefined {
  return one === undefined ? undefined : `${one.lane}\n${one.key}`;
}
