/** The unexplained residual: money of differences whose cause nobody can name, as a share of all sales. */
import { type BreakCause, unexplainedCauses } from '#domain/break.ts';
import { amountOf } from './words.ts';

type Counted = {
  readonly cause: BreakCause;
  readonly currency: string | null;
  readonly minor: string | null;
};

export type Residual = {
  /** "0.12 ‰"; null while nothing was sold. */
  readonly share: string | null;
  readonly says: string;
};

/** Shares are rounded up: a cent that nobody explains must not read as nothing. */
export function residualOf(
  open: readonly Counted[],
  gross: readonly { readonly currency: string; readonly minor: string }[],
): Residual {
  const sums = new Map<string, bigint>();
  for (const { cause, currency, minor } of open)
    if (currency !== null && minor !== null && unexplainedCauses.has(cause))
      sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(minor));
  const shares = gross
    .filter(({ minor }) => BigInt(minor) > 0n)
    .map(({ currency, minor }) => perMille(sums.get(currency) ?? 0n, BigInt(minor)));
  const share = shares.toSorted((one, other) => (one > other ? -1 : 1)).at(0);
  const money = [...sums].filter(([, minor]) => minor > 0n);
  const said = share === undefined ? null : sayPerMille(share);
  if (money.length === 0) return { share: said, says: 'Every difference has a cause.' };
  const amounts = money
    .map(([currency, minor]) => amountOf({ currency, minor: String(minor) }))
    .join(' and ');
  return {
    share: said,
    says: `${amounts}${said === null ? '' : `, ${said} of sales,`} have no known cause.`,
  };
}

/** In hundredths of a per mille. */
export function perMille(part: bigint, whole: bigint): bigint {
  return (part * 100_000n + whole - 1n) / whole;
}

function sayPerMille(hundredths: bigint): string {
  const text = String(hundredths).padStart(3, '0');
  const [whole, rest] = [text.slice(0, -2), text.slice(-2)];
  return `${rest === '00' ? whole : `${whole}.${rest}`} ‰`;
}
