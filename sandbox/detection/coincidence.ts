/** Two faults that nobody could tell apart: what one lacks, and what another filed elsewhere, have one amount and one day. */
import type { Planted } from '../traffic/fault/planted.ts';

const sameDayMs = 36 * 3_600_000;

/** The faults with `AMBIGUOUS` among the causes of those that coincide: of them the facts bear that out, too. */
export function withCoincidences(planted: readonly Planted[]): readonly Planted[] {
  const misfiled = planted.filter(({ causes }) => causes.includes('IDENTITY'));
  return planted.map((one) => {
    const isLacking = one.causes.includes('MISSING_ERP') && !one.causes.includes('AMBIGUOUS');
    const twin = isLacking && misfiled.some((other) => other !== one && coincide(one, other));
    const isTwinned = twin || (misfiled.includes(one) && planted.some((other) => lacks(other, one)));
    return isTwinned ? { ...one, causes: [...one.causes, 'AMBIGUOUS' as const], exact: null } : one;
  });
}

function lacks(one: Planted, misfiled: Planted): boolean {
  return one !== misfiled && one.causes.includes('MISSING_ERP') && coincide(one, misfiled);
}

function coincide(one: Planted, other: Planted): boolean {
  return (
    one.amount !== null &&
    one.amount.minor === other.amount?.minor &&
    one.amount.currency === other.amount.currency &&
    Math.abs(one.at - other.at) <= sameDayMs
  );
}
