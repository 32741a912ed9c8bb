/** Decides a whole order from chance alone: who, what, how it is paid, and all that follows. Nothing happens here. */
import type { LineSpec, OrderSpec } from '#sandbox/shopify/spec.ts';
import { settlesIn } from '#sandbox/stripe/currency.ts';
import { type Cart, type CartWorld, fillCart } from './cart.ts';
import { afterSteps, afterwardsOf, riskSteps, shippingSteps } from './course.ts';
import type { Buyer, Crowd } from './crowd.ts';
import { cart as habit, delays, lives, plainLives } from './habit.ts';
import type { Chance } from './random.ts';
import { delayOf, weighted } from './spread.ts';
import type { OrderLife, OrderPlan, Step } from './step.ts';
import { tenderOf } from './tender.ts';
import type { CardBox } from './card.ts';

export type PlanWorld = CartWorld & {
  readonly crowd: Crowd;
  readonly cards: CardBox;
  /** Where the till stands; null for a shop without a retail place. */
  readonly retailLocationId: bigint | null;
};

const minuteMs = 60_000;
const hourMs = 3_600_000;

export function planOrder(world: PlanWorld, chance: Chance, ring: Buyer | null = null): OrderPlan {
  const life = ring === null ? lifeOf(world, chance) : 'paid';
  const buyer = ring === null ? world.crowd.someone(chance) : world.crowd.stranger(chance, ring);
  const cart = withGiftCard(fillCart(world, buyer, chance), world, { life, chance });
  const shipMs = world.plain ? chance.whole(60, 300) * minuteMs : delayOf(chance, delays.ship) + hourMs;
  const foreign = cart.currency !== undefined;
  const card = life.startsWith('gift-card') && !foreign ? world.cards.take(chance, cardPart(cart)) : null;
  const takesStripe = settlesIn(cart.currency ?? world.profile.currency);
  const tender = tenderOf(life, { chance, shipMs, card, takesStripe });
  const spec = specOf(world, { life, cart, chance, tender: tender.spec });
  const carried = life === 'pos-card' || life === 'pos-cash';
  const leavesMs = tender.shipsAfterMs === null ? null : Math.max(shipMs, tender.shipsAfterMs + hourMs);
  const parcels = leavesMs === null || carried ? [] : parcelSteps(world, chance, leavesMs);
  const afterwards = world.plain || ring !== null ? 'none' : afterwardsOf(life, chance);
  const later = world.plain
    ? []
    : [...riskSteps(chance, ring !== null), ...afterSteps(afterwards, chance, parcels)];
  return {
    life,
    afterwards,
    spec,
    steps: inOrder([...tender.steps, ...parcels, ...later]),
    card: card?.id ?? null,
  };
}

function lifeOf(world: PlanWorld, chance: Chance): OrderLife {
  if (world.plain) return weighted<OrderLife>(chance, plainLives, 'paid');
  const life = weighted<OrderLife>(chance, lives, 'paid');
  return world.retailLocationId === null && life.startsWith('pos') ? 'paid' : life;
}

function inOrder(steps: readonly Step[]): Step[] {
  return steps.toSorted((left, right) => left.afterMs - right.afterMs);
}

function parcelSteps(world: PlanWorld, chance: Chance, leavesMs: number): Step[] {
  if (!world.plain) return shippingSteps(chance, leavesMs);
  if (!chance.percent(90)) return [];
  if (!chance.percent(30)) return [{ do: 'ship', part: 'rest', afterMs: leavesMs }];
  return [
    { do: 'ship', part: 'half', afterMs: leavesMs },
    { do: 'ship', part: 'rest', afterMs: leavesMs + chance.whole(10, 60) * minuteMs },
  ];
}

type Draft = {
  readonly life: OrderLife;
  readonly cart: Cart;
  readonly chance: Chance;
  readonly tender: Partial<OrderSpec>;
};

function specOf(world: PlanWorld, { life, cart, chance, tender }: Draft): OrderSpec {
  if (life === 'pos-card' || life === 'pos-cash') return { ...tillSpec(world, cart, chance), ...tender };
  if (life === 'marketplace') return { ...marketplaceSpec(cart, chance), ...tender };
  if (life !== 'free') return { ...cart, ...tender };
  // A code that takes off everything leaves fees, tips and parcels to be paid.
  const { fees: _, tip: __, automaticDiscount: ___, shipping: ____, ...goods } = cart;
  return {
    ...goods,
    ...tender,
    lines: goods.lines.filter((line) => line.giftCard !== true).map(withoutDuty),
  };
}

function withoutDuty(line: LineSpec): LineSpec {
  const { duty: _, ...rest } = line;
  return rest;
}

/** Cards are bought with cards, too: a sale that is a liability, paid by what ends another one. */
function withGiftCard(
  cart: Cart,
  { shelf }: PlanWorld,
  { life, chance }: Pick<Draft, 'life' | 'chance'>,
): Cart {
  const [card] = shelf.giftCards;
  const isPaidByCard = life.startsWith('gift-card') && chance.percent(habit.giftCardAgainPercent);
  if (!isPaidByCard || card === undefined || cart.currency !== undefined) return cart;
  const { sku, title, variantId, price: unitPrice } = card;
  const line = {
    sku,
    title,
    variantId,
    unitPrice,
    quantity: 1,
    taxes: [],
    giftCard: true,
    requiresShipping: false,
  };
  return { ...cart, lines: [...cart.lines, line] };
}

/** At the till there is no parcel, often no customer, and only money of the house. */
function tillSpec(world: PlanWorld, cart: Cart, chance: Chance): Cart {
  const { shipping: _, fees: __, currency: foreign, exchangeRate: ___, ...rest } = cart;
  const carried = {
    source: 'pos',
    handedOver: true,
    ...(world.retailLocationId === null ? {} : { retailLocationId: world.retailLocationId }),
    ...(chance.percent(60) ? { customerId: null } : {}),
  } as const;
  if (foreign === undefined) return { ...rest, ...carried };
  const [first] = world.shelf.goods;
  const { sku, title, variantId, price } = first;
  return {
    lines: [{ sku, title, variantId, unitPrice: price, quantity: 1, taxes: [] }],
    taxesIncluded: cart.taxesIncluded,
    ...carried,
  };
}

/** The marketplace takes the taxes on itself, as the party liable or as merchant of record. */
function marketplaceSpec(cart: Cart, chance: Chance): Cart {
  const { shipping, discountCode: _, automaticDiscount: __, tip: ___, fees: ____, ...rest } = cart;
  const liable = <Taxed extends { readonly taxes: LineSpec['taxes'] }>(one: Taxed): Taxed => ({
    ...one,
    taxes: one.taxes.map((tax) => ({ ...tax, channelLiable: true })),
  });
  return {
    ...rest,
    lines: cart.lines.filter((line) => line.giftCard !== true).map(liable),
    ...(shipping === undefined ? {} : { shipping: liable(shipping) }),
    ...(chance.percent(30) ? { merchantOfRecordApp: 'Global Mart' } : {}),
  };
}

/** What a card may pay in part: surely less than the order, whatever is discounted. */
function cardPart(cart: Cart): { readonly part: bigint; readonly whole: bigint } {
  const [first] = cart.lines;
  const goods = cart.lines.reduce((sum, line) => sum + line.unitPrice * BigInt(line.quantity), 0n);
  return { part: (first?.unitPrice ?? 3n) / 3n, whole: goods * 2n };
}
