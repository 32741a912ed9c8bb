import type { Break, BreakCause } from '#domain/break.ts';

/** Differences that a policy may tolerate within its budget (ACCOUNTING §7): only what rounding explains. */
export const roundingCauses: readonly BreakCause[] = ['TAX_ROUNDING', 'CASH_ROUNDING'];

export function isRounding({ cause, amount }: Break): boolean {
  return amount !== null && roundingCauses.includes(cause);
}
