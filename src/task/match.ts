/** Looks for the partners of what found none in its own lane, and has the lanes that it joins proven again. */
import { matchOpenItems, tellClaims } from '#src/stabilize/match/store.ts';
import type { Deps } from './deps.ts';
import { drain } from './drain.ts';

/** Claims whose lanes are stirred and drained at once, so that a flood of them does not stir a whole shop. */
const claimsPerRound = 500;
const roundsMax = 20;

/** To be called when items came or went; claims that one call does not get to tell are told by the next. */
export async function match(deps: Deps, shopId: string): Promise<void> {
  const now = deps.now();
  const [[found], [first]] = await deps.db.trip(shopId, [
    matchOpenItems(now),
    tellClaims(now, claimsPerRound),
  ]);
  const { made = '0', gone = '0' } = found ?? {};
  if (made === '0' && gone === '0' && first?.told === 0) return;
  deps.log({ event: 'match', shop: shopId, made, gone });
  let told = first?.told ?? 0;
  for (let round = 0; round < roundsMax; round += 1) {
    await drain(deps, shopId, null);
    if (told < claimsPerRound) return;
    const [[more]] = await deps.db.trip(shopId, [tellClaims(deps.now(), claimsPerRound)]);
    told = more?.told ?? 0;
  }
}
