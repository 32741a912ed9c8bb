/** Lists what a shop's Shopify Payments account moved and paid out, and its gift cards. */
import { z } from 'zod';
import type { Instant } from '#domain/instant.ts';
import type { Admin } from './admin.ts';
import { understood } from './answer.ts';
import { balanceTransactions, giftCards, payoutParts, payouts } from './settlement-documents.ts';
import { within } from './sweep-documents.ts';

const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });
/** What a row says beyond its name is read when its delivery is translated. */
const rows = z.object({ pageInfo, nodes: z.array(z.looseObject({ id: z.string() })) });

type Row = { readonly id: string; readonly [field: string]: unknown };
export type Rows = { readonly rows: readonly Row[]; readonly next: string | null };

const balances = z.object({
  shopifyPaymentsAccount: z
    .object({
      balance: z.array(z.object({ amount: z.string(), currencyCode: z.string() })),
      balanceTransactions: rows,
    })
    .nullable(),
});

export type BalancePage = Rows & {
  readonly balance: readonly { readonly amount: string; readonly currencyCode: string }[];
};

/** A page of what moved the balance since an instant, oldest first; null for a shop without Shopify Payments. */
export async function listBalanceTransactions(
  admin: Admin,
  from: Instant,
  after: string | null,
): Promise<BalancePage | null> {
  const query = within('processed_at', from, null);
  const { shopifyPaymentsAccount: account } = understood(
    balances,
    await admin(balanceTransactions, { query, after }),
  );
  if (account === null) return null;
  return { ...pageOf(account.balanceTransactions), balance: account.balance };
}

const issued = z.object({ shopifyPaymentsAccount: z.object({ payouts: rows }).nullable() });

/** A page of the payouts issued since an instant; null for a shop without Shopify Payments. */
export async function listPayouts(admin: Admin, from: Instant, after: string | null): Promise<Rows | null> {
  const answer = understood(issued, await admin(payouts, { query: within('issued_at', from, null), after }));
  return answer.shopifyPaymentsAccount === null ? null : pageOf(answer.shopifyPaymentsAccount.payouts);
}

const moved = z.object({ shopifyPaymentsAccount: z.object({ balanceTransactions: rows }).nullable() });

/** Every movement that a payout took along, its own way out of the balance among them. */
export async function listPayoutParts(admin: Admin, payoutId: string): Promise<readonly Row[]> {
  const query = `payments_transfer_id:${payoutId.slice(payoutId.lastIndexOf('/') + 1)}`;
  const parts: Row[] = [];
  let after: string | null = null;
  do {
    const { shopifyPaymentsAccount: account } = understood(moved, await admin(payoutParts, { query, after }));
    const page: Rows = account === null ? { rows: [], next: null } : pageOf(account.balanceTransactions);
    parts.push(...page.rows);
    after = page.next;
  } while (after !== null);
  return parts;
}

const cards = z.object({ giftCards: rows });

/** A page of the shop's gift cards, the last changed first. */
export async function listGiftCards(admin: Admin, after: string | null): Promise<Rows> {
  return pageOf(understood(cards, await admin(giftCards, { after })).giftCards);
}

function pageOf({ pageInfo: info, nodes }: z.output<typeof rows>): Rows {
  return { rows: nodes, next: info.hasNextPage ? info.endCursor : null };
}
