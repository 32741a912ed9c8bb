import type { Clock } from '#sandbox/clock.ts';
import type { Announce } from '../model/news.ts';
import type { StoreOrder } from '../model/order.ts';
import type { ShopState } from '../model/shop.ts';

/** What every act works with: the time, the store's state, fresh ids, and the way to tell apps. */
export type ActContext = {
  readonly clock: Clock;
  readonly state: ShopState;
  readonly nextId: () => bigint;
  readonly announce: Announce;
  /** Told of each order that an act has changed, quiet ones too: for what lies outside the store, such as its bank. */
  readonly changed?: ((order: StoreOrder) => void) | undefined;
};
