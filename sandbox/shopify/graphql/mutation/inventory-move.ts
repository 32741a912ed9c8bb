/** Moves units from one state to another at one location. */
import { Refused } from '../../model/act.ts';
import type { AdminContext } from '../context.ts';
import { carryOut, type Mutations, refuseAll } from './answer.ts';
import { adjustedMax } from './inventory-adjust.ts';
import { changeStock, quantityAt, type StockChange } from './inventory-group.ts';
import {
  adjustableName,
  assertComparesWritten,
  type Compared,
  type Path,
  placeOf,
  refusedCause,
  refusedLedger,
  refusedName,
  refusedPlace,
  refusedRange,
  refusedStale,
} from './inventory-rule.ts';

type Terminal = Compared & {
  readonly locationId: string;
  readonly name: string;
  readonly ledgerDocumentUri?: string | null;
};

type Move = {
  readonly inventoryItemId: string;
  readonly quantity: number;
  readonly from: Terminal;
  readonly to: Terminal;
};

export type MoveInput = {
  readonly input: {
    readonly reason: string;
    readonly referenceDocumentUri: string;
    readonly changes: readonly Move[];
  };
};

// Shopify docs: InventoryMoveQuantitiesUserErrorCode.
const ledgersMax = 2;

export function assertMoveComparesWritten({ input }: MoveInput): void {
  const terminals = input.changes.flatMap(({ from, to }) => [from, to]);
  assertComparesWritten(terminals, 'InventoryMoveQuantityTerminalInput');
}

export function inventoryMove(context: AdminContext): Mutations {
  return {
    inventoryMoveQuantities: ({ input }: MoveInput, info) =>
      carryOut(info, () => {
        refuseAll(refusedCause(input));
        const pathOf = (index: number): Path => ['input', 'changes', String(index)];
        refuseAll(input.changes.flatMap((change, index) => refusedMove(change, pathOf(index))));
        refuseAll(input.changes.flatMap((change, index) => refusedEnds(context, change, pathOf(index))));
        refuseAll(refusedLedgers(input));
        const ends = input.changes.flatMap((change) => endsOf(context, change));
        refuseAll(ends.flatMap(({ terminal, current }) => refusedStale(terminal, current)));
        refuseAll(
          ends.flatMap(({ current, change }) => refusedRange(current + change.delta, adjustedMax, ['input'])),
        );
        const changes = ends.map(({ change }) => change);
        return { inventoryAdjustmentGroup: changeStock(context, changes, input) };
      }),
  };
}

function refusedMove({ from, to, quantity }: Move, at: Path): Refused[] {
  const refused: Refused[] = [];
  for (const [end, terminal] of [
    ['from', from],
    ['to', to],
  ] as const)
    if (adjustableName(terminal.name) === undefined) refused.push(refusedName([...at, end, 'name']));
  if (from.locationId !== to.locationId)
    refused.push(
      new Refused('DIFFERENT_LOCATIONS', "The quantities can't be moved between different locations.", at),
    );
  if (from.name === to.name)
    refused.push(
      new Refused('SAME_QUANTITY_NAME', "The quantity names for each change can't be the same.", at),
    );
  if (quantity < 0)
    refused.push(
      new Refused('INVALID_QUANTITY_NEGATIVE', "The quantity can't be negative.", [...at, 'quantity']),
    );
  else refused.push(...refusedRange(quantity, adjustedMax, [...at, 'quantity']));
  return refused;
}

function refusedEnds(context: AdminContext, move: Move, at: Path): Refused[] {
  const { inventoryItemId, from, to } = move;
  const place = placeOf({ inventoryItemId, locationId: from.locationId });
  const ledger = (end: 'from' | 'to', { name, ledgerDocumentUri = null }: Terminal): Refused[] =>
    refusedLedger(name, ledgerDocumentUri, [...at, end, 'ledgerDocumentUri']);
  return [
    ...refusedPlace(context, place, {
      item: [...at, 'inventoryItemId'],
      location: [...at, 'from', 'locationId'],
    }),
    ...ledger('from', from),
    ...ledger('to', to),
  ];
}

function refusedLedgers({ changes }: MoveInput['input']): Refused[] {
  const uris = changes.flatMap(({ from, to }) => [from.ledgerDocumentUri, to.ledgerDocumentUri]);
  if (new Set(uris.filter((uri) => uri != null)).size <= ledgersMax) return [];
  return [
    new Refused(
      'MAXIMUM_LEDGER_DOCUMENT_URIS',
      'Only a maximum of 2 ledger document URIs across all changes is allowed.',
      ['input', 'changes'],
    ),
  ];
}

type End = { readonly terminal: Terminal; readonly current: number; readonly change: StockChange };

function endsOf(context: AdminContext, move: Move): End[] {
  const { inventoryItemId, quantity } = move;
  return (
    [
      [move.from, -quantity],
      [move.to, quantity],
    ] as const
  ).flatMap(([terminal, delta]) => {
    const name = adjustableName(terminal.name);
    if (name === undefined) return [];
    const place = placeOf({ inventoryItemId, locationId: terminal.locationId });
    const ledgerDocumentUri = terminal.ledgerDocumentUri ?? null;
    const current = quantityAt(context, place, name);
    return [{ terminal, current, change: { place, name, delta, ledgerDocumentUri } }];
  });
}
