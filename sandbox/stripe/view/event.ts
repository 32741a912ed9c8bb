/** An event as the API shows it, and as a webhook carries it. */
import type { News } from '#sandbox/stripe/news.ts';
import type { JsonObject } from '#sandbox/stripe/json.ts';

export const apiVersion = '2026-10-28.endive';

/** The vendor's type pairs each type with its object, which a stored picture no longer shows to the compiler. */
export type EventView = {
  readonly id: string;
  readonly object: 'event';
  readonly api_version: string;
  readonly created: number;
  readonly data: { readonly object: JsonObject; readonly previous_attributes?: JsonObject };
  readonly livemode: false;
  readonly pending_webhooks: number;
  readonly request: News['request'];
  readonly type: News['type'];
};

export function eventView(news: News): EventView {
  const { previous } = news;
  return {
    id: news.id,
    object: 'event',
    api_version: apiVersion,
    created: news.created,
    data: { object: news.object, ...(previous !== undefined && { previous_attributes: previous }) },
    livemode: false,
    pending_webhooks: news.pendingWebhooks,
    request: news.request,
    type: news.type,
  };
}
