import { type Life, type LifePlan, openLife } from '../traffic/life.ts';
import { mappingRows } from '../traffic/mapping.ts';
import type { World } from '../world.ts';

/** A life in a shop whose shelves were filled before the app was installed, so that nobody is told of it. */
export async function openStockedLife(world: World, plan: LifePlan): Promise<Life> {
  world.store.unsubscribe();
  const life = openLife(world, plan);
  world.store.subscribe();
  await mapSources(world);
  return life;
}

/** What the shop's accountant did on the day of the installation. */
export async function mapSources(world: World): Promise<void> {
  const { store, clock, shopId } = world;
  await world.ask(
    `insert into mapping (shop_id, kind, source, target, set_at, set_by)
     select $1, kind, source, target, $2, 'accountant'
     from jsonb_to_recordset($3) as m (kind text, source text, target text)`,
    [
      shopId,
      new Date(clock.now()).toISOString(),
      JSON.stringify(mappingRows(store.state.shop, store.state.locations)),
    ],
  );
}
