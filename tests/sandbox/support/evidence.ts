/**
 * What can be seen of each planted fault in the world itself, without asking the truth: the store against the ERP.
 * A measure answers the amount (or the units) by which the two differ because of that one fault.
 */
import type { ErpDocument } from '#sandbox/erp/contract.ts';
import { balanceOf } from '#sandbox/shopify/act/gift-card.ts';
import { onHandOf } from '#sandbox/shopify/act/stock.ts';
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import { orderGid, receivedOf, refundedOf, totalOf } from '#sandbox/shopify/order.ts';
import type { FaultKind } from '#sandbox/traffic/fault/catalog.ts';
import type { Planted } from '#sandbox/traffic/fault/planted.ts';
import { mappingOf } from '#sandbox/traffic/mapping.ts';
import type { Lived } from '../traffic-world.ts';

export type Scene = {
  readonly life: Lived;
  readonly fault: Planted;
  /** Undefined when the store has it no more. */
  readonly order: StoreOrder | undefined;
  /** What the ERP holds for the order, canceled documents left out. */
  readonly documents: readonly ErpDocument[];
};

export type Measure = (scene: Scene) => bigint | undefined;

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((left, one) => left + one, 0n);

/** Of one kind and in the shop's money. */
function totalIn({ life, documents }: Scene, ...kinds: readonly ErpDocument['kind'][]): bigint {
  const { currency } = life.world.store.state.shop;
  const fitting = documents.filter((one) => kinds.includes(one.kind) && one.total.currency === currency);
  return sum(fitting.map((one) => BigInt(one.total.minor)));
}

/** What is invoiced beyond what the store sold; of an order whose goods have all left. */
export function invoicedBeyond(scene: Scene): bigint | undefined {
  return scene.order && totalIn(scene, 'invoice') - totalOf(scene.order).shop;
}

/** What is recorded as received beyond what the store received. */
export function receivedBeyond(scene: Scene): bigint | undefined {
  return scene.order && totalIn(scene, 'customer_deposit', 'payment') - receivedOf(scene.order).shop;
}

/** What is credited beyond what was agreed to go back. */
export function creditedBeyond(scene: Scene): bigint | undefined {
  return scene.order && totalIn(scene, 'credit_memo') + sum(agreedBack(scene.order));
}

function agreedBack(order: StoreOrder): bigint[] {
  return order.agreements
    .filter((one) => one.refundId !== null || one.returnId !== null)
    .flatMap((one) => one.sales.map(({ total }) => (total.shop < 0n ? total.shop : 0n)));
}

const missing =
  (measure: Measure): Measure =>
  (scene) => {
    const beyond = measure(scene);
    return beyond === undefined ? undefined : -beyond;
  };

/** The document that is told of, whoever it belongs to. */
function told({ life, fault }: Scene): ErpDocument | undefined {
  return life.world.erp.documents.find((one) => one.number === fault.subject);
}

/** It lies somewhere, and what it comes to is missing where it belongs. */
const elsewhere =
  (measure: Measure, isElsewhere: (document: ErpDocument, scene: Scene) => boolean): Measure =>
  (scene) => {
    const document = told(scene);
    return document !== undefined && isElsewhere(document, scene) ? missing(measure)(scene) : undefined;
  };

const namesOther = (document: ErpDocument, { fault }: Scene): boolean =>
  document.order !== null && document.order !== fault.order;

const firstLine: Measure = ({ order }) => order?.lines[0]?.total.shop;

function strangeTax({ order, life }: Scene): bigint | undefined {
  const { taxes } = mappingOf(life.world.store.state.shop);
  const strange = order?.lines
    .flatMap((line) => line.taxes)
    .filter((tax) => !taxes.has(`${tax.title} ${tax.rate}`));
  return strange && sum(strange.map((tax) => tax.amount.shop));
}

function unclearTax({ order }: Scene): bigint | undefined {
  const taxes = order?.lines.flatMap((line) => line.taxes) ?? [];
  if (!taxes.some((tax) => tax.channelLiable === true) && taxes.length > 1) return undefined;
  return sum(taxes.filter((tax) => tax.channelLiable === null).map((tax) => tax.amount.shop));
}

/** Units by which the ERP knows less than the store has. */
function drift({ life, fault }: Scene): bigint | undefined {
  const { erp, store } = life.world;
  const [sku, place] = fault.subject.split('@');
  const variant = store.state.products.flatMap((one) => one.variants).find((one) => one.sku === sku);
  const location = store.state.locations.find((one) => one.name === place);
  const level = store.state.inventory.levels.get(`${variant?.inventoryItemId}/${location?.id}`);
  if (level === undefined) return undefined;
  return BigInt(onHandOf(level) - (erp.stockLevels.get(fault.subject)?.onHand ?? 0));
}

function cardChange({ life, fault }: Scene): bigint | undefined {
  const { store, erp } = life.world;
  const card = store.state.giftCards.find((one) => `gid://shopify/GiftCard/${one.id}` === fault.subject);
  const isBooked = erp.documents.some(
    (one) => one.kind === 'journal' && one.total.currency === card?.currency,
  );
  return card === undefined || !isBooked ? undefined : balanceOf(card);
}

function balanceEntry({ life, fault }: Scene): bigint | undefined {
  const { transactions } = life.world.store.state.payments;
  const entry = transactions.find(
    (one) => `gid://shopify/ShopifyPaymentsBalanceTransaction/${one.id}` === fault.subject,
  );
  return entry?.orderId === null && entry.disputeId === null ? entry.net : undefined;
}

function failedPayout({ life, fault }: Scene): bigint | undefined {
  const payout = life.world.store.state.payments.payouts.find(
    (one) => `gid://shopify/ShopifyPaymentsPayout/${one.id}` === fault.subject,
  );
  return payout?.status === 'FAILED' ? payout.net : undefined;
}

function transactionOf({ order, fault }: Scene) {
  return order?.transactions.find((one) => `gid://shopify/OrderTransaction/${one.id}` === fault.subject);
}

/** Credited, and the money never left. */
function failedRefund(scene: Scene): bigint | undefined {
  const refund = transactionOf(scene);
  const isCredited = scene.documents.some((one) => one.kind === 'credit_memo');
  const isPaid = scene.documents.some((one) => one.kind === 'refund_payment');
  return refund?.status === 'failure' && isCredited && !isPaid ? refund.amount.shop : undefined;
}

/** Dated into a closed month that was over when the document was made. */
function closedPeriod(scene: Scene): bigint | undefined {
  const document = told(scene);
  const month = scene.life.world.erp.listPeriods().find(({ id }) => id === document?.period);
  const isLate = month?.status === 'closed' && (document?.createdAt ?? '').slice(0, 10) > month.to;
  return document !== undefined && isLate ? BigInt(document.total.minor) : undefined;
}

/** Gone from the store, and in the ERP for ever. */
function goneOrder({ order, documents }: Scene): bigint | undefined {
  const ordered = documents.find((one) => one.kind === 'sales_order');
  return order === undefined && ordered !== undefined ? BigInt(ordered.total.minor) : undefined;
}

function bargain({ order, life }: Scene): bigint | undefined {
  const [line] = order?.lines ?? [];
  const variant = life.world.store.state.products
    .flatMap((one) => one.variants)
    .find((one) => one.id === line?.variantId);
  if (line === undefined || variant === undefined) return undefined;
  return (variant.price - line.unitPrice.shop) * BigInt(line.quantity);
}

/** By kind; what has no money differs by units. */
export const evidence: Readonly<Partial<Record<FaultKind, Measure>>> = {
  'line-without-sku': (scene) => (scene.order?.lines[0]?.sku === null ? firstLine(scene) : undefined),
  'custom-item': (scene) => (scene.order?.lines[0]?.variantId === null ? firstLine(scene) : undefined),
  'deleted-product': (scene) => {
    const sold = scene.order?.lines[0]?.productId;
    const isThere = scene.life.world.store.state.products.some((one) => one.id === sold);
    return isThere ? undefined : firstLine(scene);
  },
  'unknown-gateway': (scene) => {
    const { gateways } = mappingOf(scene.life.world.store.state.shop);
    const payment = transactionOf(scene);
    return payment && !gateways.includes(payment.gateway) ? payment.amount.shop : undefined;
  },
  'unmapped-tax-title': strangeTax,
  'wrong-tax-rate': strangeTax,
  'marketplace-tax-unclear': unclearTax,
  'price-set-wrongly': bargain,
  'refund-beyond-payment': ({ order }) => order && refundedOf(order).shop - receivedOf(order).shop,
  'refund-pending-then-failed': failedRefund,
  'gift-card-changed': cardChange,
  'negative-stock': drift,
  'stock-counted-wrong': drift,
  'stock-adjusted-in-one-system': drift,
  'payout-short': balanceEntry,
  'payout-failed': failedPayout,
  'tax-rounded-otherwise': invoicedBeyond,
  'document-at-other-rate': invoicedBeyond,
  'cash-rounding-invoiced': invoicedBeyond,
  'document-amount-edited': invoicedBeyond,
  'document-digits-swapped': invoicedBeyond,
  'document-typed-twice': invoicedBeyond,
  'document-deleted': missing(invoicedBeyond),
  'document-canceled': (scene) =>
    told(scene)?.status === 'canceled' ? missing(invoicedBeyond)(scene) : undefined,
  'document-forgotten': missing(invoicedBeyond),
  'document-under-other-order': elsewhere(invoicedBeyond, namesOther),
  'document-in-closed-period': closedPeriod,
  'document-without-order': elsewhere(invoicedBeyond, (document) => document.order === null),
  'document-in-other-currency': elsewhere(
    invoicedBeyond,
    (document, { order }) => document.total.currency === order?.presentmentCurrency,
  ),
  'credit-without-refund': creditedBeyond,
  'refund-credited-twice': creditedBeyond,
  'payment-under-other-order': elsewhere(receivedBeyond, namesOther),
  'payment-forgotten': missing(receivedBeyond),
  'order-deleted': goneOrder,
};

/** What the fault is said to differ by: its amount, or the units that its note tells. */
export function saidOf({ amount, note }: Planted): bigint | undefined {
  if (amount !== null) return amount.minor;
  const [, units] = /is off by (-?\d+) units/.exec(note) ?? [];
  return units === undefined ? undefined : BigInt(units);
}

export function sceneOf(life: Lived, fault: Planted): Scene {
  const order = life.world.store.state.orders.find((one) => orderGid(one) === fault.order);
  return { life, fault, order, documents: documentsIn(life).get(fault.order) ?? [] };
}

const indexes = new WeakMap<Lived, ReadonlyMap<string | null, readonly ErpDocument[]>>();

/** By order, of a life that is over. */
function documentsIn(life: Lived): ReadonlyMap<string | null, readonly ErpDocument[]> {
  const known = indexes.get(life);
  if (known !== undefined) return known;
  const valid = life.world.erp.documents.filter((one) => one.status !== 'canceled');
  const index = Map.groupBy(valid, (one) => one.order);
  indexes.set(life, index);
  return index;
}
