/** Lists as Stripe gives them out: the newest first, from 1 to 100 at a time, before or after an object. */
import { isWithin, type Range } from './parameter.ts';
import { invalid, Refusal } from './refusal.ts';

export type Paging = {
  readonly limit: number;
  readonly starting_after?: string | undefined;
  readonly ending_before?: string | undefined;
  readonly created?: Range | undefined;
};

type Listed = { readonly id: string; readonly created: number };

export type Page<View> = {
  readonly object: 'list';
  readonly data: readonly View[];
  readonly has_more: boolean;
  readonly url: string;
};

/**
 * @param items in the order they were made
 * @throws Refusal for a cursor that is not in the list, and a limit out of range.
 */
export function page<Item extends Listed, View>(
  items: Iterable<Item>,
  { paging, url, view }: { paging: Paging; url: string; view: (item: Item) => View },
): Page<View> {
  const { limit, starting_after: after, ending_before: before } = paging;
  if (limit < 1 || limit > 100)
    throw invalid(`This value must be between 1 and 100 (it currently is '${limit}').`, {
      code: 'parameter_invalid_integer',
      param: 'limit',
    });
  if (after !== undefined && before !== undefined)
    throw invalid('You can only use one of starting_after and ending_before.', {
      code: 'parameters_exclusive',
    });
  const newestFirst = [...items].toReversed();
  const first = after === undefined ? 0 : indexOf(newestFirst, after, 'starting_after') + 1;
  const last = before === undefined ? newestFirst.length : indexOf(newestFirst, before, 'ending_before');
  const found = newestFirst.slice(first, last).filter(({ created }) => isWithin(created, paging.created));
  // Before an object means right before it.
  const chosen = before === undefined ? found.slice(0, limit) : found.slice(-limit);
  return { object: 'list', data: chosen.map(view), has_more: found.length > limit, url };
}

function indexOf(items: readonly Listed[], id: string, param: string): number {
  const index = items.findIndex((item) => item.id === id);
  if (index >= 0) return index;
  throw new Refusal(400, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such object: '${id}'`,
    param,
  });
}
