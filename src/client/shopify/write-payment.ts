/** Money of an order that the store did not take itself: what is owed, and that it came. */
import { z } from 'zod';
import type { Gid } from '#domain/gid.ts';
import { formatMoney, type Money, parseMoney } from '#domain/money.ts';
import type { Admin } from './admin.ts';
import { understood } from './answer.ts';
import { tellFor } from './tell.ts';
import * as documents from './write-documents.ts';

const money = z
  .object({ shopMoney: z.object({ amount: z.string(), currencyCode: z.string() }) })
  .transform(({ shopMoney: { amount, currencyCode } }): Money => parseMoney(amount, currencyCode));

const owing = z.object({
  id: z.string(),
  cancelledAt: z.string().nullable(),
  canMarkAsPaid: z.boolean(),
  /** Whether money that was promised can still be taken. */
  capturable: z.boolean(),
  presentmentCurrencyCode: z.string(),
  totalOutstandingSet: money,
  transactions: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      status: z.string(),
      test: z.boolean(),
      createdAt: z.string(),
      amountSet: money,
    }),
  ),
});

/** What an order owes, in the shop's money, and what came in for it. */
export type StoreOwing = z.output<typeof owing>;

/** Null when the store does not show the order. */
export async function owingInStore(admin: Admin, id: Gid<'Order'>): Promise<StoreOwing | null> {
  const asked = z.object({ order: owing.nullable() });
  return understood(asked, await admin(documents.orderOwing, { id })).order;
}

const paid = z.object({ order: owing });

/** All that is outstanding has come. The store takes no key for it, so whoever calls looks first. */
export async function markPaidInStore(admin: Admin, id: Gid<'Order'>): Promise<StoreOwing> {
  return (await tellFor(admin, { document: documents.markAsPaid, variables: { id } }, paid)).order;
}

/** A part of it has come, in the money that the customer owes. */
export async function payInStore(
  admin: Admin,
  id: Gid<'Order'>,
  payment: { readonly amount: Money; readonly method: string },
): Promise<StoreOwing> {
  const amount = { amount: formatMoney(payment.amount), currencyCode: payment.amount.currency };
  const variables = { id, amount, method: payment.method };
  return (await tellFor(admin, { document: documents.createManualPayment, variables }, paid)).order;
}
