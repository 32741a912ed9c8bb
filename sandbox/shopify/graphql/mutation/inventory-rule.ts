/** What Shopify asks of every change of stock by an app, whichever mutation makes it. */
import { GraphQLError } from 'graphql';
import { Refused } from '../../model/act.ts';
import type { QuantityName } from '../../model/inventory.ts';
import type { AdminContext } from '../context.ts';
import { locationOfId, numberOf, variantOfItem } from '../lookup.ts';

export type Path = readonly string[];
export type StockPlace = { readonly inventoryItemId: bigint; readonly locationId: bigint };

/** A quantity that the caller expects, or null to set without comparing; to leave it out is an error of the request. */
export type Compared = { readonly changeFromQuantity?: number | null };

/** The quantities that an app may change; `committed` follows from orders and `on_hand` is a sum. */
const adjustable = [
  'available',
  'damaged',
  'incoming',
  'quality_control',
  'reserved',
  'safety_stock',
] as const satisfies readonly QuantityName[];

const reasons = [
  'correction',
  'cycle_count_available',
  'damaged',
  'movement_canceled',
  'movement_created',
  'movement_received',
  'movement_updated',
  'other',
  'promotion',
  'quality_control',
  'received',
  'reservation_created',
  'reservation_deleted',
  'reservation_updated',
  'restock',
  'safety_stock',
  'shrinkage',
];

/** The schema has `changeFromQuantity` as optional; the real API refuses a request that does not write it. */
export function assertComparesWritten(inputs: readonly Compared[], type: string): void {
  if (inputs.every((input) => Object.hasOwn(input, 'changeFromQuantity'))) return;
  throw new GraphQLError(`${type} must include the following argument: changeFromQuantity.`, {
    extensions: { code: 'INVALID_FIELD_ARGUMENTS' },
  });
}

export function refusedCause(cause: {
  readonly reason: string;
  readonly referenceDocumentUri?: string | null;
}): Refused[] {
  const refused: Refused[] = [];
  if (!reasons.includes(cause.reason))
    refused.push(
      new Refused(
        'INVALID_REASON',
        `The specified reason is invalid. Valid values are: ${reasons.join(', ')}.`,
        ['input', 'reason'],
      ),
    );
  const { referenceDocumentUri: uri = null } = cause;
  if (uri !== null && !isDocument(uri))
    refused.push(
      new Refused('INVALID_REFERENCE_DOCUMENT', 'The specified reference document is invalid.', [
        'input',
        'referenceDocumentUri',
      ]),
    );
  return refused;
}

export function adjustableName(name: string): (typeof adjustable)[number] | undefined {
  return adjustable.find((each) => each === name);
}

export function refusedName(at: Path): Refused {
  return new Refused(
    'INVALID_QUANTITY_NAME',
    `The specified quantity name is invalid. Valid values are: ${adjustable.join(', ')}.`,
    at,
  );
}

export function placeOf(input: {
  readonly inventoryItemId: string;
  readonly locationId: string;
}): StockPlace {
  return {
    inventoryItemId: numberOf('InventoryItem', input.inventoryItemId),
    locationId: numberOf('Location', input.locationId),
  };
}

/** Refuses an item or location that is not there, and a bundle, whose stock follows its components. */
export function refusedPlace(
  { state }: AdminContext,
  place: StockPlace,
  at: { readonly item: Path; readonly location: Path },
): Refused[] {
  const refused: Refused[] = [];
  const sold = variantOfItem(state, place.inventoryItemId);
  if (sold === undefined)
    refused.push(
      new Refused('INVALID_INVENTORY_ITEM', 'The specified inventory item could not be found.', at.item),
    );
  else if (sold.variant.components.length > 0)
    refused.push(
      new Refused(
        'NON_MUTABLE_INVENTORY_ITEM',
        'The specified inventory item is not allowed to be adjusted via API. Example: if the inventory item is a parent bundle.',
        at.item,
      ),
    );
  if (locationOfId(state, place.locationId)?.active !== true)
    refused.push(new Refused('INVALID_LOCATION', 'The specified location could not be found.', at.location));
  return refused;
}

/** Every quantity but `available` is kept by a document of its own, which may not be one of Shopify's. */
export function refusedLedger(name: string, uri: string | null, at: Path): Refused[] {
  const refuse = (code: string, message: string) => [new Refused(code, message, at)];
  if (name === 'available')
    return uri === null
      ? []
      : refuse(
          'INVALID_AVAILABLE_DOCUMENT',
          'A ledger document URI is not allowed when adjusting available.',
        );
  if (uri === null)
    return refuse(
      'INVALID_QUANTITY_DOCUMENT',
      'A ledger document URI is required except when adjusting available.',
    );
  if (uri.startsWith('gid://shopify/'))
    return refuse(
      'INTERNAL_LEDGER_DOCUMENT',
      'Internal (gid://shopify/) ledger documents are not allowed to be adjusted via API.',
    );
  return isDocument(uri)
    ? []
    : refuse('INVALID_LEDGER_DOCUMENT', 'The specified ledger document is invalid.');
}

/** A quantity that no longer is what the caller took it for. The real store names no field for it. */
export function refusedStale({ changeFromQuantity = null }: Compared, current: number): Refused[] {
  if (changeFromQuantity === null || changeFromQuantity === current) return [];
  return [
    new Refused(
      'CHANGE_FROM_QUANTITY_STALE',
      'The changeFromQuantity argument no longer matches the persisted quantity.',
    ),
  ];
}

export function refusedRange(quantity: number, max: number, at: Path): Refused[] {
  const [limit, bound] = [max.toLocaleString('en-US'), quantity < 0 ? 'lower than -' : 'higher than '];
  if (quantity <= max && quantity >= -max) return [];
  const code = quantity < 0 ? 'INVALID_QUANTITY_TOO_LOW' : 'INVALID_QUANTITY_TOO_HIGH';
  return [new Refused(code, `The quantity can't be ${bound}${limit}.`, at)];
}

/** A scheme and something in it; a global id names app, entity and id. */
function isDocument(uri: string): boolean {
  if (uri.startsWith('gid:')) return /^gid:\/\/[^/\s]+\/[^/\s]+\/\S+$/.test(uri);
  return /^[a-z][a-z0-9+.-]*:(\/\/)?[^/\s]\S*$/i.test(uri);
}
