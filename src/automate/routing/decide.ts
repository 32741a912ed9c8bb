/** Which rule decides of one part of an order, what it wants done now, and why: pure, and in sentences. */
import type { RouteAct } from '#domain/act.ts';
import type { FulfillmentHold, FulfillmentOrder } from '#domain/fulfillment-order.ts';
import type { RoutingRule } from '#domain/routing.ts';
import { judge } from './condition.ts';
import { isExcluded, oneOf, type Part, placeName } from './known.ts';
import { type Outcome, prefer, restOf } from './prefer.ts';

export type Decided = {
  readonly rule: RoutingRule | null;
  readonly act: RouteAct | null;
  /** Why the earlier rules did not fit, which one did, and what follows. */
  readonly says: readonly string[];
};

const workable = new Set(['open', 'scheduled', 'on_hold']);
/** Whoever waits for a fulfillment service has asked it already. */
const unasked = new Set(['unsubmitted', 'rejected', 'cancellation_accepted']);
/** By what the customer was promised a place of their own. */
const placed = new Set(['pick_up', 'local', 'retail', 'pickup_point']);

/** The first rule that fits decides; without one the store's own assignment stands. */
export function decide(part: Part): Decided {
  const { one, book } = part;
  if (!workable.has(one.status) || !unasked.has(one.requestStatus))
    return untouched(`It is ${one.status.replaceAll('_', ' ')}${requested(one)}, so it is left alone.`);
  if (one.method === 'none') return untouched('Nothing of it is shipped, so it is left alone.');
  const says: string[] = [];
  for (const [at, rule] of book.rules.entries()) {
    const name = `Rule ${at + 1} “${rule.name}”`;
    if (!rule.on) {
      says.push(`${name} is switched off.`);
      continue;
    }
    const judged = rule.when.map((condition) => judge(condition, part));
    const failed = judged.filter(({ holds }) => !holds);
    if (failed.length > 0) {
      says.push(`${name} does not fit: ${failed.map((each) => each.says).join('; ')}.`);
      continue;
    }
    const because =
      judged.length === 0 ? 'it is for every order' : judged.map((each) => each.says).join('; ');
    const { act, says: follows } = carriedOut(rule, part);
    return { rule, act, says: [...says, `${name} fits: ${because}.`, follows] };
  }
  const { act, says: follows } = unruled(part);
  return { rule: null, act, says: [...says, 'No rule fits.', follows] };
}

function untouched(why: string): Decided {
  return { rule: null, act: null, says: [why] };
}

function requested({ requestStatus }: FulfillmentOrder): string {
  return unasked.has(requestStatus) ? '' : ` and its request is ${requestStatus.replaceAll('_', ' ')}`;
}

function carriedOut(rule: RoutingRule, part: Part): Outcome {
  const { one } = part;
  if (rule.does.do === 'hold') return hold(rule, part);
  const held = ownHolds(one);
  if (held.length > 0) return release(held, part);
  switch (rule.does.do) {
    case 'release':
      return kept(part, { act: null, says: 'It stays where the store put it.' });
    case 'split':
      return kept(part, split(rule.does.skus, part));
    case 'prefer':
      if (one.method !== null && placed.has(one.method))
        return { act: null, says: 'It stays: the customer chose where it is handed over.' };
      if (!one.actions.includes('move'))
        return { act: null, says: 'It stays: the store does not allow it to be moved now.' };
      return kept(part, prefer(rule.does, part));
  }
}

function unruled(part: Part): Outcome {
  const held = ownHolds(part.one);
  if (held.length > 0) return release(held, part);
  return kept(part, { act: null, says: 'It stays where the store put it.' });
}

/** The name that our holds bear, by which they are known as ours and as those of a rule. */
function holdHandle({ id }: Pick<RoutingRule, 'id'>): string {
  return `plumbline-route-${id}`;
}

function ownHolds({ holds }: FulfillmentOrder): readonly FulfillmentHold[] {
  return holds.filter(({ ours, handle }) => ours && handle?.startsWith('plumbline-route-') === true);
}

function hold(rule: RoutingRule, { one }: Part): Outcome {
  if (rule.does.do !== 'hold') return { act: null, says: '' };
  const { reason, note } = rule.does;
  if (ownHolds(one).length > 0) return { act: null, says: 'It is on hold already, by a rule.' };
  if (!one.actions.includes('hold'))
    return { act: null, says: 'The store does not allow it to be held now.' };
  const handle = holdHandle(rule);
  return { act: { do: 'hold', reason, note, handle }, says: `It is put on hold: ${note}.` };
}

/** Holds of people and of other apps stay. */
function release(held: readonly FulfillmentHold[], { one }: Part): Outcome {
  const others = one.holds.length - held.length;
  const stays = others === 0 ? '' : ' Holds that others placed stay.';
  return {
    act: { do: 'release', holds: held.map((each) => each.hold) },
    says: `Its hold is released, since no rule wants it held any longer.${stays}`,
  };
}

function split(skus: readonly string[], { one }: Part): Outcome {
  const apart = one.lines.filter(({ sku }) => sku !== null && skus.includes(sku));
  if (apart.length === 0 || apart.length === one.lines.length)
    return { act: null, says: 'It stays: there is nothing to be split off.' };
  if (!one.actions.includes('split') || one.holds.length > 0)
    return { act: null, says: 'It stays: the store does not allow it to be split now.' };
  const lines = apart.map(({ lineItem, quantity }) => ({ lineItem, quantity }));
  const names = [...new Set(apart.map(({ sku }) => sku ?? ''))].join(', ');
  return {
    act: { do: 'split', lines, leaves: restOf(one.lines, lines) },
    says: `${names} is shipped by itself.`,
  };
}

/** Goods that must not leave from where they are go elsewhere, by the store's own choice where no rule moved them. */
function kept(part: Part, outcome: Outcome): Outcome {
  const { one, order, book } = part;
  const from = one.location;
  if (outcome.act !== null || from === null || one.status !== 'open' || !one.actions.includes('move'))
    return outcome;
  if (one.method !== null && placed.has(one.method)) return outcome;
  const forbidden = one.lines.flatMap(({ sku }) => (isExcluded(part, sku, from) ? (sku ?? []) : []));
  if (forbidden.length === 0) return outcome;
  const excluded = new Set(
    book.exclusions
      .filter(({ skus }) => one.lines.some(({ sku }) => sku !== null && skus.includes(sku)))
      .map(({ location }) => location),
  );
  return {
    act: { do: 'reroute', from, excluded: [...excluded].toSorted() },
    says: `${oneOf([...new Set(forbidden)])} must not leave from ${placeName(order, from)}: the store finds another location.`,
  };
}
