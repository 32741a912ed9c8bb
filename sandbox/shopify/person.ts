/** People who buy here. All of them are invented: numbers are those kept free for films and tests, mail goes nowhere. */

export type Person = {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
  readonly street: string;
  readonly zip: string;
  readonly city: string;
  /** ISO 3166-1 alpha-2; Germany when left out. */
  readonly country?: string;
  /** The code of a state or province as Shopify writes it, e.g. `CA` or `QC`; none where addresses have none. */
  readonly province?: string;
};

type Land = {
  readonly name: string;
  /** Ends in as many digits as are free for each person, written as `#`. */
  readonly phone: string;
  readonly people: readonly string[];
};

const lands: Readonly<Record<string, Land>> = {
  // The Federal Network Agency's numbers for films: (0)30 23125 xxx.
  DE: {
    name: 'Germany',
    phone: '+493023125###',
    people: [
      'Ada Kessler|Lindenallee 12|10999|Berlin',
      'Bruno Falk|Hafenweg 3|20457|Hamburg',
      'Carla Winter|Am Brunnen 8|80331|München',
      'Deniz Aydin|Ringgasse 21|50667|Köln',
      'Elif Sommer|Mühlenstieg 5|04109|Leipzig',
      'Frieda Noll|Kirchplatz 1|70173|Stuttgart',
      'Gustav Ohm|Rosenweg 44|01067|Dresden',
      'Hanna Jäger|Seeufer 9|18055|Rostock',
      'Ilja Brandt|Talstraße 17|99084|Erfurt',
      'Jule Peters|Deichkrone 2|28195|Bremen',
      'Kofi Mensah|Bergblick 30|79098|Freiburg',
      'Lena Großmann|Alter Markt 6|39104|Magdeburg',
    ],
  },
  AT: {
    name: 'Austria',
    phone: '+431555####',
    people: ['Moritz Auer|Lindengasse 4|1070|Wien', 'Nora Steiner|Murufer 19|8010|Graz'],
  },
  CH: {
    name: 'Switzerland',
    phone: '+41445550###',
    people: [
      'Reto Ammann|Seestrasse 31|8002|Zürich|ZH',
      'Selina Rochat|Rue du Lac 7|1204|Genève|GE',
      'Urs Lüthi|Aareweg 12|3011|Bern|BE',
    ],
  },
  // Arcep's numbers for fiction: 01 99 00 xx xx.
  FR: {
    name: 'France',
    phone: '+3319900####',
    people: ['Camille Morel|12 rue des Tilleuls|75011|Paris', 'Théo Garnier|3 quai du Port|13002|Marseille'],
  },
  // 555-0100 to 555-0199 are reserved for fiction.
  US: {
    name: 'United States',
    phone: '+121255501##',
    people: [
      'Grace Walker|410 Juniper Avenue|90012|Los Angeles|CA',
      'Henry Okafor|77 Larkspur Street|10001|New York|NY',
      'Isabel Reyes|1501 Cottonwood Lane|78701|Austin|TX',
      'Jonah Miller|230 Elm Court|60601|Chicago|IL',
      'Kara Lindqvist|9 Harbor Steps|98101|Seattle|WA',
      'Leo Marsh|64 Alder Road|97201|Portland|OR',
    ],
  },
  CA: {
    name: 'Canada',
    phone: '+160455501##',
    people: [
      'Margaux Tremblay|85 rue des Érables|H2Y 1C6|Montréal|QC',
      'Noah Singh|19 Front Street|M5H 2N2|Toronto|ON',
      'Olivia Chan|300 Cedar Walk|V5K 0A1|Vancouver|BC',
      'Peter Kowal|12 Prairie Road|T2P 1J9|Calgary|AB',
    ],
  },
  // Ofcom's numbers for drama: 020 7946 0xxx.
  GB: {
    name: 'United Kingdom',
    phone: '+442079460###',
    people: [
      'Rosie Bennett|14 Tanner Row|E1 6AN|London|ENG',
      'Struan Reid|2 Castle Wynd|EH1 2NG|Edinburgh|SCT',
    ],
  },
  JP: {
    name: 'Japan',
    phone: '+81355500###',
    people: ['結衣 佐藤|千代田1-2-3|100-0001|千代田区|JP-13', '大輔 田中|梅田4-5-6|530-0001|大阪市|JP-27'],
  },
  KW: {
    name: 'Kuwait',
    phone: '+9652555####',
    people: [
      'Noura Al-Sabti|Block 4, Street 12|13001|Kuwait City|KW-KU',
      'Yousef Haddad|Block 9, Street 3|32001|Hawalli|KW-HA',
    ],
  },
};

const provinces: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  US: {
    CA: 'California',
    CO: 'Colorado',
    FL: 'Florida',
    IL: 'Illinois',
    NY: 'New York',
    OR: 'Oregon',
    TX: 'Texas',
    WA: 'Washington',
  },
  CA: { AB: 'Alberta', BC: 'British Columbia', ON: 'Ontario', QC: 'Quebec' },
  GB: { ENG: 'England', SCT: 'Scotland' },
  JP: { 'JP-13': 'Tōkyō', 'JP-27': 'Ōsaka' },
  KW: { 'KW-HA': 'Hawalli', 'KW-KU': 'Al Asimah' },
  CH: { ZH: 'Zurich', GE: 'Geneva', BE: 'Bern' },
};

/** How many people of a country the store has invented; those of Germany stand in for a country it does not know. */
export function countPeople(country: string): number {
  return landOf(country).people.length;
}

/** Always the same person for the same number, whose phone alone differs each time round. */
export function personAt(index: number, country = 'DE'): Person {
  const { people, phone } = landOf(country);
  const line = people[index % people.length] ?? '';
  const [name = '', street = '', zip = '', city = '', province] = line.split('|');
  const [firstName = '', ...rest] = name.split(' ');
  const lastName = rest.join(' ');
  return {
    firstName,
    lastName,
    email: `${handleOf(firstName, lastName) || `customer${index % people.length}`}@example.com`,
    phone: numbered(phone, index),
    street,
    zip,
    city,
    country: Object.hasOwn(lands, country) ? country : 'DE',
    ...(province === undefined ? {} : { province }),
  };
}

/** Where somebody lives, in words and codes, as addresses of the API write it; null where there is no province. */
export function regionOf({ country = 'DE', province = '' }: Person): {
  readonly country: string;
  readonly countryCode: string;
  readonly province: string | null;
  readonly provinceCode: string | null;
} {
  const name = provinces[country]?.[province];
  return {
    country: lands[country]?.name ?? country,
    countryCode: country,
    province: name ?? null,
    provinceCode: name === undefined ? null : province,
  };
}

function landOf(country: string): Land {
  const land = lands[country] ?? lands['DE'];
  if (land === undefined) throw new Error('The store has nobody to invent.');
  return land;
}

function handleOf(...names: readonly string[]): string {
  return names
    .join('.')
    .toLowerCase()
    .replaceAll(/[^a-z.]/g, '')
    .replace(/^\.$/, '');
}

function numbered(phone: string, index: number): string {
  const places = phone.length - phone.indexOf('#');
  return phone.slice(0, -places) + String(index % 10 ** places).padStart(places, '0');
}
