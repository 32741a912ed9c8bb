/** What the lines of an ERP's general ledger tell of their document, whatever the ERP calls its accounts. */
import type { ErpLedgerLine } from '#domain/fact.ts';
import type { Money } from '#domain/money.ts';
import { plainRate } from './rate.ts';

/** Lines that nothing took back, which are what the document does now. */
export function activeLines(lines: readonly ErpLedgerLine[]): readonly ErpLedgerLine[] {
  const reversed = new Set(lines.map(({ reverses }) => reverses));
  return lines.filter(({ id, reverses }) => reverses === null && !reversed.has(id));
}

/**
 * What a document came to before it was changed: what lines that were taken back had on the account on which it now
 * has its total.
 */
export function earlierTotals(
  lines: readonly ErpLedgerLine[],
  { minor, currency }: Money,
): readonly bigint[] {
  const reversed = new Set(lines.map(({ reverses }) => reverses));
  const main = activeLines(lines).find(
    ({ amount, taxKey }) =>
      taxKey === null && amount.currency === currency && size(amount.minor) === size(minor),
  );
  return lines.flatMap(({ id, account, amount, reverses, taxKey }) =>
    reverses === null && reversed.has(id) && taxKey === null && account === main?.account
      ? [size(amount.minor)]
      : [],
  );
}

/** Σ of the taxes by their key, as both sides name it; what comes to nothing is not in it. */
export function taxesByKey(lines: readonly { readonly taxKey: string; readonly minor: bigint }[]) {
  const sums = new Map<string, bigint>();
  for (const { taxKey, minor } of lines) {
    const name = plainKey(taxKey);
    sums.set(name, (sums.get(name) ?? 0n) + minor);
  }
  return new Map([...sums].filter(([, minor]) => minor !== 0n));
}

/** A tax's key with its rate as the plain number it is, however many zeros a sender writes. */
export function plainKey(key: string): string {
  const at = key.lastIndexOf('@');
  return at < 0 ? key : `${key.slice(0, at)}@${plainRate(key.slice(at + 1))}`;
}

function size(minor: bigint): bigint {
  return minor < 0n ? -minor : minor;
}
