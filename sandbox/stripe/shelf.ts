/** Every object of the account by its id, in the form the API shows it. */
import type { Account } from './account.ts';
import type { Shelf } from './expand.ts';
import { type JsonObject, jsonOf } from './json.ts';
import { balanceTransactionView } from './view/balance.ts';
import { chargeView } from './view/charge.ts';
import { customerView } from './view/customer.ts';
import { disputeView } from './view/dispute.ts';
import { paymentIntentView } from './view/payment-intent.ts';
import { payoutView } from './view/payout.ts';
import { refundView } from './view/refund.ts';

export function openShelf(account: Account): Shelf {
  const { currency } = account;
  const finders: Readonly<Record<string, (id: string) => object | undefined>> = {
    ch: (id) => shown(account.charges.get(id), chargeView),
    cus: (id) => shown(account.customers.get(id), customerView),
    dp: (id) => shown(account.disputes.get(id), (one) => disputeView(one, { now: account.now(), currency })),
    pi: (id) => shown(account.intents.get(id), paymentIntentView),
    po: (id) => shown(account.payouts.get(id), (one) => payoutView(one, account)),
    re: (id) => shown(account.refunds.get(id), refundView),
    txn: (id) =>
      shown(account.book.find(id), (one) => balanceTransactionView(one, { now: account.now(), currency })),
  };
  return {
    find(id) {
      const view = finders[id.slice(0, id.indexOf('_'))]?.(id);
      return view === undefined ? undefined : jsonOf(view);
    },
    hidden({ object, id }, field) {
      if (object !== 'charge' || field !== 'refunds' || typeof id !== 'string') return undefined;
      return refundsOf(account, id);
    },
  };
}

/** The ten newest, as the vendor includes them. */
function refundsOf(account: Account, chargeId: string): JsonObject {
  const refunds = account.charges.get(chargeId)?.refunds ?? [];
  const data = refunds.toReversed().slice(0, 10).map(refundView);
  return jsonOf({
    object: 'list',
    data,
    has_more: refunds.length > 10,
    url: `/v1/charges/${chargeId}/refunds`,
  });
}

function shown<Kept>(kept: Kept | undefined, view: (kept: Kept) => object): object | undefined {
  return kept === undefined ? undefined : view(kept);
}
