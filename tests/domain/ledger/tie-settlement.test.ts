import { describe, expect, test } from 'vitest';
import { tieCards, tieClearing } from '#src/stabilize/ledger/tie-settlement.ts';

describe('clearing against the balance that its gateway tells', () => {
  const day = { debit: 100n, credit: 0n, lines: 1 };
  const days = new Map([
    ['1020.shopify_payments EUR 2026-11-02 2026-11-02', day],
    ['1020.paypal EUR 2026-11-02 2026-11-02', day],
    ['1100 EUR 2026-11-02 2026-11-02', day],
  ]);
  const told = {
    gateway: 'shopify_payments',
    currency: 'EUR',
    balance: '11525',
    read_at: '2026-11-02T10:00:00.000Z',
    booked: '21525',
    on_its_way: '10000',
    opened: true,
  };

  test('ties when what is booked and not on its way is the balance, and says which gateway tells none', () => {
    const { violations, unmeasured } = tieClearing([told], { days });
    expect(violations).toEqual([]);
    expect(unmeasured).toEqual(['1020.paypal EUR: its gateway tells no balance']);
  });

  test('a unit off is found', () => {
    expect(tieClearing([{ ...told, balance: '11524' }], { days }).violations).toMatchObject([
      { rule: 'control account', about: '1020.shopify_payments' },
    ]);
  });

  test('is not measured before the books are opened with a balance', () => {
    const { violations, unmeasured } = tieClearing([{ ...told, opened: false, balance: '0' }], { days });
    expect({ violations, unmeasured: unmeasured.length }).toEqual({ violations: [], unmeasured: 2 });
  });
});

describe('the gift-card liability against the cards', () => {
  const cards = { currency: 'EUR', worth: '9000', sold: '5000', booked: '4000', cards: 3, waiting: 0 };

  test('ties when what is owed beside invoices, and what orders sold, is what the cards are worth', () => {
    expect(tieCards([cards])).toMatchObject({ violations: [], unmeasured: [] });
  });

  test('a unit off is found, unless something of it still waits', () => {
    const off = { ...cards, booked: '3999' };
    expect(tieCards([off]).violations).toMatchObject([{ rule: 'control account', about: '2200' }]);
    expect(tieCards([{ ...off, waiting: 1 }]).violations).toEqual([]);
  });

  test('without a card nothing is measured', () => {
    expect(tieCards([]).unmeasured).toEqual(['2200: no gift card is known']);
  });
});
