/** Writes general-ledger lines. A change never touches a line: it takes the old ones back and adds new ones. */
import type { LedgerLine } from '#src/contract/ledger.ts';
import type { ErpDocument } from './contract.ts';
import type { Amount } from './substance.ts';

type Change = {
  readonly document: ErpDocument;
  /** All lines of the document until now. */
  readonly before: readonly LedgerLine[];
  /** What it books from now on. */
  readonly amounts: readonly Amount[];
};

/** The lines of a document after a change of it; the same where the change books nothing else. */
export function ledgerAfter({ document, before, amounts }: Change): readonly LedgerLine[] {
  const active = activeOf(before);
  if (isSame(active, document, amounts)) return before;
  const { id, total, date, period, modifiedAt } = document;
  const about = { documentId: id, modifiedAt };
  const added = [
    ...active.map(({ id: reverses, amount, ...line }) => ({
      ...line,
      ...about,
      amount: { ...amount, minor: String(-BigInt(amount.minor)) },
      reverses,
    })),
    ...amounts.map(({ account, taxKey, minor }) => ({
      account,
      taxKey,
      date,
      period,
      reverses: null,
      ...about,
      amount: { minor: String(minor), currency: total.currency },
    })),
  ];
  return [...before, ...added.map((line, index) => ({ id: `${id}.${before.length + index + 1}`, ...line }))];
}

/** Lines that nothing has taken back. */
function activeOf(lines: readonly LedgerLine[]): LedgerLine[] {
  const reversed = new Set(lines.map(({ reverses }) => reverses));
  return lines.filter((line) => line.reverses === null && !reversed.has(line.id));
}

function isSame(
  active: readonly LedgerLine[],
  { date, total }: ErpDocument,
  amounts: readonly Amount[],
): boolean {
  return (
    active.length === amounts.length &&
    active.every((line, index) => {
      const one = amounts[index];
      return (
        line.account === one?.account &&
        line.taxKey === one.taxKey &&
        line.amount.minor === String(one.minor) &&
        line.amount.currency === total.currency &&
        line.date === date
      );
    })
  );
}
