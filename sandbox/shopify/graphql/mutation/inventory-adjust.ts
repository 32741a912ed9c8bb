/** Changes stock by so many units, or moves units from one state to another. */
import { Refused } from '../../model/act.ts';
import type { AdminContext } from '../context.ts';
import { carryOut, type Mutations, refuseAll } from './answer.ts';
import { changeStock, quantityAt, type StockChange } from './inventory-group.ts';
import {
  adjustableName,
  assertComparesWritten,
  type Compared,
  placeOf,
  refusedCause,
  refusedLedger,
  refusedName,
  refusedPlace,
  refusedRange,
  refusedStale,
} from './inventory-rule.ts';

export type AdjustInput = {
  readonly input: {
    readonly name: string;
    readonly reason: string;
    readonly referenceDocumentUri?: string | null;
    readonly changes: readonly (Compared & {
      readonly inventoryItemId: string;
      readonly locationId: string;
      readonly delta: number;
      readonly ledgerDocumentUri?: string | null;
    })[];
  };
};

// Shopify docs: InventoryAdjustQuantitiesUserErrorCode.
export const adjustedMax = 2_000_000_000;

export function assertAdjustComparesWritten({ input }: AdjustInput): void {
  assertComparesWritten(input.changes, 'InventoryChangeInput');
}

export function inventoryAdjust(context: AdminContext): Mutations {
  return {
    inventoryAdjustQuantities: ({ input }: AdjustInput, info) =>
      carryOut(info, () => {
        const name = adjustableName(input.name);
        if (name === undefined) throw refusedName(['input', 'name']);
        refuseAll(refusedCause(input));
        refuseAll(input.changes.flatMap((_, index) => refusedChange(context, input, index)));
        refuseAll(refusedLedgers(input));
        const changes: StockChange[] = input.changes.map((change) => ({
          place: placeOf(change),
          name,
          delta: change.delta,
          ledgerDocumentUri: change.ledgerDocumentUri ?? null,
        }));
        const currents = changes.map(({ place }) => quantityAt(context, place, name));
        refuseAll(
          changes.flatMap(({ delta }, index) => {
            const at = ['input', 'changes', String(index), 'delta'];
            return refusedRange((currents[index] ?? 0) + delta, adjustedMax, at);
          }),
        );
        refuseAll(input.changes.flatMap((change, index) => refusedStale(change, currents[index] ?? 0)));
        return { inventoryAdjustmentGroup: changeStock(context, changes, input) };
      }),
  };
}

function refusedChange(context: AdminContext, input: AdjustInput['input'], index: number): Refused[] {
  const change = input.changes[index];
  if (change === undefined) return [];
  const at = (field: string) => ['input', 'changes', String(index), field];
  return [
    ...refusedPlace(context, placeOf(change), { item: at('inventoryItemId'), location: at('locationId') }),
    ...refusedLedger(input.name, change.ledgerDocumentUri ?? null, at('ledgerDocumentUri')),
  ];
}

function refusedLedgers({ changes }: AdjustInput['input']): Refused[] {
  if (new Set(changes.map(({ ledgerDocumentUri }) => ledgerDocumentUri ?? null)).size <= 1) return [];
  return [
    new Refused(
      'MAX_ONE_LEDGER_DOCUMENT',
      'All changes must have the same ledger document URI or, in the case of adjusting available, no ledger document URI.',
      ['input', 'changes'],
    ),
  ];
}
