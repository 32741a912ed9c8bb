/** The subscriptions that the app made in this shop by the Admin API. Those of its own configuration do not show here. */
import type { Clock } from '../../../clock.ts';
import { idsFrom } from '../../id.ts';
import { addressFaults } from '../../subscription-address.ts';
import type { SubscriptionBook } from '../../subscription-book.ts';
import type { Subscription } from '../../subscription.ts';

export type Registered = {
  readonly id: bigint;
  readonly topic: string;
  readonly subscription: Subscription;
  readonly createdAt: number;
  readonly updatedAt: number;
};

export type Wish = {
  readonly topic: string;
  readonly uri: string;
  readonly includeFields: readonly string[];
  readonly name: string | null;
};

export type Fault = { readonly field: readonly string[]; readonly message: string };

export interface SubscriptionDesk {
  /** Of the payloads that are sent. */
  readonly apiVersion: string;
  /** Oldest first; one that Shopify removed after its failures is gone. */
  all(): readonly Registered[];
  create(wish: Wish): Registered | readonly Fault[];
  update(of: Registered, wish: Wish): Registered | readonly Fault[];
  remove(of: Registered): void;
}

export function openSubscriptionDesk(shop: {
  readonly book: SubscriptionBook;
  readonly clock: Clock;
  /** Makes ids differ between stores. */
  readonly salt: string;
  readonly apiVersion: string;
}): SubscriptionDesk {
  const { book, clock, apiVersion } = shop;
  const nextId = idsFrom(`${shop.salt} subscription`);
  const registered = new Map<bigint, Registered>();

  function all(): readonly Registered[] {
    const standing = new Set(book.all());
    return [...registered.values()].filter((one) => standing.has(one.subscription));
  }
  function register(wish: Wish, kept: { readonly id: bigint; readonly createdAt: number }): Registered {
    const { topic, uri, includeFields, name } = wish;
    const named = name === null ? {} : { name };
    const subscription: Subscription = { topics: [topic], uri, includeFields, by: 'api', ...named };
    const one = { ...kept, topic, subscription, updatedAt: clock.now() };
    registered.set(kept.id, one);
    book.add(subscription);
    return one;
  }
  return {
    apiVersion,
    all,
    create(wish) {
      const faults = faultsOf(wish, all());
      if (faults.length > 0) return faults;
      return register(wish, { id: nextId(), createdAt: clock.now() });
    },
    update(of, wish) {
      const others = all().filter((one) => one.id !== of.id);
      const faults = faultsOf(wish, others);
      if (faults.length > 0) return faults;
      book.remove(of.subscription);
      return register(wish, of);
    },
    remove(of) {
      registered.delete(of.id);
      book.remove(of.subscription);
    },
  };
}

/** Shopify names the deprecated argument, whichever one was given. */
const addressField = ['webhookSubscription', 'callbackUrl'];

function faultsOf(wish: Wish, others: readonly Registered[]): Fault[] {
  const faults = addressFaults(wish.uri).map((message) => ({ field: addressField, message }));
  const isTaken = others.some((one) => one.topic === wish.topic && one.subscription.uri === wish.uri);
  if (isTaken) faults.push({ field: addressField, message: 'Address for this topic has already been taken' });
  if (wish.name !== null && !/^[\w-]{1,50}$/.test(wish.name))
    faults.push({ field: ['webhookSubscription', 'name'], message: 'Name is invalid' });
  return faults;
}
