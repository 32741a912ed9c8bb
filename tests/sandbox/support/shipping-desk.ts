/** An order to ship, and the mutations that ship it or change who does. */
import { expect } from 'vitest';

import type { StoreFulfillmentOrder } from '#sandbox/shopify/model/fulfillment.ts';

import { idOf, openDesk } from './admin-desk.ts';

const work = 'id status requestStatus lineItems(first: 9) { nodes { totalQuantity remainingQuantity } }';
const documents = {
  create: `mutation ($fulfillment: FulfillmentInput!) { answer: fulfillmentCreate(fulfillment: $fulfillment) {
    fulfillment { id status totalQuantity trackingInfo { company number url } } userErrors { field message } } }`,
  cancel: `mutation ($id: ID!) { answer: fulfillmentCancel(id: $id) { fulfillment { status } userErrors { field message } } }`,
  track: `mutation ($id: ID!, $info: FulfillmentTrackingInput!) {
    answer: fulfillmentTrackingInfoUpdate(fulfillmentId: $id, trackingInfoInput: $info) {
      fulfillment { trackingInfo { company number url } } userErrors { field message } } }`,
  move: `mutation ($id: ID!, $place: ID!, $lines: [FulfillmentOrderLineItemInput!]) {
    answer: fulfillmentOrderMove(id: $id, newLocationId: $place, fulfillmentOrderLineItems: $lines) {
      movedFulfillmentOrder { ${work} } originalFulfillmentOrder { ${work} } userErrors { field message code } } }`,
  split: `mutation ($splits: [FulfillmentOrderSplitInput!]!) {
    answer: fulfillmentOrderSplit(fulfillmentOrderSplits: $splits) {
      fulfillmentOrderSplits { fulfillmentOrder { ${work} } remainingFulfillmentOrder { ${work} } }
      userErrors { field message code } } }`,
  merge: `mutation ($merges: [FulfillmentOrderMergeInput!]!) {
    answer: fulfillmentOrderMerge(fulfillmentOrderMergeInputs: $merges) {
      fulfillmentOrderMerges { fulfillmentOrder { ${work} } } userErrors { field message code } } }`,
  hold: `mutation ($id: ID!, $hold: FulfillmentOrderHoldInput!) {
    answer: fulfillmentOrderHold(id: $id, fulfillmentHold: $hold) {
      fulfillmentHold { id handle reason heldByRequestingApp } fulfillmentOrder { ${work} }
      remainingFulfillmentOrder { ${work} } userErrors { field message code } } }`,
  release: `mutation ($id: ID!, $holds: [ID!]) { answer: fulfillmentOrderReleaseHold(id: $id, holdIds: $holds) {
    fulfillmentOrder { ${work} } userErrors { field message code } } }`,
  progress: `mutation ($id: ID!) { answer: fulfillmentOrderReportProgress(id: $id) {
    fulfillmentOrder { status } userErrors { field message code } } }`,
  submit: `mutation ($id: ID!, $lines: [FulfillmentOrderLineItemInput!]) {
    answer: fulfillmentOrderSubmitFulfillmentRequest(id: $id, fulfillmentOrderLineItems: $lines) {
      submittedFulfillmentOrder { ${work} } unsubmittedFulfillmentOrder { ${work} } userErrors { field message } } }`,
  accept: `mutation ($id: ID!) { answer: fulfillmentOrderAcceptFulfillmentRequest(id: $id) {
    fulfillmentOrder { status requestStatus } userErrors { field message } } }`,
  cancelOrder: `mutation ($id: ID!) { answer: fulfillmentOrderCancel(id: $id) {
    fulfillmentOrder { status } replacementFulfillmentOrder { ${work} } userErrors { field message code } } }`,
  reroute: `mutation ($ids: [ID!]!, $excluded: [ID!]) {
    answer: fulfillmentOrdersReroute(fulfillmentOrderIds: $ids, excludedLocationIds: $excluded) {
      movedFulfillmentOrders { id assignedLocation { location { id } } } userErrors { field message code } } }`,
};

/** An order of five lamps that are to be shipped from the shop's own location. */
export function placed(quantity = 5) {
  const desk = openDesk();
  const variant = desk.stocked(20);
  const line = { sku: 'LAMP', title: 'Lamp', quantity, unitPrice: 11900n, taxes: [], variantId: variant.id };
  const order = desk.store.placeOrder({
    lines: [line],
    taxesIncluded: true,
    payment: { kind: 'sale', gateway: 'shopify_payments' },
  });
  const [first] = order.fulfillmentOrders;
  if (first === undefined) throw new Error('Nothing is to be shipped.');
  const call = async (kind: keyof typeof documents, variables: Record<string, unknown>) => {
    const { data, errors } = await desk.ask(documents[kind], variables);
    expect(errors).toEqual([]);
    return data['answer'];
  };
  const secondPlace = (kind: 'warehouse' | 'third-party' = 'warehouse', stock = 20) => {
    const { id } = desk.store.addLocation({ name: 'Second', country: 'DE', kind });
    const at = { inventoryItemId: variant.inventoryItemId, locationId: id };
    desk.store.setQuantity(at, 'available', { quantity: stock, reason: 'received' });
    return { id, gid: `gid://shopify/Location/${id}` };
  };
  return { desk, variant, order, first, id: idOf('FulfillmentOrder', first), call, secondPlace };
}

/** So many units of each line of a fulfillment order, as mutations take them. */
export function units(fulfillmentOrder: StoreFulfillmentOrder, quantity: number) {
  return fulfillmentOrder.lines.map((line) => ({ id: idOf('FulfillmentOrderLineItem', line), quantity }));
}

/** A fulfillment order of one line with so many units left. */
export const nodes = (quantity: number) => ({ nodes: [{ remainingQuantity: quantity }] });
