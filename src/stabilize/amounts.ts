/** Arithmetic of what lines and charges come to, tax by tax. */
import type { DocumentAmounts, DocumentTax } from '#domain/document.ts';
import { add, type Money, subtract, zero } from '#domain/money.ts';

export function nothing(currency: string): DocumentAmounts {
  return { gross: zero(currency), discount: zero(currency), taxes: [] };
}

export function plus(one: DocumentAmounts, other: DocumentAmounts): DocumentAmounts {
  return {
    gross: add(one.gross, other.gross),
    discount: add(one.discount, other.discount),
    taxes: other.taxes.reduce(addTax, one.taxes),
  };
}

export function negated({ gross, discount, taxes }: DocumentAmounts): DocumentAmounts {
  return {
    gross: opposite(gross),
    discount: opposite(discount),
    taxes: taxes.map((tax) => ({ ...tax, amount: opposite(tax.amount) })),
  };
}

export function minus(one: DocumentAmounts, other: DocumentAmounts): DocumentAmounts {
  return plus(one, negated(other));
}

/** Taxes of one key are one tax: its title, rate and debtor (ACCOUNTING §3). */
export function addTax(taxes: readonly DocumentTax[], tax: DocumentTax): readonly DocumentTax[] {
  const known = taxes.find((one) => one.key === tax.key);
  if (known === undefined) return [...taxes, tax];
  return taxes.map((one) => (one === known ? { ...one, amount: add(one.amount, tax.amount) } : one));
}

function opposite(amount: Money): Money {
  return subtract(zero(amount.currency), amount);
}
