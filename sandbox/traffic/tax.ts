/**
 * Places where customers live and what is taxed there. Rates are those in force in 2026 as the states, cities and
 * `facts/models.md` (VAT rates, US ZIP rates) give them; a test world needs their shape, not legal advice.
 */
import type { TaxSpec } from '#sandbox/shopify/spec.ts';

export type TaxClass = 'standard' | 'reduced';

export type Place = {
  readonly country: string;
  readonly province: string;
  readonly city: string;
  readonly zip: string;
  readonly taxes: Readonly<Record<TaxClass, readonly TaxSpec[]>>;
};

type Where = readonly [province: string, city: string, zip: string];

function place(country: string, where: Where, taxes: Place['taxes']): Place {
  const [province, city, zip] = where;
  return { country, province, city, zip, taxes };
}

/** One title, a standard and a reduced rate, for a whole country. */
function nation(
  country: string,
  [title, standard, reduced]: readonly [title: string, standard: string, reduced: string],
  cities: readonly Where[],
): Place[] {
  const taxes = { standard: [{ title, rate: standard }], reduced: [{ title, rate: reduced }] };
  return cities.map((city) => place(country, city, taxes));
}

/** State, county and city each charge their own; what is taxed less elsewhere is exempt at the state. */
function american(where: Where, ...parts: readonly (readonly [title: string, rate: string])[]): Place {
  const standard = parts.map(([title, rate]) => ({ title, rate }));
  return place('US', where, { standard, reduced: standard.slice(1) });
}

function canadian(where: Where, ...parts: readonly (readonly [title: string, rate: string])[]): Place {
  const standard = parts.map(([title, rate]) => ({ title, rate }));
  return place('CA', where, { standard, reduced: [] });
}

const none = { standard: [], reduced: [] };

export const places: Readonly<Record<string, readonly Place[]>> = {
  DE: nation(
    'DE',
    ['DE MwSt', '0.19', '0.07'],
    [
      ['BE', 'Berlin', '10999'],
      ['HH', 'Hamburg', '20457'],
      ['BY', 'München', '80331'],
      ['NW', 'Köln', '50667'],
      ['SN', 'Leipzig', '04109'],
      ['BW', 'Stuttgart', '70173'],
    ],
  ),
  AT: nation(
    'AT',
    ['AT USt', '0.2', '0.1'],
    [
      ['9', 'Wien', '1010'],
      ['6', 'Graz', '8010'],
    ],
  ),
  CH: nation(
    'CH',
    ['CH MWST', '0.081', '0.026'],
    [
      ['ZH', 'Zürich', '8001'],
      ['BE', 'Bern', '3011'],
      ['GE', 'Genève', '1201'],
    ],
  ),
  GB: nation('GB', ['GB VAT', '0.2', '0.05'], [['ENG', 'London', 'E1 6AN']]),
  JP: nation(
    'JP',
    ['JCT', '0.1', '0.08'],
    [
      ['JP-13', '千代田区', '100-0001'],
      ['JP-27', '大阪市', '530-0001'],
    ],
  ),
  KW: [place('KW', ['', 'Kuwait City', '13001'], none), place('KW', ['', 'Hawalli', '32001'], none)],
  CA: [
    canadian(['QC', 'Montréal', 'H2Y 1C6'], ['GST', '0.05'], ['QST', '0.09975']),
    canadian(['ON', 'Toronto', 'M5H 2N2'], ['HST', '0.13']),
    canadian(['BC', 'Vancouver', 'V5K 0A1'], ['GST', '0.05'], ['PST', '0.07']),
    canadian(['AB', 'Calgary', 'T2P 1J9'], ['GST', '0.05']),
  ],
  US: [
    american(
      ['NY', 'New York', '10001'],
      ['New York State Tax', '0.04'],
      ['New York City Tax', '0.045'],
      ['Metropolitan Commuter Transportation District Tax', '0.00375'],
    ),
    american(
      ['CA', 'Los Angeles', '90012'],
      ['California State Tax', '0.06'],
      ['Los Angeles County Tax', '0.0025'],
      ['Los Angeles Co Local Tax Sl', '0.0325'],
    ),
    american(
      ['IL', 'Chicago', '60601'],
      ['Illinois State Tax', '0.0625'],
      ['Cook County Tax', '0.0175'],
      ['Chicago Municipal Tax', '0.0225'],
    ),
    american(
      ['TX', 'Austin', '78701'],
      ['Texas State Tax', '0.0625'],
      ['Austin City Tax', '0.01'],
      ['Austin Metropolitan Transit Authority Tax', '0.01'],
    ),
    american(['WA', 'Seattle', '98101'], ['Washington State Tax', '0.065'], ['Seattle City Tax', '0.0385']),
    american(
      ['CO', 'Denver', '80202'],
      ['Colorado State Tax', '0.029'],
      ['Denver City Tax', '0.0515'],
      ['RTD Tax', '0.011'],
    ),
    american(['FL', 'Miami', '33128'], ['Florida State Tax', '0.06'], ['Miami-Dade County Tax', '0.01']),
    place('US', ['OR', 'Portland', '97201'], none),
  ],
};
