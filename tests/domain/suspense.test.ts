import { describe, expect, test } from 'vitest';
import { suspended } from '#src/stabilize/suspense.ts';
import { eur, known, payment } from '#tests/support/order-facts.ts';

function inSuspense(
  moves: readonly (readonly [kind: string, amount: string])[],
  outstanding: string,
): string[] {
  const transactions = moves.map(([kind, amount], n) => payment(n + 1, n, { kind, amount: eur(amount) }));
  const order = known({ transactions, header: { total: eur('119.00'), outstanding: eur(outstanding) } });
  return suspended(order).map(({ move, amount }) => `${move.kind} ${amount.minor}`);
}

describe('a movement of an unknown kind', () => {
  test('is what the store counts as paid beyond the known ones', () => {
    expect(inSuspense([['barter', '119.00']], '0.00')).toEqual(['barter 11900']);
    expect(
      inSuspense(
        [
          ['sale', '100.00'],
          ['barter', '12.00'],
          ['pledge', '7.00'],
        ],
        '0.00',
      ),
    ).toEqual(['barter 1200', 'pledge 700']);
  });

  test('went back to the customer where the store counts less than the known ones brought', () => {
    expect(
      inSuspense(
        [
          ['sale', '119.00'],
          ['clawback', '19.00'],
        ],
        '19.00',
      ),
    ).toEqual(['clawback -1900']);
  });

  test('is no money that anyone can name where it does not come to the difference, or there is none', () => {
    expect(inSuspense([['barter', '50.00']], '0.00')).toEqual([]);
    expect(
      inSuspense(
        [
          ['sale', '119.00'],
          ['barter', '50.00'],
        ],
        '0.00',
      ),
    ).toEqual([]);
    expect(inSuspense([['sale', '119.00']], '0.00')).toEqual([]);
  });
});
