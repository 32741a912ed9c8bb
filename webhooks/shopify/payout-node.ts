/** Payouts as the Admin API lists them, each with what it took along. */
import { z } from 'zod';
import type { Fact } from '#domain/fact.ts';
import { legacyId } from '#domain/gid.ts';
import { lane } from '#domain/lane.ts';
import { amount, id, of } from './node.ts';
import { read } from './parse.ts';
import { instantOf } from './topic.ts';

const payoutNode = z.object({ id, issuedAt: z.string(), status: z.string(), net: amount });

const partNode = z.object({ id, type: z.string(), test: z.boolean(), net: amount });

const page = z.object({
  askedAt: z.string(),
  payouts: z.array(z.object({ payout: payoutNode, parts: z.array(partNode) })),
});

export function payoutFacts(body: unknown): readonly Fact[] {
  const { askedAt, payouts } = read(page, body);
  return payouts.map(({ payout, parts }): Fact => {
    const name = of('ShopifyPaymentsPayout', payout.id);
    return {
      kind: 'payout',
      key: name,
      lanes: [lane('payout', legacyId(name))],
      // A payout does not say when its status changed, so what was read later is newer.
      happenedAt: instantOf(askedAt),
      authority: true,
      body: {
        payout: name,
        issuedAt: instantOf(payout.issuedAt),
        net: payout.net,
        status: payout.status.toLowerCase(),
        parts: parts
          .filter(({ type, test }) => type !== 'TRANSFER' && !test)
          .map(({ id: balanceTransaction, type, net }) => ({ balanceTransaction, type, net })),
      },
    };
  });
}
