/** What chores, staff and faults share: the world, the time of this life, and the book of truth. */
import type { StockMovement } from '#sandbox/shopify/model/inventory.ts';
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import type { Shelf } from '../article.ts';
import type { NewlyPlanted } from '../fault/planted.ts';
import type { TrafficWorld } from '../world.ts';

export type Site = {
  readonly world: TrafficWorld;
  readonly seed: number;
  readonly shelf: Shelf;
  /** The app is installed from here on; before it nothing is delivered, and an earlier connector may work. */
  readonly liveFrom: number;
  readonly endsAt: number;
  /** Hours of the life in which a promotion is set wrongly. */
  readonly promotions: { readonly from: number; readonly until: number }[];
  /** Movements of stock that nobody ever books in the ERP. */
  readonly unreported: Set<StockMovement>;
  /** The time of the life, which a hurried life leads ahead of the clock. */
  now(): number;
  /** Makes an appointment at an instant of the life; those after its end are not kept. */
  at(time: number, label: string, act: () => void | Promise<void>): void;
  plant(fault: NewlyPlanted): void;
  /** False when the order has a lasting fault already; else it is taken. */
  claim(order: StoreOrder): boolean;
  isGone(order: StoreOrder): boolean;
};
