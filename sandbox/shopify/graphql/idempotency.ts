/** The memory of `@idempotent`: what was answered under a key is answered again for a day, and nothing is done again. */
import { getDirectiveValues, GraphQLError, type GraphQLResolveInfo } from 'graphql';
import { Refused } from '../model/act.ts';
import type { ShopState } from '../model/shop.ts';
import type { AdminContext, View } from './context.ts';
import { carryOut, isRefusal } from './mutation/answer.ts';

// Shopify changelog, "Making idempotency mandatory for inventory adjustments and refund mutations", and schema 2026-10.
const keyed = new Set([
  'inventoryActivate',
  'inventoryAdjustQuantities',
  'inventoryMoveQuantities',
  'inventorySetQuantities',
  'inventorySetOnHandQuantities',
  'inventoryShipmentAddItems',
  'inventoryShipmentCreate',
  'inventoryShipmentCreateInTransit',
  'inventoryShipmentReceive',
  'inventoryTransferCreate',
  'inventoryTransferCreateAsReadyToShip',
  'inventoryTransferDuplicate',
  'inventoryTransferSetItems',
  'locationActivate',
  'locationDeactivate',
  'refundCreate',
]);

const keptMs = 86_400_000;

type Kept = { readonly request: string; readonly at: number; readonly answer: View };

/** By store, since a key belongs to one store and app. */
const memories = new WeakMap<ShopState, Map<string, Kept>>();

/**
 * Executes a mutation unless its key was seen within a day. The same request gets the first answer, or is told that the
 * first attempt failed; another request under the same key is refused. A mutation that needs a key and has none is an
 * error of the request, as is a key where Shopify takes none.
 */
export function once(
  context: AdminContext,
  call: { readonly args: unknown; readonly info: GraphQLResolveInfo },
  execute: () => View,
): View {
  const { args, info } = call;
  const key = keyOf(info);
  if (key === null) return execute();
  const memory = memoryOf(context);
  const request = textOf([info.fieldName, args]);
  const kept = memory.get(key);
  if (kept === undefined) {
    const answer = execute();
    memory.set(key, { request, at: context.clock.now(), answer });
    return answer;
  }
  if (kept.request !== request) return refusal(info, mismatch);
  return isRefusal(kept.answer) ? refusal(info, failedBefore) : kept.answer;
}

const mismatch = new Refused(
  'IDEMPOTENCY_KEY_PARAMETER_MISMATCH',
  'The same idempotency key cannot be used with different operation parameters.',
);

const failedBefore = new Refused(
  'IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED',
  'A previous request with this idempotency key failed. Retry with a new idempotency key.',
);

function refusal(info: GraphQLResolveInfo, refused: Refused): View {
  return carryOut(info, () => {
    throw refused;
  });
}

function keyOf(info: GraphQLResolveInfo): string | null {
  const given = givenKey(info);
  if (!keyed.has(info.fieldName)) {
    if (given === null) return null;
    throw badRequest(`The @idempotent directive is not supported for ${info.fieldName}.`);
  }
  if (given === null)
    throw badRequest('The @idempotent directive is required for this mutation but was not provided.');
  if (given.trim() === '') throw badRequest('The idempotency key cannot be blank.');
  return given;
}

function givenKey({ schema, fieldNodes, variableValues }: GraphQLResolveInfo): string | null {
  const directive = schema.getDirective('idempotent');
  const [node] = fieldNodes;
  if (directive == null || node === undefined) return null;
  const values = getDirectiveValues(directive, node, variableValues);
  return values === undefined ? null : String(values['key']);
}

/** Without what was kept for a day; the oldest come first. */
function memoryOf({ state, clock }: AdminContext): Map<string, Kept> {
  const memory = memories.get(state) ?? new Map<string, Kept>();
  memories.set(state, memory);
  for (const [key, { at }] of memory) {
    if (at + keptMs > clock.now()) break;
    memory.delete(key);
  }
  return memory;
}

/** The same text for the same arguments, in whatever order their fields are written. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([left], [right]) => (left < right ? -1 : 1)))
      : each,
  );
}

function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } });
}
