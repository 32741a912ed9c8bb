/** Orders of legal but unknown shape: no SKU, a deleted product, a gateway or tax nobody has mapped, a wrong price. */
import { exponentOf } from '#domain/currency.ts';
import { orderGid } from '#sandbox/shopify/order.ts';
import type { StoreOrder } from '#sandbox/shopify/model/order.ts';
import type { LineSpec, OrderSpec, PaymentSpec, TaxSpec } from '#sandbox/shopify/spec.ts';
import { type FaultSite, isOrdinary, type OrderFault } from './order-fault.ts';
import type { FaultKind } from './catalog.ts';
import { shopMoney } from './planted.ts';
import { promotion } from '../habit.ts';
import type { Site } from '../staff/site.ts';

const hourMs = 3_600_000;

/** Plants the fault with one line's total, unless the order has another fault. */
function plantLine(order: StoreOrder, { site }: FaultSite, about: { kind: FaultKind; note: string }): void {
  const [line] = order.lines;
  if (line === undefined || !site.claim(order)) return;
  const gid = orderGid(order);
  const amount = shopMoney(line.total, order.currency);
  const note = `${order.name}: ${about.note}`;
  site.plant({ kind: about.kind, subject: gid, order: gid, at: site.now(), amount, note });
}

function withFirstLine(spec: OrderSpec, change: (line: LineSpec) => LineSpec): OrderSpec {
  return { ...spec, lines: spec.lines.map((line, index) => (index === 0 ? change(line) : line)) };
}

export const lineWithoutSku: OrderFault = {
  fits: isOrdinary,
  alter: (spec) => withFirstLine(spec, (line) => ({ ...line, sku: null })),
  follow: (order, fault) =>
    plantLine(order, fault, { kind: 'line-without-sku', note: 'its first line has no SKU' }),
};

export const customItem: OrderFault = {
  fits: isOrdinary,
  alter: (spec) =>
    withFirstLine(spec, (line) => {
      const { variantId: _, ...rest } = line;
      return { ...rest, sku: null, title: 'As discussed on the phone' };
    }),
  follow: (order, fault) =>
    plantLine(order, fault, { kind: 'custom-item', note: 'its first line is a custom item' }),
};

export const deletedProduct: OrderFault = {
  fits: isOrdinary,
  alter(spec, { site }) {
    const [line] = spec.lines;
    if (line === undefined) return spec;
    const product = site.world.store.addProduct({
      title: 'Last of its kind',
      variants: [{ title: 'Default Title', sku: `ONE-${site.now() % 1_000_000}`, price: line.unitPrice }],
    });
    const [variant] = product.variants;
    if (variant === undefined) return spec;
    return withFirstLine(spec, (first) => ({
      ...first,
      variantId: variant.id,
      sku: variant.sku,
      title: product.title,
    }));
  },
  follow(order, fault) {
    const { store } = fault.site.world;
    const productId = order.lines[0]?.productId;
    const product = store.state.products.find((one) => one.id === productId);
    if (product === undefined) return;
    store.deleteProduct(product);
    plantLine(order, fault, { kind: 'deleted-product', note: 'the product of its first line was deleted' });
  },
};

export const unknownGateway: OrderFault = {
  fits: ({ plan }) => plan.life === 'paid' && plan.afterwards === 'none',
  alter(spec) {
    const payment: PaymentSpec = { kind: 'sale', gateway: 'moonbeam_pay' };
    return { ...spec, payment };
  },
  follow(order, { site }) {
    const [payment] = order.transactions;
    if (payment === undefined || !site.claim(order)) return;
    site.plant({
      kind: 'unknown-gateway',
      subject: `gid://shopify/OrderTransaction/${payment.id}`,
      order: orderGid(order),
      at: site.now(),
      amount: shopMoney(payment.amount, order.currency),
      note: `${order.name} was paid through moonbeam_pay`,
    });
  },
};

const isTaxed = (fault: FaultSite): boolean =>
  isOrdinary(fault) && (fault.plan.spec.lines[0]?.taxes.length ?? 0) > 0;

function plantTax(
  order: StoreOrder,
  { site }: FaultSite,
  about: { readonly kind: FaultKind; isWrong(tax: TaxSpec): boolean },
): void {
  const taxes = order.lines[0]?.taxes.filter((tax) => about.isWrong(tax)) ?? [];
  const minor = taxes.reduce((sum, tax) => sum + tax.amount.shop, 0n);
  if (minor === 0n || !site.claim(order)) return;
  const gid = orderGid(order);
  const amount = { minor, currency: order.currency };
  const note = `${order.name}: ${taxes.map((tax) => `${tax.title} at ${tax.rate}`).join(', ')}`;
  site.plant({ kind: about.kind, subject: gid, order: gid, at: site.now(), amount, note });
}

const strangeTitle = 'Lantern levy';

export const unmappedTaxTitle: OrderFault = {
  fits: isTaxed,
  alter: (spec) =>
    withFirstLine(spec, (line) => ({
      ...line,
      taxes: line.taxes.map((tax) => ({ ...tax, title: strangeTitle })),
    })),
  follow: (order, fault) =>
    plantTax(order, fault, { kind: 'unmapped-tax-title', isWrong: (tax) => tax.title === strangeTitle }),
};

const wrongRate = '0.16';

export const wrongTaxRate: OrderFault = {
  fits: isTaxed,
  alter: (spec) =>
    withFirstLine(spec, (line) => ({
      ...line,
      taxes: line.taxes.map((tax, index) => (index === 0 ? { ...tax, rate: wrongRate } : tax)),
    })),
  follow: (order, fault) =>
    plantTax(order, fault, {
      kind: 'wrong-tax-rate',
      isWrong: (tax) => Number(tax.rate) === Number(wrongRate),
    }),
};

export const marketplaceTaxUnclear: OrderFault = {
  fits: ({ plan }) =>
    plan.life === 'marketplace' &&
    plan.spec.merchantOfRecordApp === undefined &&
    (plan.spec.lines[0]?.taxes.length ?? 0) > 0,
  alter: (spec) =>
    withFirstLine(spec, (line) => ({
      ...line,
      taxes: line.taxes.map((tax, index) => (index === 0 ? { ...tax, channelLiable: null } : tax)),
    })),
  follow: (order, fault) =>
    plantTax(order, fault, { kind: 'marketplace-tax-unclear', isWrong: (tax) => tax.channelLiable === null }),
};

/** Cards worth 500 are sold at 7.90, as once happened to a real shop (`SCENARIOS.md` 26). */
export const priceSetWrongly: OrderFault = {
  fits: ({ plan, site }) =>
    plan.life === 'paid' &&
    plan.afterwards === 'none' &&
    plan.spec.currency === undefined &&
    // Who wanted a card anyway still holds it in the honest life, and may pay with it.
    plan.spec.lines.every((line) => line.giftCard !== true) &&
    site.shelf.giftCards.length > 0,
  alter(spec, { site, chance }) {
    const card = site.shelf.giftCards.at(-1);
    if (card === undefined) return spec;
    const { shipping: _, discountCode: __, automaticDiscount: ___, ...rest } = spec;
    const { sku, title, variantId } = card;
    const line = {
      sku,
      title,
      variantId,
      quantity: chance.whole(1, 5),
      unitPrice: wrongPrice(site.world.store.state.shop.currency),
    };
    return { ...rest, lines: [{ ...line, taxes: [], giftCard: true, requiresShipping: false }] };
  },
  follow(order, { site }) {
    const card = site.shelf.giftCards.at(-1);
    const [line] = order.lines;
    if (card === undefined || line?.variantId !== card.variantId || !site.claim(order)) return;
    const gid = orderGid(order);
    const minor = (card.regularPrice - line.unitPrice.shop) * BigInt(line.quantity);
    const note = `${order.name}: ${line.quantity} × ${card.sku} below its price`;
    site.plant({
      kind: 'price-set-wrongly',
      subject: gid,
      order: gid,
      at: site.now(),
      amount: { minor, currency: order.currency },
      note,
    });
  },
};

function wrongPrice(currency: string): bigint {
  return (790n * 10n ** BigInt(exponentOf(currency) ?? 2)) / 100n;
}

/** Staff set the price of the dearest card wrongly, and set it right when they come in. */
export function runPromotion(site: Site, opensAt: number): void {
  const card = site.shelf.giftCards.at(-1);
  const { store } = site.world;
  const variant = store.state.products
    .find((one) => one.id === card?.productId)
    ?.variants.find((one) => one.id === card?.variantId);
  if (card === undefined || variant === undefined) return;
  const from = opensAt + promotion.startsAfterHours * hourMs;
  const until = from + promotion.hours * hourMs;
  site.promotions.push({ from, until });
  site.at(from, 'a promotion is set wrongly', () =>
    store.changePrice(variant, wrongPrice(store.state.shop.currency)),
  );
  site.at(until, 'the promotion is set right', () => store.changePrice(variant, card.regularPrice));
}

/** Nothing is done: the ids of two orders in a row are the same number to whoever reads them as doubles. */
export const idsBeyondDouble: OrderFault = {
  fits: (fault) => fault.neighbor !== null && isOrdinary(fault),
  follow(order, { site, neighbor }) {
    if (neighbor === null || Number(neighbor.id) !== Number(order.id)) return;
    const gid = orderGid(order);
    const note = `${order.name} and ${neighbor.name} have ids that a double cannot tell apart`;
    site.plant({ kind: 'ids-beyond-double', subject: gid, order: gid, at: site.now(), note });
  },
};
