/** `/v1/events`: what happened in the last thirty days. */
import { z } from 'zod';
import type { Call, Endpoint } from '#sandbox/stripe/endpoint.ts';
import { page } from '#sandbox/stripe/page.ts';
import { flag, list, paging, read } from '#sandbox/stripe/parameter.ts';
import { invalid, missing } from '#sandbox/stripe/refusal.ts';
import { eventView } from '#sandbox/stripe/view/event.ts';

const path = '/v1/events';

const List = z.strictObject({
  ...paging,
  delivery_success: flag.optional(),
  type: z.string().optional(),
  types: list.optional(),
});

function show({ account, input }: Call): object {
  const { delivery_success: isDelivered, type, types, ...asked } = read(List, input);
  if (type !== undefined && types !== undefined)
    throw invalid('You may pass either type or types, but not both.', { code: 'parameters_exclusive' });
  const isAsked = patternOf(type);
  const news = account.news
    .recent()
    .filter(
      (one) =>
        isAsked(one.type) &&
        (types === undefined || types.includes(one.type)) &&
        (isDelivered === undefined || (one.pendingWebhooks === 0) === isDelivered),
    );
  return page(news, { paging: asked, url: path, view: eventView });
}

/** An asterisk stands for any text, as in `charge.*`. */
function patternOf(type: string | undefined): (type: string) => boolean {
  if (type === undefined) return () => true;
  const [before = '', after] = type.split('*');
  if (after === undefined) return (one) => one === type;
  return (one) => one.startsWith(before) && one.endsWith(after);
}

function retrieve({ account, id }: Call): object {
  const news = account.news.recent().find((one) => one.id === id);
  if (news === undefined) throw missing('event', id);
  return eventView(news);
}

export const eventEndpoints: readonly Endpoint[] = [
  { method: 'GET', path, answer: show },
  { method: 'GET', path: `${path}/:id`, answer: retrieve },
];
