/** Stocks an item at a location, with its first units. */
import { levelAt, moveStock, onHandOf } from '../../act/stock.ts';
import { together } from '../../act/together.ts';
import { Refused } from '../../model/act.ts';
import type { AdminContext } from '../context.ts';
import { locationOfId } from '../lookup.ts';
import { levelView } from '../view/inventory.ts';
import { carryOut, type Mutations, refuseAll } from './answer.ts';
import { assertNotGiven } from './input.ts';
import { placeOf, refusedPlace, type StockPlace } from './inventory-rule.ts';

type ActivateInput = {
  readonly inventoryItemId: string;
  readonly locationId: string;
  readonly available?: number | null;
  readonly onHand?: number | null;
  readonly stockAtLegacyLocation?: boolean | null;
};

const quantityMax = 1_000_000_000;

export function inventoryActivate(context: AdminContext): Mutations {
  return {
    inventoryActivate: (args: ActivateInput, info) => {
      assertNotGiven(args, ['stockAtLegacyLocation']);
      const place = placeOf(args);
      return carryOut(
        info,
        () => {
          refuseAll(refusedPlace(context, place, { item: ['inventoryItemId'], location: ['locationId'] }));
          refuseAll(refusedQuantities(context, args, place));
          const { available, onHand } = args;
          const isActive = levelAt(context.state, place)?.active === true;
          const level = together(context, null, (inner) => {
            const opened = moveStock(inner, place, { deltas: {}, reason: 'correction' });
            if (isActive) return opened;
            const delta =
              onHand == null ? (available ?? 0) - opened.quantities.available : onHand - onHandOf(opened);
            return moveStock(inner, place, { deltas: { available: delta }, reason: 'correction' });
          });
          return { inventoryLevel: levelView(context, level) };
        },
        { still: () => activeLevel(context, place) },
      );
    },
  };
}

/** The level as it stands, if the item is stocked there already. */
function activeLevel(context: AdminContext, place: StockPlace): { readonly inventoryLevel?: unknown } {
  const level = levelAt(context.state, place);
  return level?.active === true ? { inventoryLevel: levelView(context, level) } : {};
}

function refusedQuantities(context: AdminContext, args: ActivateInput, place: StockPlace): Refused[] {
  const given = (['available', 'onHand'] as const).filter((field) => args[field] != null);
  const name = locationOfId(context.state, place.locationId)?.name ?? '';
  const couldNot = (why: string) =>
    given.map(
      (field) => new Refused('INVALID', `The product couldn't be stocked at ${name} because ${why}`, [field]),
    );
  if (levelAt(context.state, place)?.active === true)
    return given.map((field) => {
      const quantity = field === 'onHand' ? 'an on_hand' : 'an available';
      const message = `Not allowed to set ${quantity} quantity when the item is already active at the location.`;
      return new Refused('INVALID', message, [field]);
    });
  if (given.length > 1)
    return couldNot('not allowed to set available and on_hand quantities at the same time.');
  const isOutOfRange = given.some((field) => Math.abs(args[field] ?? 0) > quantityMax);
  return isOutOfRange ? couldNot('the quantity needs to be between -1 billion and 1 billion.') : [];
}
