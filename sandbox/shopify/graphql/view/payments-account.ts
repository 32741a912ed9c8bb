import type { AdminContext, View } from '../context.ts';
import { listed, type ListPage } from '../listing.ts';
import { balanceListing, disputeListing, payoutListing } from '../payments-listing.ts';
import { money } from './money.ts';

export function paymentsAccountView(context: AdminContext): View {
  const { payments, shop } = context.state;
  return {
    __typename: 'ShopifyPaymentsAccount',
    id: `gid://shopify/ShopifyPaymentsAccount/${shop.id}`,
    activated: true,
    onboardable: false,
    country: shop.country,
    defaultCurrency: payments.currency,
    balance: () => {
      const waiting = payments.transactions.filter(({ payoutId, test }) => payoutId === null && !test);
      return [
        money(
          waiting.reduce((sum, { net }) => sum + net, 0n),
          payments.currency,
        ),
      ];
    },
    balanceTransactions: (page: ListPage & { readonly hideTransfers?: boolean | null }) =>
      listed(balanceListing(context, page.hideTransfers === true), page),
    payouts: (page: ListPage & { readonly transactionType?: string | null }) =>
      listed(payoutListing(context, page.transactionType ?? null), page),
    disputes: (page: ListPage) => listed(disputeListing(context), page),
  };
}
