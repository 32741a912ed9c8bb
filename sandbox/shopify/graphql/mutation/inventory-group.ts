/** Changes stock in one go and shows what was changed, as an adjustment group. */
import { moveStock, levelAt, onHandOf } from '../../act/stock.ts';
import { together } from '../../act/together.ts';
import type { QuantityName } from '../../model/inventory.ts';
import { utcTime } from '../../text.ts';
import type { AdminContext, View } from '../context.ts';
import { locationOfId, variantOfItem } from '../lookup.ts';
import { inventoryItemView } from '../view/inventory.ts';
import { locationView } from '../view/location.ts';
import type { StockPlace } from './inventory-rule.ts';

export type StockChange = {
  readonly place: StockPlace;
  readonly name: QuantityName;
  readonly delta: number;
  readonly ledgerDocumentUri: string | null;
};

/** What a level counts under a name, none where there is no level. */
export function quantityAt(
  { state }: AdminContext,
  place: StockPlace,
  name: QuantityName | 'on_hand',
): number {
  const level = levelAt(state, place);
  if (level === undefined) return 0;
  return name === 'on_hand' ? onHandOf(level) : level.quantities[name];
}

/**
 * Makes all changes under one event. Null when nothing changes, as in the real store. A level that is not there is
 * activated (the schema of 2026-10 has no refusal for it any more).
 */
export function changeStock(
  context: AdminContext,
  changes: readonly StockChange[],
  cause: { readonly reason: string; readonly referenceDocumentUri?: string | null },
): View | null {
  const made = changes.filter(({ delta }) => delta !== 0);
  if (made.length === 0) return null;
  const { reason, referenceDocumentUri = null } = cause;
  together(context, null, (inner) => {
    for (const { place, name, delta, ledgerDocumentUri } of made)
      moveStock(inner, place, {
        deltas: { [name]: delta },
        reason,
        documentUri: referenceDocumentUri ?? ledgerDocumentUri,
      });
  });
  const views = [...made, ...onHandOfChanges(made)];
  return {
    __typename: 'InventoryAdjustmentGroup',
    id: `gid://shopify/InventoryAdjustmentGroup/${context.nextId()}`,
    createdAt: utcTime(context.clock.now()),
    reason,
    referenceDocumentUri,
    app: null,
    staffMember: null,
    changes: (filter: ChangeFilter) =>
      views.filter((each) => isAsked(each, filter)).map((each) => changeView(context, each)),
  };
}

type ShownChange = Omit<StockChange, 'name'> & { readonly name: string };

type ChangeFilter = {
  readonly inventoryItemIds?: readonly string[] | null;
  readonly locationIds?: readonly string[] | null;
  readonly quantityNames?: readonly string[] | null;
};

/** What the changes do to units on hand, which are all but those still incoming. */
function onHandOfChanges(changes: readonly StockChange[]): ShownChange[] {
  const counted = changes.filter(({ name }) => name !== 'incoming');
  const byPlace = Map.groupBy(counted, ({ place }) => `${place.inventoryItemId}/${place.locationId}`);
  return [...byPlace.values()].flatMap((group) => {
    const [first] = group;
    const delta = group.reduce((sum, each) => sum + each.delta, 0);
    if (first === undefined || delta === 0) return [];
    return [{ place: first.place, name: 'on_hand', delta, ledgerDocumentUri: null }];
  });
}

function isAsked({ place, name }: ShownChange, filter: ChangeFilter): boolean {
  const { inventoryItemIds, locationIds, quantityNames } = filter;
  return (
    (inventoryItemIds?.includes(`gid://shopify/InventoryItem/${place.inventoryItemId}`) ?? true) &&
    (locationIds?.includes(`gid://shopify/Location/${place.locationId}`) ?? true) &&
    (quantityNames?.includes(name) ?? true)
  );
}

function changeView(context: AdminContext, change: ShownChange): View {
  const { place, name, delta, ledgerDocumentUri } = change;
  const sold = variantOfItem(context.state, place.inventoryItemId);
  const location = locationOfId(context.state, place.locationId);
  return {
    __typename: 'InventoryChange',
    name,
    delta,
    ledgerDocumentUri,
    // The real store answers null here in the mutation itself.
    quantityAfterChange: null,
    item: () => (sold === undefined ? null : inventoryItemView(context, sold)),
    location: () => (location === undefined ? null : locationView(context, location)),
  };
}
