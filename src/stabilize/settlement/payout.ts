/** Payouts: what one took along comes to what it paid, and the bank took it (ACCOUNTING §9.13). */
import type { Break } from '#domain/break.ts';
import { shown, subtract, sum } from '#domain/money.ts';
import type { Payout } from '#domain/settlement.ts';
import { difference } from '#src/stabilize/difference.ts';
import { nothingSettled, said, type Settled, type Settling } from './settling.ts';

export function settlePayouts({ facts }: Settling): Settled {
  return {
    ...nothingSettled,
    breaks: said(facts, 'payout').flatMap((one) => [...offBy(one), ...returned(one)]),
  };
}

function offBy({ payout, net, parts, issuedAt }: Payout): Break[] {
  const foreign = parts.find((one) => one.net.currency !== net.currency);
  const evidence = { issuedAt, parts: String(parts.length) };
  const about = { leg: 'payout', about: payout, evidence } as const;
  if (foreign !== undefined) {
    const sentence = `A payout of ${shown(net)} took along a movement in ${foreign.net.currency}.`;
    return [difference({ ...about, cause: 'CURRENCY', amount: foreign.net, sentence })];
  }
  const moved = sum(
    parts.map((one) => one.net),
    net.currency,
  );
  const rest = subtract(net, moved);
  if (rest.minor === 0n) return [];
  const sentence = `A payout of ${shown(net)} took along movements of ${shown(moved)}.`;
  return [difference({ ...about, cause: 'AMOUNT', amount: rest, sentence })];
}

const returnedStates = new Set(['failed', 'canceled']);

function returned({ payout, net, status, issuedAt }: Payout): Break[] {
  if (!returnedStates.has(status)) return [];
  const how = status === 'failed' ? 'did not take' : 'never got';
  return [
    difference({
      leg: 'payout',
      cause: 'STATUS',
      amount: net,
      about: payout,
      sentence: `The bank ${how} a payout of ${shown(net)}, so it waits for the next one.`,
      evidence: { issuedAt, status },
    }),
  ];
}
