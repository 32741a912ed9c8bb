/** A shelf, and the mutations that change what stands on it. */
import { type Desk, openDesk } from './admin-desk.ts';

/** The shop's own location. */
export const home = 'gid://shopify/Location/905684977';

const documents = {
  set: `mutation Set($input: InventorySetQuantitiesInput!, $key: String!) {
    answer: inventorySetQuantities(input: $input) @idempotent(key: $key) {
      inventoryAdjustmentGroup { id reason referenceDocumentUri
        changes { name delta quantityAfterChange ledgerDocumentUri item { sku } location { id } } }
      userErrors { field message code } } }`,
  adjust: `mutation Adjust($input: InventoryAdjustQuantitiesInput!, $key: String!) {
    answer: inventoryAdjustQuantities(input: $input) @idempotent(key: $key) {
      inventoryAdjustmentGroup { changes { name delta ledgerDocumentUri } }
      userErrors { field message code } } }`,
  move: `mutation Move($input: InventoryMoveQuantitiesInput!, $key: String!) {
    answer: inventoryMoveQuantities(input: $input) @idempotent(key: $key) {
      inventoryAdjustmentGroup { changes { name delta ledgerDocumentUri } }
      userErrors { field message code } } }`,
  activate: `mutation Activate($item: ID!, $place: ID!, $available: Int, $onHand: Int, $key: String!) {
    answer: inventoryActivate(inventoryItemId: $item, locationId: $place, available: $available, onHand: $onHand)
      @idempotent(key: $key) {
      inventoryLevel { isActive quantities(names: ["available", "on_hand"]) { name quantity } }
      userErrors { field message } } }`,
};

/** Lamps at the shop's own location, as inputs name them. */
export function place(units = 10) {
  const desk = openDesk();
  const variant = desk.stocked(units);
  const row = { inventoryItemId: itemOf(variant), locationId: home };
  let calls = 0;
  /** Each call under a key of its own. */
  const call = async (kind: keyof typeof documents, variables: Record<string, unknown>) => {
    calls += 1;
    const { data, errors } = await desk.ask(documents[kind], { key: `key ${calls}`, ...variables });
    return { answer: data['answer'], errors };
  };
  return { desk, variant, row, call };
}

/** The inventory item of a variant. */
export function itemOf(variant: { readonly inventoryItemId: bigint }): string {
  return `gid://shopify/InventoryItem/${variant.inventoryItemId}`;
}

/** The whole book of stock, so that a refusal can be seen to have changed nothing. */
export function booked({ store }: Desk): string {
  const { levels, movements } = store.state.inventory;
  return (
    JSON.stringify([...levels.values()].map(({ quantities, active }) => [quantities, active])) +
    movements.length
  );
}
