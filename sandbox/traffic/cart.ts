/** What a customer puts into the cart, and what the shop charges for it, in the money that the customer sees. */
import { exponentOf } from '#domain/currency.ts';
import type { LineSpec, OrderSpec, TaxSpec } from '#sandbox/shopify/spec.ts';
import type { Article, Shelf } from './article.ts';
import type { Buyer } from './crowd.ts';
import { cart as habit, shelf as shelfHabit } from './habit.ts';
import type { Profile } from './profile.ts';
import { inMoney } from './rate.ts';
import type { Chance } from './random.ts';
import { drawn, zipf } from './spread.ts';

export type CartWorld = {
  readonly profile: Profile;
  readonly shelf: Shelf;
  readonly taxesIncluded: boolean;
  readonly plain: boolean;
  /** What one major unit of a currency is worth in the shop's, today. */
  readonly rateOf: (currency: string) => string;
  /** The price of a market's own list. */
  readonly listed: (currency: string, variantId: bigint) => bigint | undefined;
  /** Percent off all goods while a sale runs. */
  readonly saleOff: number;
};

/** Everything of an order but how it is paid and where it came from. */
export type Cart = Omit<OrderSpec, 'payment'>;

export function fillCart(world: CartWorld, buyer: Buyer, chance: Chance): Cart {
  const { market } = buyer;
  const money = moneyIn(market.currency, world);
  const lines = linesOf(world, { buyer, chance, money });
  const foreign = market.currency !== world.profile.currency;
  const byPurchaseOrder = chance.percent(habit.poNumberPercent);
  return {
    lines,
    // Whoever orders by purchase order sees prices without tax.
    taxesIncluded: world.taxesIncluded && !byPurchaseOrder,
    customerId: buyer.customerId,
    ...(foreign ? { currency: market.currency, exchangeRate: world.rateOf(market.currency) } : {}),
    ...shippingOf(world, lines, { buyer, chance, money }),
    ...discountsOf(lines, { buyer, chance, money }),
    ...(!world.plain && chance.percent(habit.tipPercent)
      ? { tip: money.of(BigInt(chance.whole(1, 8))) }
      : {}),
    ...feesOf(world, { buyer, chance, money }),
    ...(byPurchaseOrder ? { poNumber: `PO-${chance.whole(10_000, 99_999)}` } : {}),
  };
}

type Money = {
  /** What an article costs in this money: by the market's own list, or converted. */
  priceOf(article: Article): bigint;
  /** About so many euros. */
  of(euros: bigint): bigint;
};

function moneyIn(currency: string, { profile, rateOf, listed }: CartWorld): Money {
  const units = 10n ** BigInt(exponentOf(profile.currency) ?? 2);
  const ofShop = (euros: bigint) => (euros * BigInt(Math.round(profile.priceLevel * 100)) * units) / 100n;
  if (currency === profile.currency) return { priceOf: ({ price }) => price, of: ofShop };
  const convert = (minor: bigint) =>
    inMoney(minor, rateOf(currency), { from: profile.currency, to: currency });
  return {
    priceOf: ({ variantId, price }) => listed(currency, variantId) ?? convert(price),
    of: (euros) => convert(ofShop(euros)),
  };
}

type Filling = { readonly buyer: Buyer; readonly chance: Chance; readonly money: Money };

function linesOf(world: CartWorld, { buyer, chance, money }: Filling): LineSpec[] {
  const { shelf, plain } = world;
  const wanted = new Set<Article>();
  const count = drawn(chance, habit.lineWeights) + 1;
  while (wanted.size < Math.min(count, shelf.goods.length))
    wanted.add(
      shelf.goods[zipf(chance, shelf.goods.length, shelfHabit.popularityExponent)] ?? shelf.goods[0],
    );
  const lines = [...wanted].map((article) => lineOf(article, world, { buyer, chance, money }));
  if (plain) return lines;
  const [bought] = lines;
  // Buy one, get one: the same SKU on two lines, one of them for nothing.
  if (bought !== undefined && lines.length < 6 && chance.percent(habit.getOnePercent)) {
    const { duty: _, ...free } = bought;
    lines.push({ ...free, quantity: 1, discount: free.unitPrice });
  }
  const [first, ...others] = shelf.giftCards;
  if (first !== undefined && chance.percent(habit.giftCardPercent)) {
    const card = chance.pick([first, ...others]);
    lines.push({ ...wareOf(card, money), quantity: 1, taxes: [], giftCard: true });
  }
  if (chance.percent(habit.customItemPercent))
    lines.push({
      sku: 'ENGRAVING',
      title: 'Engraving',
      quantity: 1,
      unitPrice: money.of(12n),
      taxes: taxesOf(buyer, 'standard'),
      requiresShipping: false,
    });
  return lines;
}

function lineOf(article: Article, world: CartWorld, { buyer, chance, money }: Filling): LineSpec {
  const quantity = drawn(chance, habit.quantityWeights) + 1;
  const whole = money.priceOf(article) * BigInt(quantity);
  const off =
    world.saleOff > 0 ? world.saleOff : chance.percent(habit.lineDiscountPercent) ? chance.whole(5, 30) : 0;
  const dutiable = buyer.market.exported && article.requiresShipping && !world.plain && chance.percent(50);
  return {
    ...wareOf(article, money),
    quantity,
    taxes: taxesOf(buyer, article.taxClass),
    ...(off > 0 ? { discount: (whole * BigInt(off)) / 100n } : {}),
    ...(dutiable ? { duty: { amount: whole / 20n + 1n, hsCode: '940540' } } : {}),
  };
}

function wareOf(
  article: Article,
  money: Money,
): Pick<LineSpec, 'sku' | 'title' | 'variantId' | 'unitPrice' | 'requiresShipping'> {
  const { sku, title, variantId, requiresShipping } = article;
  return { sku, title, variantId, requiresShipping, unitPrice: money.priceOf(article) };
}

/** Exports leave without the home country's tax; who is exempt pays none. */
function taxesOf(buyer: Buyer, taxClass: Article['taxClass']): readonly TaxSpec[] {
  return buyer.taxExempt || buyer.market.exported ? [] : buyer.place.taxes[taxClass];
}

function shippingOf(
  world: CartWorld,
  lines: readonly LineSpec[],
  { buyer, chance, money }: Filling,
): Pick<Cart, 'shipping'> {
  if (lines.every((line) => line.requiresShipping === false)) return {};
  const price = money.of(buyer.market.exported ? 19n : 5n);
  const free = chance.percent(habit.freeShippingPercent);
  const taxes = taxesOf(buyer, 'standard');
  return {
    shipping: { title: world.profile.shippingTitle, price, taxes, ...(free ? { discount: price } : {}) },
  };
}

function discountsOf(
  lines: readonly LineSpec[],
  { chance, money }: Filling,
): Pick<Cart, 'discountCode' | 'automaticDiscount'> {
  const goods = lines.reduce((sum, line) => sum + line.unitPrice * BigInt(line.quantity), 0n);
  // No shop gives an amount away that most of the cart would not cover.
  const isLarge = goods > money.of(25n);
  const roll = chance.whole(1, 100);
  const code =
    roll <= habit.codePercent / 2
      ? { code: 'WELCOME10', percent: 10 }
      : roll <= habit.codePercent * 0.8
        ? { code: 'AUTUMN15', percent: 15 }
        : roll <= habit.codePercent
          ? { code: 'FIVER', ...(isLarge ? { amount: money.of(5n) } : { percent: 5 }) }
          : null;
  const automatic = chance.percent(habit.automaticPercent)
    ? chance.percent(50)
      ? { title: 'Member days', percent: 5 }
      : { title: 'Bundle bonus', ...(isLarge ? { amount: money.of(2n) } : { percent: 3 }) }
    : null;
  return {
    ...(code === null ? {} : { discountCode: code }),
    ...(automatic === null ? {} : { automaticDiscount: automatic }),
  };
}

function feesOf(world: CartWorld, { buyer, chance, money }: Filling): Pick<Cart, 'fees'> {
  if (world.plain || !chance.percent(habit.feePercent)) return {};
  return { fees: [{ name: 'Packaging', amount: money.of(1n), taxes: taxesOf(buyer, 'standard') }] };
}
