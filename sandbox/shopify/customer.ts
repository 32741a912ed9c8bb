/** Who buys: somebody the store knows, somebody invented, or nobody. */
import type { ActContext } from './act/context.ts';
import type { StoreCustomer } from './model/catalog.ts';
import type { ShopState } from './model/shop.ts';
import { countPeople, personAt, type Person } from './person.ts';

export function addCustomer(
  { state, clock, nextId }: ActContext,
  person: Person,
  taxExempt: boolean,
): StoreCustomer {
  const now = clock.now();
  const customer = { id: nextId(), person, createdAt: now, updatedAt: now, taxExempt };
  state.customers.push(customer);
  return customer;
}

/** The customer with this id; throws when there is none. */
export function customerWithId(state: ShopState, id: bigint): StoreCustomer {
  const index = indexOf(state.customers);
  const customer = index.get(id);
  if (customer === undefined) throw new Error(`The store has no customer ${id}.`);
  return customer;
}

/** Customers are invented in turn, so that the same ones come back: always the same for the same number of orders. */
export function openInventor(context: ActContext): (orderIndex: number) => StoreCustomer {
  const known = new Map<number, StoreCustomer>();
  return (orderIndex) => {
    const { country } = context.state.shop;
    const turn = orderIndex % countPeople(country);
    const customer = known.get(turn) ?? addCustomer(context, personAt(orderIndex, country), false);
    known.set(turn, customer);
    return customer;
  };
}

const indexes = new WeakMap<readonly StoreCustomer[], Map<bigint, StoreCustomer>>();

/** Customers are never taken out, so an index only grows. */
function indexOf(customers: readonly StoreCustomer[]): Map<bigint, StoreCustomer> {
  const index = indexes.get(customers) ?? new Map<bigint, StoreCustomer>();
  indexes.set(customers, index);
  for (const customer of customers.slice(index.size)) index.set(customer.id, customer);
  return index;
}
