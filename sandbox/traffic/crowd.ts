/** Who buys: some come back again and again, most are new. All of them are invented. */
import type { Person } from '#sandbox/shopify/person.ts';
import { cart, crowd as habit } from './habit.ts';
import type { Market, Profile } from './profile.ts';
import { type Chance, chanceOf } from './random.ts';
import { drawn, zipf } from './spread.ts';
import type { Place } from './tax.ts';
import type { TrafficStore } from './world.ts';

export type Buyer = {
  readonly customerId: bigint;
  readonly market: Market;
  readonly place: Place;
  readonly taxExempt: boolean;
  readonly person: Person;
};

export type Crowd = { someone(chance: Chance): Buyer; stranger(chance: Chance, like?: Buyer): Buyer };

const firstNames = [
  'Ada',
  'Bruno',
  'Carla',
  'Deniz',
  'Elif',
  'Frieda',
  'Gustav',
  'Hanna',
  'Ilja',
  'Jule',
  'Kofi',
  'Lena',
  'Mika',
  'Nora',
  'Omar',
  'Pia',
] as const;
const lastNames = [
  'Kessler',
  'Falk',
  'Winter',
  'Aydin',
  'Sommer',
  'Noll',
  'Ohm',
  'Jäger',
  'Brandt',
  'Peters',
  'Mensah',
  'Großmann',
  'Rossi',
  'Sato',
  'Tremblay',
  'Walker',
] as const;
const streets = [
  'Lindenallee',
  'Hafenweg',
  'Am Brunnen',
  'Ringgasse',
  'Main Street',
  'Kirchplatz',
  'Rosenweg',
  'Seeufer',
] as const;

/** Elsewhere an address has no state or province. */
const hasProvinces = new Set(['US', 'CA', 'JP']);

export function openCrowd(
  store: TrafficStore,
  profile: Profile,
  options: { seed: number; plain: boolean },
): Crowd {
  const known: Buyer[] = [];
  const weights = profile.markets.map((one) => one.weight);
  let counted = 0;

  function stranger(chance: Chance, like?: Buyer): Buyer {
    counted += 1;
    const market =
      like?.market ??
      (options.plain ? undefined : profile.markets[drawn(chance, weights)]) ??
      profile.markets[0];
    const place = like?.place ?? chance.pick(market.places);
    const taxExempt = like === undefined && chance.percent(cart.taxExemptPercent);
    const person = { ...invented(chance, place, counted), ...(like === undefined ? {} : sharedBy(like)) };
    const { id: customerId } = store.addCustomer(person, { taxExempt });
    return { customerId, market, place, taxExempt, person };
  }

  const first = chanceOf(options.seed, 'crowd');
  while (known.length < (options.plain ? 12 : habit.knownAtStart)) known.push(stranger(first));
  return {
    stranger,
    someone(chance) {
      if (chance.percent(habit.repeatPercent)) {
        const back = known[zipf(chance, known.length, habit.popularityExponent)];
        if (back !== undefined) return back;
      }
      const newcomer = stranger(chance);
      known.push(newcomer);
      return newcomer;
    },
  };
}

/** A ring gives itself away by what its members share. */
function sharedBy({ person }: Buyer): Pick<Person, 'phone' | 'street'> {
  const { phone, street } = person;
  return { phone, street };
}

function invented(draw: Chance, place: Place, number: number): Person {
  const firstName = draw.pick(firstNames);
  const lastName = draw.pick(lastNames);
  const handle = `${firstName}.${lastName}.${number}`
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/[^a-z0-9.]/g, '');
  return {
    firstName,
    lastName,
    email: `${handle}@example.com`,
    // The numbers that Germany keeps free for films.
    phone: `+493023125${String(number % 1000).padStart(3, '0')}`,
    street: `${draw.pick(streets)} ${draw.whole(1, 120)}`,
    zip: place.zip,
    city: place.city,
    country: place.country,
    ...(hasProvinces.has(place.country) ? { province: place.province } : {}),
  };
}
