/** Sets stock to what another system counted. */
import { Refused } from '../../model/act.ts';
import type { AdminContext } from '../context.ts';
import { carryOut, type Mutations, refuseAll } from './answer.ts';
import { changeStock, quantityAt } from './inventory-group.ts';
import {
  assertComparesWritten,
  type Compared,
  placeOf,
  refusedCause,
  refusedPlace,
  refusedRange,
  refusedStale,
} from './inventory-rule.ts';

export type SetInput = {
  readonly input: {
    readonly name: string;
    readonly reason: string;
    readonly referenceDocumentUri?: string | null;
    readonly quantities: readonly (Compared & {
      readonly inventoryItemId: string;
      readonly locationId: string;
      readonly quantity: number;
    })[];
  };
};

// Shopify docs: InventorySetQuantitiesUserErrorCode.
const quantityMax = 1_000_000_000;

export function assertSetComparesWritten({ input }: SetInput): void {
  assertComparesWritten(input.quantities, 'InventoryQuantityInput');
}

export function inventorySet(context: AdminContext): Mutations {
  return {
    inventorySetQuantities: ({ input }: SetInput, info) =>
      carryOut(info, () => {
        const name = settableName(input.name);
        refuseAll([...refusedCause(input), ...refusedPairs(input)]);
        const wanted = input.quantities.map((row) => ({ row, place: placeOf(row) }));
        refuseAll(
          wanted.flatMap(({ row, place }, index) => {
            const at = (field: string) => ['input', 'quantities', String(index), field];
            return [
              ...refusedPlace(context, place, { item: at('inventoryItemId'), location: at('locationId') }),
              ...refusedQuantity(name, row.quantity, at('quantity')),
            ];
          }),
        );
        const compared = wanted.map((each) => ({ ...each, current: quantityAt(context, each.place, name) }));
        refuseAll(compared.flatMap(({ row, current }) => refusedStale(row, current)));
        const changes = compared.map(({ row, place, current }) => ({
          place,
          // Units on hand are a sum; what is set changes those that are available.
          name: 'available' as const,
          delta: row.quantity - current,
          ledgerDocumentUri: null,
        }));
        return { inventoryAdjustmentGroup: changeStock(context, changes, input) };
      }),
  };
}

function settableName(name: string): 'available' | 'on_hand' {
  if (name === 'available' || name === 'on_hand') return name;
  throw new Refused('INVALID_NAME', "The quantity name must be either 'available' or 'on_hand'.", [
    'input',
    'name',
  ]);
}

function refusedQuantity(name: 'available' | 'on_hand', quantity: number, at: readonly string[]): Refused[] {
  if (name === 'on_hand' && quantity < 0)
    return [new Refused('INVALID_QUANTITY_NEGATIVE', "The quantity can't be negative.", at)];
  return refusedRange(quantity, quantityMax, at);
}

function refusedPairs({ quantities }: SetInput['input']): Refused[] {
  const seen = new Set<string>();
  return quantities.flatMap(({ inventoryItemId, locationId }, index) => {
    const pair = `${inventoryItemId} ${locationId}`;
    if (!seen.has(pair)) {
      seen.add(pair);
      return [];
    }
    return [
      new Refused(
        'NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR',
        'The combination of inventoryItemId and locationId must be unique.',
        ['input', 'quantities', String(index), 'locationId'],
      ),
    ];
  });
}
