/** A payout as the API shows it. */
import type { Stripe as Vendor } from 'stripe';
import type { Payout } from '#sandbox/stripe/contract.ts';

export function payoutView(
  payout: Payout,
  { currency, bankAccount }: { readonly currency: string; readonly bankAccount: string },
): Vendor.Payout {
  const { failureCode, status } = payout;
  return {
    id: payout.id,
    object: 'payout',
    amount: Number(payout.amount),
    application_fee: null,
    application_fee_amount: null,
    arrival_date: payout.arrivalDate,
    automatic: payout.automatic,
    balance_transaction: payout.transaction.id,
    created: payout.created,
    currency,
    description: payout.description,
    destination: bankAccount,
    failure_balance_transaction: payout.failureTransaction?.id ?? null,
    failure_code: failureCode,
    failure_message: failureCode === null ? null : `The bank could not take this payout (${failureCode}).`,
    livemode: false,
    metadata: { ...payout.metadata },
    method: 'standard',
    original_payout: payout.original?.id ?? null,
    payout_method: null,
    reconciliation_status: payout.reconciliation,
    reversed_by: payout.reversedBy?.id ?? null,
    source_type: 'card',
    statement_descriptor: payout.statementDescriptor,
    status,
    trace_id:
      status === 'paid'
        ? { status: 'supported', value: `trace_${payout.id}` }
        : { status: 'pending', value: null },
    type: 'bank_account',
  };
}
