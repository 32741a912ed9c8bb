/** Holds what the product found against what was planted: which faults, with which amounts, under which causes. */
import { unexplainedCauses } from '#domain/break.ts';
import { faultKinds } from '../traffic/fault/catalog.ts';
import type { Planted } from '../traffic/fault/planted.ts';
import { withCoincidences } from './coincidence.ts';
import { laneOf, type Seen, type SeenBreak } from './seen.ts';

/** What became of one lasting fault that a proof can show. */
export type Finding = {
  readonly fault: Planted;
  /** The breaks in which it shows, best first. */
  readonly breaks: readonly SeenBreak[];
  readonly isFound: boolean;
  readonly hasExactAmount: boolean;
  readonly hasFittingCause: boolean;
  /** Under the one class that is true of it, whether or not others fit as well. */
  readonly hasTrueCause: boolean;
};

/** A fault that left nothing behind; `afterMs` where a sweep brought what a delivery should have told. */
export type Healed = { readonly fault: Planted; readonly afterMs: number | null };

export type Score = {
  readonly findings: readonly Finding[];
  /** Lasting, and shown by stock, payouts, balances or prices, of which nothing is measured yet. */
  readonly unmeasured: readonly Planted[];
  readonly healed: readonly Healed[];
  /** Passing faults that left a difference in their order all the same. */
  readonly unhealed: readonly Planted[];
  /** Open breaks that no lasting fault explains. */
  readonly falseBreaks: readonly SeenBreak[];
  /** Breaks whose money nobody can explain, beside those of them that a fault of such a cause accounts for. */
  readonly unexplained: { readonly found: number; readonly planted: number };
};

type Truth = {
  readonly planted: readonly Planted[];
  /** Lanes of the orders of this life; what else was sent to the app is not judged. */
  readonly isOfLife: (lane: string) => boolean;
};

const passingFamilies = new Set(['deliveries', 'infrastructure']);

export function scoreOf({ planted, isOfLife }: Truth, seen: Seen): Score {
  const byLane = Map.groupBy(seen.breaks, ({ lane }) => lane);
  const lasting = withCoincidences(planted.filter((one) => one.lasting));
  const measured = lasting.filter(({ kind }) => faultKinds[kind].shows === 'proof');
  const findings = measured.map((fault) => findingOf(fault, breaksOf(fault, byLane, seen)));
  const explained = new Set(lasting.flatMap((fault) => lanesOf(fault, seen)));
  const subjects = new Set(lasting.map(({ subject }) => subject));
  const falseBreaks = seen.breaks.filter(
    (one) => one.isOpen && isOfLife(one.lane) && !explained.has(one.lane) && !subjects.has(one.about),
  );
  const troubled = new Set(falseBreaks.map(({ lane }) => lane));
  const passing = planted.filter((one) => !one.lasting && passingFamilies.has(faultKinds[one.kind].family));
  const left = passing.filter(({ order }) => order !== null && troubled.has(laneOf(order)));
  const unexplained = seen.breaks.filter((one) => one.isOpen && unexplainedCauses.has(one.cause));
  return {
    findings,
    unmeasured: lasting.filter(({ kind }) => faultKinds[kind].shows !== 'proof'),
    healed: passing.filter((one) => !left.includes(one)).map((fault) => healedOf(fault, seen)),
    unhealed: left,
    falseBreaks,
    unexplained: {
      found: unexplained.length,
      planted: unexplained.filter((one) =>
        findings.some(({ fault, breaks }) => breaks.includes(one) && fault.causes.includes(one.cause)),
      ).length,
    },
  };
}

/** Its order's lane, that of the document it is about, and that of another order under which the document stands. */
function lanesOf({ order, subject }: Planted, { lanesOf: documents }: Seen): string[] {
  return [...(order === null ? [] : [laneOf(order)]), ...(documents.get(subject) ?? [])];
}

function breaksOf(fault: Planted, byLane: ReadonlyMap<string, SeenBreak[]>, seen: Seen): SeenBreak[] {
  const lanes = [...new Set(lanesOf(fault, seen))];
  const inLanes = lanes.flatMap((lane) => byLane.get(lane) ?? []);
  const about = seen.breaks.filter((one) => one.about === fault.subject && !inLanes.includes(one));
  return [...inLanes, ...about];
}

function findingOf(fault: Planted, breaks: readonly SeenBreak[]): Finding {
  const single = breaks.filter((one) => isAmountOf(one, fault));
  const exact = single.length > 0 ? single : togetherOf(fault, breaks);
  const judged = exact.length > 0 ? exact : breaks;
  const causes = new Set<string>(judged.map(({ cause }) => cause));
  const fits = (one: SeenBreak): boolean => fault.causes.some((cause) => cause === one.cause);
  return {
    fault,
    breaks: [...judged.filter(fits), ...judged.filter((one) => !fits(one))],
    isFound: breaks.length > 0,
    hasExactAmount: exact.length > 0,
    hasFittingCause: judged.some(fits),
    hasTrueCause: causes.has(faultKinds[fault.kind].exact ?? ''),
  };
}

/** One title taxed at three rates is three sources that nobody mapped: breaks of one cause that have the amount together. */
function togetherOf(fault: Planted, breaks: readonly SeenBreak[]): readonly SeenBreak[] {
  const fitting = breaks.filter(({ cause }) => fault.causes.some((one) => one === cause));
  const found = [...Map.groupBy(fitting, ({ cause, leg }) => `${cause} ${leg}`).values()].find((same) => {
    const [first] = same;
    const minor = same.reduce((sum, one) => sum + (one.minor ?? 0n), 0n);
    return first !== undefined && same.length > 1 && isAmountOf({ ...first, minor }, fault);
  });
  return found ?? [];
}

function isAmountOf({ minor, currency }: SeenBreak, { amount }: Planted): boolean {
  if (amount === null) return true;
  return minor !== null && currency === amount.currency && abs(minor) === abs(amount.minor);
}

function healedOf(fault: Planted, { caughtUp }: Seen): Healed {
  const lane = fault.order === null ? null : laneOf(fault.order);
  const brought = caughtUp.find((one) => one.lane === lane);
  const isLost = fault.kind === 'delivery-lost' && brought !== undefined;
  return { fault, afterMs: isLost ? Math.max(0, brought.at - fault.at) : null };
}

function abs(minor: bigint): bigint {
  return minor < 0n ? -minor : minor;
}
