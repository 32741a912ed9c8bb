/** The promise that the two ledgers differ by nothing that is not listed. */
import { shown } from '#src/stabilize/ledger/check.ts';
import { accountName } from '#domain/chart.ts';
import { type Difference, differencesOf } from '../books/difference.ts';
import type { Invariant } from './invariant.ts';

export const booksInvariants: readonly Invariant[] = [
  {
    number: 3,
    promise:
      'of what the ERP and the ledger differ by, on each account and day, all is listed as a break or pending',
    async findings(lived) {
      const { currency } = lived.world.store.state.shop;
      return (await differencesOf(lived)).flatMap((one) => unlistedIn(one, currency));
    },
  },
];

function unlistedIn({ account, day, minor, listed, unlisted }: Difference, currency: string): string[] {
  if (unlisted.length === 0) return [];
  const lanes = unlisted.map((one) => `${one.lane} ${shown(one.minor, currency)}`).join(', ');
  return [
    `${day} ${accountName(account)}: the ERP has ${shown(minor, currency)} more than the ledger, ` +
      `${shown(listed, currency)} of it is listed; not listed: ${lanes}`,
  ];
}
