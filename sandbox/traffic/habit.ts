/**
 * Every figure by which the traffic is drawn, each with where it comes from. "Assumption" means that no public
 * figure was at hand and a plain one was chosen; shares are weights or percents as each name says.
 */
import type { Delay } from './spread.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Orders by local hour: low at night, a hump at noon, the peak in the evening. Assumption, shaped like published web shop curves. */
export const hourWeights = [
  14, 8, 5, 4, 4, 6, 12, 24, 40, 54, 62, 64, 66, 62, 58, 58, 60, 64, 72, 84, 92, 86, 62, 32,
] as const;

/** Sunday first; Sunday evening and Monday are strongest, Saturday weakest. Assumption. */
export const weekdayFactors = [1.1, 1.12, 1.04, 1, 0.98, 0.94, 0.82] as const;

/** Weeks differ by about a tenth for reasons nobody knows. Assumption. */
export const weekSpread = 0.1;

/** One day in twenty is a sale day that triples the orders between its hours. Assumption. */
export const flashSale = { dayPercent: 5, factor: 3, fromHour: 18, hours: 4, priceOffPercent: 20 } as const;

/** Where the app tells the store, so many parcels leave by the ERP's warehouse and so much money is seen there first. Assumption. */
export const erpFirst = { parcelPercent: 16, moneyPercent: 50 } as const;

/** When a bank books what came in, in hours of UTC, the last one included. Assumption. */
export const bankHours = { from: 5, to: 17 } as const;

/** The lives of orders, by how they are paid. Assumption: cards first, wallets, then the slow and rare ways of `SCENARIOS.md`. */
export const lives = {
  paid: 52,
  'captured-later': 11,
  'captured-in-parts': 2,
  'pending-then-paid': 2.5,
  'pending-then-failed': 0.8,
  'declined-then-paid': 2.5,
  declined: 0.8,
  'bank-deposit': 2.5,
  'cash-on-delivery': 2.5,
  'net-terms': 1.5,
  'paid-in-two': 1,
  'gift-card-in-part': 2,
  'gift-card-in-whole': 0.8,
  'never-paid': 1.6,
  'canceled-unpaid': 1.4,
  'authorization-expired': 0.5,
  'authorization-voided': 0.7,
  'pos-card': 5,
  'pos-cash': 2.5,
  marketplace: 3,
  free: 0.8,
  test: 0.6,
} as const;

/** The lives of the first days of a shop, when nothing is edited, refunded or returned. Assumption. */
export const plainLives = {
  paid: 74,
  'captured-later': 15,
  'never-paid': 5,
  'canceled-unpaid': 2,
  test: 2,
  free: 2,
} as const;

/** Of paid and shipped orders: refunds 3–8 % of all orders together (the range that the brief of this world asks for). */
export const afterwards = {
  /** Canceled before anything was shipped. Assumption. */
  'canceled-paid': 1.4,
  'canceled-shipped': 0.2,
  edited: 2.2,
  'refunded-lines': 1.2,
  'refunded-amount': 1.1,
  'refunded-shipping': 0.3,
  'refunded-pending': 0.3,
  'refunded-twice': 0.8,
  returned: 2.2,
  exchanged: 0.9,
  disputed: 0.5,
  none: 88,
} as const;

/** The reasons that Shopify offers for amount-only refunds, evenly enough that each is met. Assumption. */
export const discrepancies = {
  CUSTOMER: 30,
  DAMAGE: 22,
  REFUND_DISCREPANCY: 16,
  RESTOCK: 12,
  PENDING_REFUND_DISCREPANCY: 10,
  FULL_RETURN_BALANCING_ADJUSTMENT: 10,
} as const;

/** Which way the price goes when goods are exchanged. Assumption. */
export const exchanges = { cheaper: 30, equal: 40, dearer: 30 } as const;

/** Disputes: most are chargebacks, and most of those are lost. Assumption in line with card scheme reports. */
export const disputes = {
  outcomes: { WON: 25, LOST: 45, ACCEPTED: 10, inquiry: 20 },
  after: { medianMs: 9 * dayMs, ninetyFifthMs: 30 * dayMs },
  lasts: { medianMs: 12 * dayMs, ninetyFifthMs: 40 * dayMs },
} as const;

/** How a risky order is told: Shopify's own result at once, a third party's minutes later (`SCENARIOS.md` 27). Shares assumed. */
export const risk = {
  assessedPercent: 35,
  levels: { LOW: 92, MEDIUM: 6, HIGH: 2 },
  thirdPartyPercent: 20,
  thirdPartyDelay: { medianMs: 4 * minuteMs, ninetyFifthMs: 25 * minuteMs },
} as const;

/** Rings: one every twelve days of a few orders that share address and phone. Assumption; `facts/models.md` §fraud has only shares of frauds. */
export const fraudRing = { dayPercent: 8, ordersMin: 4, ordersMax: 9 } as const;

export const cart = {
  /** Lines of a cart, from one to six. Assumption: half of all carts hold one line. */
  lineWeights: [52, 24, 12, 6, 4, 2],
  /** Units of a line, from one to five. Assumption. */
  quantityWeights: [74, 17, 5, 2, 2],
  lineDiscountPercent: 7,
  codePercent: 18,
  automaticPercent: 9,
  freeShippingPercent: 12,
  tipPercent: 3,
  feePercent: 4,
  customItemPercent: 1.5,
  giftCardPercent: 2.5,
  /** Of orders that a gift card pays for, so many buy another one. */
  giftCardAgainPercent: 20,
  getOnePercent: 1.5,
  poNumberPercent: 6,
  taxExemptPercent: 1.5,
} as const;

/** The catalog: how many products, of what kinds. Assumption: a mid-sized shop. */
export const shelf = {
  productsMin: 60,
  productsMax: 140,
  variantWeights: [55, 20, 15, 10],
  bundlePercent: 5,
  servicePercent: 3,
  reducedTaxPercent: 25,
  salePercent: 12,
  /** A price in euros: its median and its spread on a logarithmic scale. Assumption, near the retail prices of `facts/ledger.md` §2.3. */
  priceMedianEuros: 29,
  priceSpread: 0.8,
  popularityExponent: 0.9,
} as const;

/** Buyers: how many a shop knows at its start, how often one comes back, and how unevenly. Assumption. */
export const crowd = { knownAtStart: 150, repeatPercent: 34, popularityExponent: 0.8 } as const;

export const delays = {
  capture: { medianMs: 10 * hourMs, ninetyFifthMs: 40 * hourMs },
  ship: { medianMs: 16 * hourMs, ninetyFifthMs: 72 * hourMs },
  secondParcel: { medianMs: 20 * hourMs, ninetyFifthMs: 96 * hourMs },
  deposit: { medianMs: 30 * hourMs, ninetyFifthMs: 96 * hourMs },
  doorstep: { medianMs: 40 * hourMs, ninetyFifthMs: 100 * hourMs },
  pending: { medianMs: 6 * hourMs, ninetyFifthMs: 60 * hourMs },
  cancel: { medianMs: 50 * minuteMs, ninetyFifthMs: 8 * hourMs },
  edit: { medianMs: 40 * minuteMs, ninetyFifthMs: 20 * hourMs },
  refund: { medianMs: 5 * dayMs, ninetyFifthMs: 18 * dayMs },
  back: { medianMs: 5 * dayMs, ninetyFifthMs: 12 * dayMs },
  /** A pending refund is settled within the three business days that a bank is given. */
  settlement: { medianMs: 20 * hourMs, ninetyFifthMs: 60 * hourMs },
  /** An earlier connector needs minutes for a document, and now and then most of an hour. */
  connector: { medianMs: 4 * minuteMs, ninetyFifthMs: 40 * minuteMs },
} as const satisfies Readonly<Record<string, Delay>>;

/** Of shipped orders. Assumption. */
export const shipping = {
  neverPercent: 2,
  splitPercent: 14,
  otherLocationPercent: 15,
  thirdPartyPercent: 8,
  holdPercent: 4,
  movePercent: 3,
  trackingChangePercent: 5,
  undonePercent: 0.6,
} as const;

/** Stock: each day some receipts and counts, and each week a transfer. Assumption. */
export const stock = {
  openingUnits: [20, 400],
  receiptsADay: 3,
  countsADay: 2,
  transfersADay: 0.4,
  countErrorUnitsMax: 3,
  priceChangesADay: 0.5,
} as const;

/** What staff give away as gift cards, and how often they change such a card later. Assumption. */
export const goodwill = { cardsADay: 0.25, changedPercent: 40, eurosMin: 10, eurosMax: 60 } as const;

/** Shopify Payments holds a part of the balance back, for some days. Assumption: rare. */
export const reserve = { dayPercent: 4, euros: 250, days: 5 } as const;

/** A promotion set wrongly begins some hours after the day's first and runs until somebody comes in next morning; every third customer is quick. Assumption. */
export const promotion = { startsAfterHours: 15, hours: 9, buyerPercent: 35 } as const;

/** The share of orders that a lasting fault is planted in, and how often a day brings another one, by kind of day. */
export const faultRates = {
  none: { orderPercent: 0, aDay: 0, deliveryPercent: 0, promotionPercent: 0 },
  usual: { orderPercent: 2, aDay: 0.8, deliveryPercent: 3, promotionPercent: 2 },
  hostile: { orderPercent: 12, aDay: 4, deliveryPercent: 30, promotionPercent: 8 },
} as const;
