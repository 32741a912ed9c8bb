/** What Shopify Payments earned and paid. */
import type { AdminContext, Root } from '../context.ts';
import { listed, type ListPage } from '../listing.ts';
import { numberOf } from '../lookup.ts';
import { disputeListing } from '../payments-listing.ts';
import { paymentsAccountView } from '../view/payments-account.ts';
import { disputeView } from '../view/payments.ts';

export function paymentsRoot(context: AdminContext): Root {
  return {
    shopifyPaymentsAccount: () => paymentsAccountView(context),
    disputes: (page: ListPage) => listed(disputeListing(context), page),
    dispute({ id }: { readonly id: string }) {
      const number = numberOf('ShopifyPaymentsDispute', id);
      const dispute = context.state.payments.disputes.find((each) => each.id === number);
      return dispute === undefined ? null : disputeView(context, dispute);
    },
  };
}
