/** The people of an order. */
import type { StoreCustomer } from '../../model/catalog.ts';
import { type Person, regionOf } from '../../person.ts';
import { utcTime } from '../../text.ts';
import type { AdminContext, View } from '../context.ts';

export function customerView({ state }: AdminContext, customer: StoreCustomer): View {
  const { id, person, taxExempt } = customer;
  const { firstName, lastName, email, phone } = person;
  const orders = () => state.orders.filter((order) => order.customer?.id === id);
  return {
    __typename: 'Customer',
    id: `gid://shopify/Customer/${id}`,
    legacyResourceId: String(id),
    firstName,
    lastName,
    displayName: `${firstName} ${lastName}`,
    state: 'DISABLED',
    note: null,
    tags: [],
    locale: 'de-DE',
    taxExempt,
    taxExemptions: [],
    verifiedEmail: true,
    createdAt: utcTime(customer.createdAt),
    updatedAt: utcTime(customer.updatedAt),
    numberOfOrders: () => String(orders().length),
    defaultEmailAddress: { __typename: 'CustomerEmailAddress', emailAddress: email },
    defaultPhoneNumber: { __typename: 'CustomerPhoneNumber', phoneNumber: phone },
    defaultAddress: () => addressView(person, id),
  };
}

/** An address has no id in the store's state; whose it is tells it apart. */
export function addressView(person: Person | null, ownerId: bigint): View | null {
  if (person === null) return null;
  const { firstName, lastName, phone, street, zip, city } = person;
  const { country, countryCode, province, provinceCode } = regionOf(person);
  return {
    __typename: 'MailingAddress',
    id: `gid://shopify/MailingAddress/${ownerId}`,
    firstName,
    lastName,
    phone,
    zip,
    city,
    country,
    province,
    provinceCode,
    name: `${firstName} ${lastName}`,
    countryCodeV2: countryCode,
    address1: street,
    address2: null,
    company: null,
    latitude: null,
    longitude: null,
    coordinatesValidated: false,
    formattedArea: [city, country].join(', '),
  };
}
