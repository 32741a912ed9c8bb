/** What each cause of a difference is called, and what happens next. */
import type { BreakCause } from '#domain/break.ts';

type Said = { readonly word: string; readonly next: string };

const look = 'A person has to look; Plumbline changes nothing by itself.';

export const causes: Readonly<Record<BreakCause, Said>> = {
  MISSING_ERP: {
    word: 'Missing in the ERP',
    next: 'Where Plumbline posts by itself it goes on trying; otherwise enter the document in the ERP, and this closes at the next look.',
  },
  MISSING_STORE: {
    word: 'Missing in the store',
    next: 'The store is asked again at each look. If nobody sold this, reverse the document in the ERP.',
  },
  MISSING_PAYOUT: { word: 'Missing in the payout', next: 'The next payouts are searched for it.' },
  MISSING_BANK: { word: 'Missing at the bank', next: 'The next bank statements are searched for it.' },
  OUT_OF_WINDOW: {
    word: 'Too old to be shown',
    next: 'The store shows only 60 days back, so nothing can be compared. Allow Plumbline to read older orders, or check this one by hand.',
  },
  AMOUNT: {
    word: 'Other amount',
    next: 'Correct the document in the ERP, or explain the difference there; this closes once both sides say the same.',
  },
  SPLIT: {
    word: 'Distributed otherwise',
    next: 'The total is right and its parts are not: correct the lines in the ERP.',
  },
  TAX_ROUNDING: {
    word: 'Tax rounded otherwise',
    next: 'It is more than your rounding budget allows, so it is not written off. Raise the budget or correct the document.',
  },
  CASH_ROUNDING: {
    word: 'Cash rounded otherwise',
    next: 'Compare the till with the store’s rounding.',
  },
  FX: { word: 'Exchange rate', next: 'Compare the rate of the ERP with the store’s.' },
  CURRENCY: {
    word: 'Other currency',
    next: 'The document has to be reversed and made anew in the currency of the order.',
  },
  DATE: {
    word: 'Other date',
    next: 'Correct the date in the ERP if its period is still open; otherwise it stays on the cut-off list.',
  },
  PERIOD: {
    word: 'Closed period',
    next: 'It belongs to a period that is closed in the ERP: post it on the first open day and keep it on the cut-off list.',
  },
  STATUS: {
    word: 'Other status',
    next: 'Both sides are read again at each look; correct the one that is behind.',
  },
  DUPLICATE: {
    word: 'There twice',
    next: 'Keep the oldest and reverse the other in the ERP; this closes once it is reversed.',
  },
  AMBIGUOUS: {
    word: 'Several fit',
    next: 'Plumbline does not guess: say in the ERP which of them it is, by the order’s number.',
  },
  IDENTITY: {
    word: 'Other reference',
    next: 'The amounts agree and the reference does not: put the order’s number on the document.',
  },
  UNMAPPED: {
    word: 'Not mapped',
    next: 'Map it on the page of breaks; its orders are proven again by themselves.',
  },
  FEE_UNEXPLAINED: { word: 'Fee not explained', next: 'It waits for the statement of the gateway.' },
  UNKNOWN_TYPE: {
    word: 'Unknown to Plumbline',
    next: 'Its money stands in suspense until somebody says what it is.',
  },
  DELETED: { word: 'Deleted', next: 'Nothing is credited by itself: decide what becomes of its documents.' },
  EDITED_BY_HAND: {
    word: 'Changed by hand',
    next: 'Plumbline never overwrites what a person wrote. Change it back, or correct it by a new document.',
  },
  INVENTORY_DRIFT: { word: 'Stock differs', next: look },
  TAMPER: { word: 'Tampered with', next: 'Posting stops until a person has looked.' },
};

/** The cause of a row as people read it; one that this version does not know stands as it is. */
export function causeWord(cause: string): string {
  return isCause(cause) ? causes[cause].word : cause;
}

function isCause(cause: string): cause is BreakCause {
  return Object.hasOwn(causes, cause);
}
