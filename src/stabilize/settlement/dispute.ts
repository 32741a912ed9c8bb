/** Disputes that are decided against the entity: what lay in them is lost. */
import type { Fact } from '#domain/fact.ts';
import { gid } from '#domain/gid.ts';
import { money } from '#domain/money.ts';
import { disputeLostEntry } from '#src/stabilize/ledger/settlement.ts';
import { nothingSettled, said, type Settled, type Settling } from './settling.ts';

const lostStates = new Set(['lost', 'accepted']);

/** How much is lost, the balance says; the dispute itself is in the customer's money. */
export function settleDisputes({ facts, order, reading: { shop }, booksFrom }: Settling): Settled {
  const moved = said(facts, 'balance_transaction').filter(
    (one) => !one.test && one.transactionDate >= booksFrom && one.amount.currency === shop.currency,
  );
  const entries = facts.filter(isLost).flatMap(({ key, happenedAt: finalizedAt }) => {
    const of = moved.filter(({ dispute }) => dispute === key);
    const minor = of.reduce((sum, { amount }) => sum - amount.minor, 0n);
    if (minor <= 0n) return [];
    const dispute = gid('ShopifyPaymentsDispute', key.slice(key.lastIndexOf('/') + 1));
    const lost = {
      dispute,
      order: order?.header.order ?? null,
      amount: money(minor, shop.currency),
      finalizedAt,
    };
    return disputeLostEntry(shop, lost);
  });
  return { ...nothingSettled, entries };
}

function isLost(fact: Fact): boolean {
  if (fact.kind !== 'dispute') return false;
  const { status } = fact.body;
  return typeof status === 'string' && lostStates.has(status.toLowerCase());
}
