/** The subscriptions of one app in one shop, while it is installed. */
import type { Subscription } from './subscription.ts';

export type SubscriptionBook = {
  readonly wanted: (topic: string) => readonly Subscription[];
  /** Told of each attempt of a delivery of a subscription. */
  readonly attempted: (subscription: Subscription, accepted: boolean) => void;
  readonly all: () => readonly Subscription[];
  readonly add: (subscription: Subscription) => void;
  readonly remove: (subscription: Subscription) => void;
  readonly clear: () => void;
};

// Shopify docs (webhook retries): after so many failures in a row a subscription of the Admin API is deleted.
const failuresMax = 8;

export function openSubscriptionBook(subscriptions: readonly Subscription[]): SubscriptionBook {
  const failures = new Map<Subscription, number>(subscriptions.map((each) => [each, 0]));
  let byTopic: Map<string, Subscription[]> | undefined;

  function index(): Map<string, Subscription[]> {
    const topics = new Map<string, Subscription[]>();
    for (const subscription of failures.keys())
      for (const topic of subscription.topics)
        topics.set(topic, [...(topics.get(topic) ?? []), subscription]);
    return topics;
  }

  return {
    wanted(topic) {
      byTopic ??= index();
      return byTopic.get(topic) ?? [];
    },
    attempted(subscription, accepted) {
      const before = failures.get(subscription);
      if (before === undefined) return;
      failures.set(subscription, accepted ? 0 : before + 1);
      if (subscription.by === 'app' || accepted || before + 1 < failuresMax) return;
      failures.delete(subscription);
      byTopic = undefined;
    },
    all: () => [...failures.keys()],
    add(subscription) {
      failures.set(subscription, 0);
      byTopic = undefined;
    },
    remove(subscription) {
      failures.delete(subscription);
      byTopic = undefined;
    },
    clear() {
      failures.clear();
      byTopic = undefined;
    },
  };
}
