/** Turns the news of a store into deliveries: one for each subscription of the topic, all of one event. */
import type { Clock } from '../../clock.ts';
import { type Courier, uuidFrom } from '../courier.ts';
import type { Announce, News, OrderTopic } from '../model/news.ts';
import type { ShopState } from '../model/shop.ts';
import type { SubscriptionBook } from '../subscription-book.ts';
import type { Subscription } from '../subscription.ts';
import { includeFields } from './include-fields.ts';
import { bodyText, type Json } from './json.ts';
import { payloadOf } from './payload.ts';

/** Shopify calls it "a short window" and does not state it. */
const repetitionWindowMs = 60_000;

/**
 * Announces to whoever has subscribed. A body is rendered once for all deliveries of it, and not at all while nobody
 * wants the topic.
 */
export function openPublisher(world: {
  readonly clock: Clock;
  readonly state: ShopState;
  readonly courier: Pick<Courier, 'accept'>;
  readonly subscriptions: SubscriptionBook;
  /** Makes event ids differ between stores and between runs. */
  readonly salt: string;
}): Announce {
  const { clock, courier, state, subscriptions } = world;
  const isRepetition = openMemory(clock);
  let events = 0;
  return (news) => {
    events += 1;
    const wanted = news.filter(({ topic }) => subscriptions.wanted(topic).length > 0);
    if (wanted.length === 0) return;
    const eventId = uuidFrom(`${world.salt} event ${events}`);
    const rendering = openRendering(state, clock);
    for (const each of wanted)
      for (const subscription of subscriptions.wanted(each.topic)) {
        const body = rendering(each, subscription);
        if (subscription.includeFields.length > 0 && isRepetition(subscription, each.topic + body)) continue;
        const { name, uri } = subscription;
        courier.accept({
          topic: each.topic,
          body,
          eventId,
          uri,
          ...(name === undefined ? {} : { name }),
          attempted: (accepted) => subscriptions.attempted(subscription, accepted),
        });
      }
  };
}

const wholeOrderTopics: ReadonlySet<string> = new Set<OrderTopic>([
  'orders/create',
  'orders/updated',
  'orders/paid',
  'orders/cancelled',
  'orders/fulfilled',
  'orders/partially_fulfilled',
]);

/** Topics of one event that carry the whole order carry the same body. */
function openRendering(state: ShopState, clock: Clock) {
  const payloads = new Map<unknown, Json>();
  const texts = new Map<Json, string>();
  return (news: News, { includeFields: fields }: Subscription): string => {
    const subject = 'order' in news && wholeOrderTopics.has(news.topic) ? news.order : news;
    let payload = payloads.get(subject);
    if (payload === undefined) payloads.set(subject, (payload = payloadOf(news, state, clock.now())));
    if (fields.length > 0) return bodyText(includeFields(payload, fields));
    let text = texts.get(payload);
    if (text === undefined) texts.set(payload, (text = bodyText(payload)));
    return text;
  };
}

/** With include_fields, a body that was sent a moment ago is not sent again (Shopify docs: modify your payloads). */
function openMemory(clock: Clock) {
  const sent = new Map<Subscription, Map<string, number>>();
  return (subscription: Subscription, content: string): boolean => {
    const now = clock.now();
    const recent = sent.get(subscription) ?? new Map<string, number>();
    sent.set(subscription, recent);
    for (const [each, at] of recent) {
      if (now - at <= repetitionWindowMs) break;
      recent.delete(each);
    }
    if (recent.has(content)) return true;
    recent.set(content, now);
    return false;
  };
}
