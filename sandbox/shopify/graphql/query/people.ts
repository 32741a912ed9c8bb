/** Customers and their gift cards. */
import { balanceOf } from '../../act/gift-card.ts';
import type { StoreCustomer } from '../../model/catalog.ts';
import type { StoreGiftCard } from '../../model/gift-card.ts';
import type { AdminContext, Root } from '../context.ts';
import { counted, type Counting, type Listing, listed, type ListPage } from '../listing.ts';
import { numberOf } from '../lookup.ts';
import { customerView } from '../view/customer.ts';
import { giftCardView } from '../view/gift-card.ts';

type ById = { readonly id: string };

export function peopleRoot(context: AdminContext): Root {
  const { state } = context;
  const customers: Listing<StoreCustomer> = {
    items: state.customers,
    fields: customerFields,
    sorts: {
      CREATED_AT: ({ createdAt }) => createdAt,
      UPDATED_AT: ({ updatedAt }) => updatedAt,
      NAME: ({ person }) => `${person.lastName} ${person.firstName}`,
    },
    idOf: ({ id }) => id,
    view: (customer) => customerView(context, customer),
  };
  const giftCards: Listing<StoreGiftCard> = {
    items: state.giftCards,
    fields: giftCardFields,
    sorts: {
      CREATED_AT: ({ createdAt }) => createdAt,
      UPDATED_AT: ({ createdAt, movements }) => movements.at(-1)?.at ?? createdAt,
    },
    idOf: ({ id }) => id,
    view: (card) => giftCardView(context, card),
  };
  const withId = <Item extends { readonly id: bigint }>(items: readonly Item[], id: bigint) =>
    items.find((each) => each.id === id);
  return {
    customer({ id }: ById) {
      const customer = withId(state.customers, numberOf('Customer', id));
      return customer === undefined ? null : customerView(context, customer);
    },
    customers: (page: ListPage) => listed(customers, page),
    customersCount: (args: Counting) => counted(customers, args),
    giftCard({ id }: ById) {
      const card = withId(state.giftCards, numberOf('GiftCard', id));
      return card === undefined ? null : giftCardView(context, card);
    },
    giftCards: (page: ListPage) => listed(giftCards, page),
    giftCardsCount: (args: Counting) => counted(giftCards, args),
  };
}

const customerFields: Listing<StoreCustomer>['fields'] = {
  id: ({ id }) => id,
  email: ({ person }) => person.email,
  phone: ({ person }) => person.phone,
  first_name: ({ person }) => person.firstName,
  last_name: ({ person }) => person.lastName,
  customer_date: ({ createdAt }) => createdAt,
  updated_at: ({ updatedAt }) => updatedAt,
};

const giftCardFields: Listing<StoreGiftCard>['fields'] = {
  id: ({ id }) => id,
  created_at: ({ createdAt }) => createdAt,
  balance_status: balanceStatusOf,
  source: ({ soldBy }) => (soldBy === null ? 'manual' : 'purchased'),
  status: () => 'enabled',
};

function balanceStatusOf(card: StoreGiftCard): string[] {
  const balance = balanceOf(card);
  if (balance === 0n) return ['empty'];
  return balance === card.movements[0]?.amount ? ['full', 'full_or_partial'] : ['partial', 'full_or_partial'];
}
