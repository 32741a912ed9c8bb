/** Faults of machines and networks: the ERP, QStash, Postgres, Shopify's API and the Worker itself. */
import type { Site } from '../staff/site.ts';
import type { TrafficWorld } from '../world.ts';
import type { FaultKind } from './catalog.ts';
import type { DayFault, DayFaultTools, Machines } from './day-fault.ts';

const minuteMs = 60_000;

function machine(
  kind: FaultKind,
  subject: string,
  act: (site: Site, tools: DayFaultTools) => string | null,
): DayFault {
  return {
    live: true,
    act(site, tools) {
      const note = act(site, tools);
      if (note !== null) site.plant({ kind, subject, at: site.now(), note });
    },
  };
}

type ErpFault = Parameters<TrafficWorld['erp']['plant']>[0];

const erp = (kind: FaultKind, fault: ErpFault, most: number): DayFault =>
  machine(kind, 'erp', ({ world }, { chance }) => {
    const calls = chance.whole(1, most);
    world.erp.plant(fault, { calls });
    return `the next ${calls} creates: ${fault}`;
  });

export const erpErrorAfterSuccess = erp('erp-error-after-success', '500-after-success', 3);
export const erpError = erp('erp-error', '500', 3);
export const erpTimeoutExecuted = erp('erp-timeout-executed', 'timeout-after-success', 3);
export const erpTimeoutNotExecuted = erp('erp-timeout-not-executed', 'timeout', 3);
/** A span of the life; one that would outlast the life ends with it. */
const erpSpan = (
  kind: FaultKind,
  fault: ErpFault,
  span: { readonly minutes: readonly [number, number]; readonly every?: number },
): DayFault =>
  machine(kind, 'erp', (site, { chance }) => {
    const [least, most] = span.minutes;
    const minutes = chance.whole(least, most);
    const window = site.world.erp.plantDuring(fault, { every: span.every ?? 1 });
    const ends = Math.min(site.now() + minutes * minuteMs, site.endsAt - 1);
    site.at(ends, `${kind} ends`, () => window.end());
    return `for ${minutes} minutes: ${fault}`;
  });

export const erpThrottled = erpSpan('erp-throttled', '429', { minutes: [2, 20] });
export const erpOutage = erpSpan('erp-outage', '503', { minutes: [40, 80] });
export const erpSlowDay = erpSpan('erp-slow-day', 'slow', { minutes: [240, 600], every: 2 });

type AdminFault = Parameters<TrafficWorld['store']['failNextAdminCalls']>[1];

const admin = (kind: FaultKind, fault: AdminFault, most: number): DayFault =>
  machine(kind, 'shopify', ({ world }, { chance }) => {
    const calls = chance.whole(1, most);
    world.store.failNextAdminCalls(calls, fault);
    return `the next ${calls} calls to Shopify: ${fault}`;
  });

export const shopifyThrottled = admin('shopify-throttled', 'throttled', 8);
export const shopifyUnavailable = admin('shopify-unavailable', '503', 5);
export const tokenRevoked = admin('token-revoked', '401', 6);

export const wakeUpLost = machine('wake-up-lost', 'qstash', ({ world }, { chance, machines }) => {
  if (world.qstash === undefined) return null;
  machines.lostWakeUps += chance.whole(1, 3);
  return 'QStash loses the next messages';
});

export const wakeUpDoubled = machine('wake-up-doubled', 'qstash', ({ world }, { chance, machines }) => {
  if (world.qstash === undefined) return null;
  machines.doubledWakeUps += chance.whole(1, 5);
  return 'QStash delivers the next messages twice';
});

export const postgresDown = machine('postgres-down', 'postgres', (site, { chance, machines }) => {
  if (site.world.neon === undefined) return null;
  const minutes = chance.whole(1, 6);
  machines.postgresDownUntil = site.now() + minutes * minuteMs;
  return `Postgres cannot be reached for ${minutes} minutes`;
});

export const postgresAnswerLost = machine(
  'postgres-answer-lost',
  'postgres',
  ({ world }, { chance, machines }) => {
    if (world.neon === undefined) return null;
    machines.lostAnswers += chance.whole(1, 3);
    return 'Postgres commits and its next answers are lost';
  },
);

export const workerCrash = machine('worker-crash', 'worker', ({ world }, { chance, machines }) => {
  if (world.power === undefined) return null;
  machines.crashes += chance.whole(1, 2);
  return 'the Worker dies at one of its next requests';
});

/** Lets the world's parts look at the countdowns; what was asked of them before is still asked. */
export function attach({ world, now }: Pick<Site, 'world' | 'now'>): Machines {
  const machines: Machines = {
    lostWakeUps: 0,
    doubledWakeUps: 0,
    postgresDownUntil: 0,
    lostAnswers: 0,
    crashes: 0,
  };
  const { qstash, neon, power } = world;
  if (qstash !== undefined) {
    const before = qstash.journey;
    qstash.journey = (message) => {
      if (machines.lostWakeUps > 0 && (machines.lostWakeUps -= 1) >= 0) return [];
      if (machines.doubledWakeUps > 0 && (machines.doubledWakeUps -= 1) >= 0) return [0, 800];
      return before(message);
    };
  }
  if (neon !== undefined) {
    const before = neon.intercept;
    neon.intercept = (statements) => {
      if (now() < machines.postgresDownUntil) return 'down';
      if (machines.lostAnswers > 0 && (machines.lostAnswers -= 1) >= 0) return 'lose-answer';
      return before?.(statements) ?? 'pass';
    };
  }
  if (power !== undefined) {
    const before = power.plan;
    power.plan = (request, index) => {
      // Every third request, so that a crash falls into different work.
      if (machines.crashes === 0 || index % 3 !== 0) return before?.(request, index);
      machines.crashes -= 1;
      return { moment: index % 2 === 0 ? 'before' : 'after' };
    };
  }
  return machines;
}
