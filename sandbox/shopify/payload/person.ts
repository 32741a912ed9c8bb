/** The people of a payload: addresses, and the customer with the default address. */
import type { StoreCustomer } from '../model/catalog.ts';
import type { Shop } from '../model/shop.ts';
import { type Person, regionOf } from '../person.ts';
import { gid, type JsonObject } from './json.ts';
import { timeText } from './time.ts';

export function addressPayload(person: Person): JsonObject {
  const { country, countryCode, province, provinceCode } = regionOf(person);
  return {
    first_name: person.firstName,
    address1: person.street,
    phone: person.phone,
    city: person.city,
    zip: person.zip,
    province,
    country,
    last_name: person.lastName,
    address2: null,
    company: null,
    latitude: null,
    longitude: null,
    name: `${person.firstName} ${person.lastName}`,
    country_code: countryCode,
    province_code: provinceCode,
  };
}

export function customerPayload(customer: StoreCustomer, shop: Shop): JsonObject {
  const { id, person } = customer;
  const { country, countryCode, province, provinceCode } = regionOf(person);
  return {
    id,
    created_at: timeText(customer.createdAt, shop.timeZone),
    updated_at: timeText(customer.updatedAt, shop.timeZone),
    first_name: person.firstName,
    last_name: person.lastName,
    state: 'disabled',
    note: null,
    verified_email: true,
    multipass_identifier: null,
    tax_exempt: customer.taxExempt,
    email: person.email,
    phone: person.phone,
    currency: shop.currency,
    tax_exemptions: [],
    admin_graphql_api_id: gid('Customer', id),
    default_address: {
      // Every customer of this store has one address, which has no id in its state.
      id: id + 600_000_000_000_000_000n,
      customer_id: id,
      first_name: person.firstName,
      last_name: person.lastName,
      company: null,
      address1: person.street,
      address2: null,
      city: person.city,
      province,
      country,
      zip: person.zip,
      phone: person.phone,
      name: `${person.firstName} ${person.lastName}`,
      province_code: provinceCode,
      country_code: countryCode,
      country_name: country,
      default: true,
    },
  };
}
