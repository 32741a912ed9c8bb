/** Why a posting waits for a person: the fixed list, and by which words each reason is known. */
const words = {
  'its workflow does not post by itself': /^[a-z- ]+ is in mode (shadow|approve|off)$/,
  'made by hand, and which is meant is not known':
    /made by hand for this order; .* is due: which one is it\?$/,
  'perhaps made by hand, under another order or none': /filed under another order or none/,
  'the sales order was changed, canceled or deleted by hand': /; it is left as it is$/,
  'kept from leaving by a person': /^a person keeps it from leaving/,
  'what it rests on is not posted by the app': /^what it rests on is not posted/,
  'a shipment was cancelled after its invoice': /was invoiced for a shipment that was cancelled/,
  'refused by the ERP': /^the ERP refused/,
  'refused by the store': /^Shopify (refuses|does not understand)/,
  'changed in the store meanwhile':
    /^the store (does not show|calls|can still take)|meanwhile$|any more$|is cancelled in the store$/,
  'of another amount or currency than the store waits for':
    /is more than the .* that the store waits for|is in another currency|pays a part of what the customer owes/,
  'tried again and again in vain': /^gave up after \d+ tries/,
  'its credentials cannot be opened': /cannot be opened$/,
  'approved before the facts changed': /so that approval is void/,
} as const;

export type HoldReason = keyof typeof words;

export function reasonOf(said: string): HoldReason | null {
  const isReason = (name: string): name is HoldReason => name in words;
  return (
    Object.keys(words)
      .filter(isReason)
      .find((name) => words[name].test(said)) ?? null
  );
}

export function isKnownReason(said: string): boolean {
  return reasonOf(said) !== null;
}
