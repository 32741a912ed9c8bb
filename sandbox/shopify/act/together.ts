/** Lets one action of a merchant be told under one event id, though several acts bring it about. */
import type { News } from '../model/news.ts';
import type { StoreOrder } from '../model/order.ts';
import type { ActContext } from './context.ts';

/**
 * Runs an act with a context that gathers its news, and announces them in one piece afterwards; nothing at all for
 * a quiet order, and a level that changed several times only once. May be nested: the outermost one announces.
 */
export function together<Result>(
  context: ActContext,
  order: StoreOrder | null,
  act: (context: ActContext) => Result,
): Result {
  const news: News[] = [];
  const result = act({
    ...context,
    announce(more) {
      news.push(...more);
    },
  });
  if (order !== null) context.changed?.(order);
  if (news.length > 0 && order?.quiet !== true) context.announce(withoutRepeatedLevels(news));
  return result;
}

function withoutRepeatedLevels(news: readonly News[]): News[] {
  const seen = new Set<unknown>();
  return news.filter((each) => {
    if (each.topic !== 'inventory_levels/update') return true;
    if (seen.has(each.level)) return false;
    seen.add(each.level);
    return true;
  });
}
