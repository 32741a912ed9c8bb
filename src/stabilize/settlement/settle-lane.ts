/** Money that moves beside the orders: between gateway, reserve, dispute, payout and gift cards. */
import type { JournalEntry } from '#domain/journal.ts';
import { settleBalance } from './balance.ts';
import { settleDisputes } from './dispute.ts';
import { settleCards } from './gift-card.ts';
import { settleCardChanges } from './gift-card-change.ts';
import { settlePayouts } from './payout.ts';
import { type Settled, type Settling, together } from './settling.ts';

/** All that one lane's facts say of settlement; pure. Nothing for a lane without such facts. */
export function settleLane(settling: Settling): Settled {
  return together([
    settleBalance(settling),
    settleDisputes(settling),
    settlePayouts(settling),
    settleCards(settling),
    settleCardChanges(settling),
  ]);
}

const families: ReadonlySet<string> = new Set([
  'balance',
  'clearing',
  'dispute',
  'card-opening',
  'gift-card',
]);

/** Whether an entry, or the one that it takes back, is of settlement and not of an order's course. */
export function isOfSettlement({ key, reverses }: Pick<JournalEntry, 'key' | 'reverses'>): boolean {
  const [family = ''] = (reverses ?? key).split('/');
  return families.has(family);
}
