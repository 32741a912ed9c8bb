/** Fills the store: products with variants, bundles, services and gift cards, stock at each place, prices abroad. */
import { exponentOf } from '#domain/currency.ts';
import type { StoreProduct } from '#sandbox/shopify/model/catalog.ts';
import type { Article, Shelf } from './article.ts';
import { shelf as habit, stock } from './habit.ts';
import type { Profile } from './profile.ts';
import { type Chance, chanceOf } from './random.ts';
import { drawn, normal } from './spread.ts';
import type { TaxClass } from './tax.ts';
import { inMoney, rateOf } from './rate.ts';
import type { TrafficStore } from './world.ts';

const materials = [
  'Brass',
  'Oak',
  'Linen',
  'Stoneware',
  'Walnut',
  'Wool',
  'Glass',
  'Cork',
  'Copper',
  'Ash',
] as const;
const things = [
  'lamp',
  'bowl',
  'mug',
  'towel',
  'board',
  'candle',
  'vase',
  'stool',
  'clock',
  'apron',
  'basket',
  'tray',
  'kettle',
  'blanket',
  'knife',
  'frame',
  'chair',
  'jug',
  'plate',
  'shelf',
] as const;
const sizes = ['Small', 'Medium', 'Large', 'Extra large'] as const;

/** Fills the store of a life; equal seeds fill it equally. */
export function openShelf(
  store: TrafficStore,
  profile: Profile,
  options: { seed: number; plain: boolean },
): Shelf {
  const chance = chanceOf(options.seed, 'shelf');
  const count = options.plain ? 20 : chance.whole(habit.productsMin, habit.productsMax);
  const goods: Article[] = [];
  for (let index = 0; index < count; index += 1) goods.push(...product(store, profile, { chance, index }));
  if (!options.plain) goods.push(...bundles(store, goods, chance));
  const giftCards = options.plain ? [] : giftCard(store, profile);
  const [first, ...others] = goods;
  if (first === undefined) throw new Error('A shop without goods has no traffic.');
  stockUp(store, goods, chance);
  if (!options.plain) listPrices(store, profile, { goods, seed: options.seed });
  const byVariant = new Map([...goods, ...giftCards].map((one) => [one.variantId, one]));
  return { goods: [first, ...others], giftCards, byVariant };
}

type Making = { readonly chance: Chance; readonly index: number };

function product(store: TrafficStore, profile: Profile, { chance, index }: Making): Article[] {
  const material = materials[index % materials.length] ?? 'Brass';
  const thing = things[Math.floor(index / materials.length + index) % things.length] ?? 'lamp';
  const service = chance.percent(habit.servicePercent);
  const title = service ? `${material} ${thing} repair` : `${material} ${thing}`;
  const price = priceOf(chance, profile);
  const onSale = chance.percent(habit.salePercent);
  const variants = service ? 1 : drawn(chance, habit.variantWeights) + 1;
  const code =
    `${material.slice(0, 3)}-${thing.slice(0, 4)}-${String(index + 1).padStart(3, '0')}`.toUpperCase();
  const made = store.addProduct({
    title,
    vendor: `${material} & Sons`,
    productType: service ? 'service' : thing,
    variants: Array.from({ length: variants }, (_, size) => ({
      title: variants === 1 ? 'Default Title' : (sizes[size] ?? 'Small'),
      sku: variants === 1 ? code : `${code}-${size + 1}`,
      price: price + (price / 5n) * BigInt(size),
      compareAtPrice: onSale ? price * 2n : null,
      grams: service ? 0 : chance.whole(80, 4000),
      requiresShipping: !service,
    })),
  });
  const taxClass: TaxClass = chance.percent(habit.reducedTaxPercent) ? 'reduced' : 'standard';
  return articlesOf(made, { taxClass, requiresShipping: !service });
}

function articlesOf(made: StoreProduct, how: Pick<Article, 'taxClass' | 'requiresShipping'>): Article[] {
  return made.variants.map((variant) => ({
    productId: made.id,
    variantId: variant.id,
    inventoryItemId: variant.inventoryItemId,
    sku: variant.sku ?? '',
    title: made.title,
    price: variant.price,
    regularPrice: variant.price,
    giftCard: made.giftCard,
    bundle: variant.components.length > 0,
    ...how,
  }));
}

function priceOf(chance: Chance, profile: Profile): bigint {
  const euros = habit.priceMedianEuros * Math.exp(habit.priceSpread * normal(chance));
  const minor = Math.max(1, euros) * profile.priceLevel * 10 ** (exponentOf(profile.currency) ?? 2);
  const steps = BigInt(Math.max(2, Math.round(minor / Number(profile.priceStep))));
  return steps * profile.priceStep - profile.priceEnd;
}

function bundles(store: TrafficStore, goods: readonly Article[], chance: Chance): Article[] {
  const count = Math.max(1, Math.round((goods.length * habit.bundlePercent) / 100));
  return Array.from({ length: count }, (_, index) => {
    const parts = [
      goods[chance.whole(0, goods.length - 1)],
      goods[chance.whole(0, goods.length - 1)],
    ].flatMap((part) => (part?.requiresShipping === true ? [part] : []));
    const whole = parts.reduce((sum, part) => sum + part.price, 0n);
    const made = store.addProduct({
      title: `Set no. ${index + 1}`,
      productType: 'bundle',
      variants: [
        {
          title: 'Default Title',
          sku: `SET-${String(index + 1).padStart(3, '0')}`,
          price: whole - whole / 10n + 1n,
          components: parts.map((part) => ({ variantId: part.variantId, quantity: 1 })),
        },
      ],
    });
    return articlesOf(made, { taxClass: 'standard', requiresShipping: true });
  }).flat();
}

function giftCard(store: TrafficStore, profile: Profile): Article[] {
  const unit =
    BigInt(Math.round(profile.priceLevel >= 1 ? profile.priceLevel : 1)) *
    10n ** BigInt(exponentOf(profile.currency) ?? 2);
  const made = store.addProduct({
    title: 'Gift card',
    productType: 'gift card',
    giftCard: true,
    variants: [25n, 50n, 100n, 500n].map((amount) => ({
      title: String(amount),
      sku: `GIFT-${amount}`,
      price: amount * unit,
      requiresShipping: false,
      taxable: false,
    })),
  });
  return articlesOf(made, { taxClass: 'standard', requiresShipping: false });
}

/** Each market in another currency has round prices of its own for half of the goods. */
function listPrices(
  store: TrafficStore,
  profile: Profile,
  { goods, seed }: { readonly goods: readonly Article[]; readonly seed: number },
): void {
  for (const market of profile.markets) {
    if (market.currency === profile.currency) continue;
    const rate = rateOf(seed, 0, { from: market.currency, to: profile.currency });
    const listed = goods.filter((_, number) => number % 2 === 0);
    store.addPriceList({
      name: `${market.name} prices`,
      currency: market.currency,
      countries: [market.name],
      prices: listed.map((one) => [
        one.variantId,
        roundPrice(inMoney(one.price, rate, { from: profile.currency, to: market.currency })),
      ]),
    });
  }
}

function roundPrice(minor: bigint): bigint {
  return minor < 500n ? minor : ((minor + 50n) / 100n) * 100n - 5n;
}

/** A bundle has no stock of its own: Shopify counts its parts. */
function stockUp(store: TrafficStore, goods: readonly Article[], chance: Chance): void {
  const places = store.state.locations;
  const [low, high] = stock.openingUnits;
  for (const article of goods) {
    if (article.bundle || !article.requiresShipping) continue;
    for (const { id } of places) {
      const quantity = chance.whole(low, high);
      const at = { inventoryItemId: article.inventoryItemId, locationId: id };
      store.setQuantity(at, 'available', { quantity, reason: 'received' });
    }
  }
}
