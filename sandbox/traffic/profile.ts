/** Kinds of shops: where they are, what their prices mean, where they sell, and how their places are taxed. */
import type { Shop } from '#sandbox/shopify/model/shop.ts';
import { type Chance, chanceOf } from './random.ts';
import { type Place, places } from './tax.ts';

type ShopSettings = Pick<
  Shop,
  'country' | 'currency' | 'timeZone' | 'taxesIncluded' | 'taxRounding' | 'cashRoundingUnit' | 'returnProcess'
>;

/** Where a shop sells: to which places, in which currency, and whether goods cross a customs border. */
export type Market = {
  readonly name: string;
  readonly currency: string;
  readonly weight: number;
  readonly places: readonly [Place, ...Place[]];
  /** Exports carry no tax of the shop's country; some carry duties. */
  readonly exported: boolean;
};

export type Profile = {
  readonly country: string;
  readonly currency: string;
  readonly markets: readonly [Market, ...Market[]];
  readonly cashRoundingUnit: bigint;
  /** What one euro's worth of goods costs here in major units, roughly: chooses the size of prices. */
  readonly priceLevel: number;
  /** The last digits that prices here end in, in minor units of `priceStep`. */
  readonly priceStep: bigint;
  readonly priceEnd: bigint;
  readonly shippingTitle: string;
};

function market(name: string, currency: string, weight: number): Market {
  const [first, ...others] = places[name] ?? [];
  if (first === undefined) throw new Error(`There is no place in ${name}.`);
  return { name, currency, weight, places: [first, ...others], exported: false };
}

function abroad(name: string, currency: string, weight: number): Market {
  return { ...market(name, currency, weight), exported: true };
}

const profiles: Readonly<Record<string, Profile>> = {
  DE: {
    country: 'DE',
    currency: 'EUR',
    markets: [
      market('DE', 'EUR', 80),
      market('AT', 'EUR', 6),
      abroad('US', 'USD', 6),
      abroad('GB', 'GBP', 5),
      abroad('JP', 'JPY', 3),
      abroad('KW', 'KWD', 2),
    ],
    cashRoundingUnit: 1n,
    priceLevel: 1,
    priceStep: 100n,
    priceEnd: 10n,
    shippingTitle: 'DHL Paket',
  },
  US: {
    country: 'US',
    currency: 'USD',
    markets: [market('US', 'USD', 92), abroad('CA', 'CAD', 8)],
    cashRoundingUnit: 1n,
    priceLevel: 1.1,
    priceStep: 100n,
    priceEnd: 1n,
    shippingTitle: 'USPS Ground Advantage',
  },
  CH: {
    country: 'CH',
    currency: 'CHF',
    markets: [market('CH', 'CHF', 90), abroad('DE', 'EUR', 10)],
    cashRoundingUnit: 5n,
    priceLevel: 1.2,
    priceStep: 100n,
    priceEnd: 7n,
    shippingTitle: 'PostPac Economy',
  },
  JP: {
    country: 'JP',
    currency: 'JPY',
    markets: [market('JP', 'JPY', 94), abroad('US', 'USD', 6)],
    cashRoundingUnit: 1n,
    priceLevel: 150,
    priceStep: 100n,
    priceEnd: 20n,
    shippingTitle: 'Takkyubin',
  },
  KW: {
    country: 'KW',
    currency: 'KWD',
    markets: [market('KW', 'KWD', 100)],
    cashRoundingUnit: 1n,
    priceLevel: 0.33,
    priceStep: 250n,
    priceEnd: 5n,
    shippingTitle: 'Courier',
  },
  CA: {
    country: 'CA',
    currency: 'CAD',
    markets: [market('CA', 'CAD', 95), abroad('US', 'USD', 5)],
    cashRoundingUnit: 5n,
    priceLevel: 1.5,
    priceStep: 100n,
    priceEnd: 1n,
    shippingTitle: 'Canada Post Regular',
  },
};

/** The habits of a shop that is open already. A country without a profile trades as Germany does. */
export function profileOf(shop: Pick<Shop, 'country'>): Profile {
  const profile = profiles[shop.country] ?? profiles['DE'];
  if (profile === undefined) throw new Error('There is no profile.');
  return profile;
}

const settings: readonly [ShopSettings, ...ShopSettings[]] = [
  shopIn(['DE', 'EUR', 'Europe/Berlin'], { taxesIncluded: true }),
  shopIn(['US', 'USD', 'America/New_York'], { taxesIncluded: false }),
  shopIn(['CH', 'CHF', 'Europe/Zurich'], { taxesIncluded: true, cashRoundingUnit: 5n }),
  shopIn(['JP', 'JPY', 'Asia/Tokyo'], { taxesIncluded: true }),
  shopIn(['KW', 'KWD', 'Asia/Kuwait'], { taxesIncluded: true }),
  shopIn(['CA', 'CAD', 'America/Toronto'], { taxesIncluded: false, cashRoundingUnit: 5n }),
];

function shopIn(
  [country, currency, timeZone]: readonly [country: string, currency: string, timeZone: string],
  rest: Pick<ShopSettings, 'taxesIncluded'> & { readonly cashRoundingUnit?: bigint },
): ShopSettings {
  return {
    country,
    currency,
    timeZone,
    taxRounding: 'line',
    cashRoundingUnit: 1n,
    returnProcess: 'with-adjustment',
    ...rest,
  };
}

/** The settings to open a store with: of a country where one is named, else as the seed decides. */
export function shopSettings(seed: number, country?: string): ShopSettings {
  const chance: Chance = chanceOf(seed, 'shop');
  const chosen = settings.find((one) => one.country === country) ?? chance.pick(settings);
  return {
    ...chosen,
    // Shopify documents order-level rounding as a setting, and neither behavior of `returnProcess`.
    taxRounding: chance.percent(30) ? 'order' : 'line',
    returnProcess: chance.percent(50) ? 'with-adjustment' : 'without-adjustment',
  };
}
