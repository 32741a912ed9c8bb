/** The post of a store without its acts: what is announced to it goes to an app, on a clock that stands still. */
import { virtualClock } from '#sandbox/clock.ts';
import { openCourier } from '#sandbox/shopify/courier.ts';
import type { StoreLocation } from '#sandbox/shopify/model/catalog.ts';
import { openPublisher } from '#sandbox/shopify/payload/publish.ts';
import { signDelivery } from '#sandbox/shopify/sign.ts';
import { openState } from '#sandbox/shopify/state.ts';
import { openSubscriptionBook } from '#sandbox/shopify/subscription-book.ts';
import type { Subscription } from '#sandbox/shopify/subscription.ts';

export const openedAt = Date.parse('2026-11-02T05:00:00Z');
export const clientSecret = 'hush-this-is-the-client-secret';

/** What the app answers, and what it was sent. */
export function openPost(
  options: {
    readonly answer?: (request: Request) => Promise<Response>;
    readonly subscriptions?: readonly Partial<Subscription>[];
    readonly keepBodies?: boolean;
    readonly clock?: ReturnType<typeof virtualClock>;
  } = {},
) {
  const { answer = async () => new Response(), clock = virtualClock(openedAt) } = options;
  const received: Request[] = [];
  const state = openState('plumb-demo.myshopify.com', {}, openedAt);
  const subscriptions = openSubscriptionBook(
    (options.subscriptions ?? [{}]).map((each) => ({
      topics: ['locations/update'],
      uri: '/webhooks/shopify',
      includeFields: [],
      by: 'app',
      ...each,
    })),
  );
  const courier = openCourier({
    clock,
    salt: 'post',
    keepBodies: options.keepBodies ?? true,
    send: async (sending) => {
      const request = await signDelivery({
        ...sending,
        secret: clientSecret,
        domain: state.shop.domain,
        apiVersion: '2026-10',
        url: 'https://app.plumbline.test/webhooks/shopify',
      });
      received.push(request.clone());
      return await answer(request);
    },
  });
  const announce = openPublisher({ clock, state, courier, subscriptions, salt: 'post' });
  const [location] = state.locations;
  if (location === undefined) throw new Error('The shop has no location.');
  return {
    clock,
    courier,
    received,
    state,
    subscriptions,
    announce,
    /** One thing that happens: the warehouse is renamed, or saved as it is. */
    touch: (changes: Partial<StoreLocation> = {}): void => {
      Object.assign(location, changes);
      announce([{ topic: 'locations/update', location }]);
    },
  };
}
