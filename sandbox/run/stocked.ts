import { type Life, type LifePlan, openLife } from '../traffic/life.ts';
import type { World } from '../world.ts';

/** A life in a shop whose shelves were filled before the app was installed, so that nobody is told of it. */
export function openStockedLife(world: World, plan: LifePlan): Life {
  world.store.unsubscribe();
  const life = openLife(world, plan);
  world.store.subscribe();
  return life;
}
