import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { reach } from '#sandbox/command/connect.ts';
import { keepBreaks, type LaneBreaks, lookAgain, tolerateRounding } from '#src/stabilize/break/store.ts';
import { type Break, type BreakCause, tolerated } from '#domain/break.ts';
import { gid } from '#domain/gid.ts';
import type { Lane } from '#domain/lane.ts';
import { defaultPolicy } from '#domain/policy.ts';
import type { Leg, Proof } from '#domain/proof.ts';
import { at, eur } from '#tests/support/order-facts.ts';
import { testWorld } from '#tests/support/world.ts';

const world = await testWorld();
const url = new URL(world.server.url(world.database));
const connection = reach({
  postgres: { host: url.hostname, port: Number(url.port) },
  database: world.database,
  shopId: world.shopId,
});
const { db, shopId } = connection;
afterAll(async () => {
  await connection[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

let lane: Lane = 'order/0';
let lanes = 0;
beforeEach(async () => {
  // Nothing that one test leaves open may count in the budget of the next.
  await world.ask(`update break set closed_at = first_seen_at, closed_how = 'the test ended'`);
  lanes += 1;
  lane = `order/${lanes}`;
});

function found(cause: BreakCause, rest: Partial<Break> = {}): Break {
  const about = rest.about ?? 'INV-1';
  const leg = rest.leg ?? 'erp';
  return {
    key: `${leg}/${cause}/${about}`,
    leg,
    cause,
    amount: eur('-20.00'),
    about,
    sentence: `${cause} of ${about}.`,
    evidence: {},
    ...rest,
  };
}

function proofSaying(sentence: string, state: Leg['state'] = 'matched'): Proof {
  return {
    order: gid('Order', '1'),
    name: '#1001',
    state: 'matched',
    placedAt: at(0),
    total: eur('119.00'),
    legs: [{ leg: 'erp', state, expected: null, seen: null, cause: null, sentence }],
    breaks: [],
  };
}

async function keep(minute: number, breaks: readonly Break[], rest: Partial<LaneBreaks> = {}): Promise<void> {
  await db.trip(shopId, [], [keepBreaks(shopId, [{ lane, proof: null, breaks, ...rest }], at(minute))]);
}

async function rows(of: Lane = lane) {
  return world.ask<{ key: string; first: string; last: string; closed: string | null; how: string | null }>(
    `select key, iso(first_seen_at) as first, iso(last_seen_at) as last, iso(closed_at) as closed, closed_how as how
     from break where lane = $1 order by key`,
    [of],
  );
}

async function log(of: Lane = lane): Promise<string[]> {
  const decisions = await world.ask<{ line: string }>(
    `select kind || ' ' || subject || coalesce(': ' || (detail ->> 'how'), '') as line from decision
     where lane = $1 order by id`,
    [of],
  );
  return decisions.map(({ line }) => line);
}

describe('a difference', () => {
  test('opens once, keeps its age while it is found again, and is logged only where it changes', async () => {
    await keep(1, [found('AMOUNT')]);
    await keep(5, [found('AMOUNT')]);
    await keep(9, [found('AMOUNT', { amount: eur('-21.00') })]);
    expect(await rows()).toEqual([
      { key: 'erp/AMOUNT/INV-1', first: at(1), last: at(9), closed: null, how: null },
    ]);
    expect(await log()).toEqual([
      'break opened break/erp/AMOUNT/INV-1',
      'break changed break/erp/AMOUNT/INV-1',
    ]);
  });

  test('closes when its lane no longer has it, by what its leg says now', async () => {
    await keep(1, [found('MISSING_ERP')], { proof: proofSaying('', 'broken') });
    await keep(5, [], { proof: proofSaying('The ERP holds invoice INV-12, as it ought to.') });
    expect(await rows()).toEqual([
      {
        key: 'erp/MISSING_ERP/INV-1',
        first: at(1),
        last: at(1),
        closed: at(5),
        how: 'The ERP holds invoice INV-12, as it ought to',
      },
    ]);
    expect((await log()).at(-1)).toBe(
      'break closed break/erp/MISSING_ERP/INV-1: The ERP holds invoice INV-12, as it ought to',
    );
  });

  test('of another cause at the same thing closes the one before it', async () => {
    await keep(1, [found('MISSING_ERP')]);
    await keep(5, [found('AMOUNT')], { proof: proofSaying('It differs.', 'broken') });
    expect(await log()).toEqual([
      'break opened break/erp/MISSING_ERP/INV-1',
      'break closed break/erp/MISSING_ERP/INV-1: it reads as AMOUNT now',
      'break opened break/erp/AMOUNT/INV-1',
    ]);
  });

  test('that a leg lost while it is broken otherwise is not explained by that other one', async () => {
    await keep(1, [found('AMOUNT'), found('DUPLICATE', { about: 'INV-2' })]);
    await keep(5, [found('AMOUNT')], { proof: proofSaying('INV-1 differs.', 'broken') });
    expect((await log()).at(-1)).toBe(
      'break closed break/erp/DUPLICATE/INV-2: it agreed when it was looked at again',
    );
  });

  test('that opens again is as old as its new opening', async () => {
    await keep(1, [found('STATUS')]);
    await keep(2, []);
    await keep(60, [found('STATUS')]);
    expect(await rows()).toEqual([
      { key: 'erp/STATUS/INV-1', first: at(60), last: at(60), closed: null, how: null },
    ]);
    const [again] = await world.ask<{ earlier: string }>(
      `select detail ->> 'earlierClosedAt' as earlier from decision where lane = $1 order by id desc limit 1`,
      [lane],
    );
    expect(again?.earlier).toBe(at(2));
  });

  test('of another lane is left alone, also by a set that closes everything', async () => {
    const other: Lane = 'erp/invoice_7';
    await keep(1, [found('MISSING_STORE')], { lane: other });
    await keep(2, []);
    expect((await rows(other)).map(({ closed }) => closed)).toEqual([null]);
  });
});

describe('a rounding difference', () => {
  const policy = { ...defaultPolicy, roundingMinorMax: 5, roundingMonthMinorMax: 6 };
  const rounding = (about: string, minor: string, on: string) =>
    found('TAX_ROUNDING', { about, amount: eur(minor), evidence: { on } });
  const judge = async (minute: number) => db.trip(shopId, [], [tolerateRounding(policy, at(minute))]);
  const open = async () => (await rows()).flatMap(({ key, closed }) => (closed === null ? [key] : []));

  test('within tolerance and budget closes as that, and stays so while its amount does', async () => {
    await keep(1, [rounding('INV-1', '0.02', '2026-11-02')]);
    await judge(2);
    await keep(3, [rounding('INV-1', '0.02', '2026-11-02')]);
    expect((await rows()).map(({ closed, how }) => [closed, how])).toEqual([[at(2), tolerated]]);
    await keep(4, [rounding('INV-1', '0.03', '2026-11-02')]);
    expect(await open()).toEqual(['erp/TAX_ROUNDING/INV-1']);
    expect(await log()).toEqual([
      'break opened break/erp/TAX_ROUNDING/INV-1',
      `break closed break/erp/TAX_ROUNDING/INV-1: ${tolerated}`,
      'break changed break/erp/TAX_ROUNDING/INV-1',
    ]);
  });

  test('beyond what one may be stays open, and takes nothing of the budget', async () => {
    await keep(1, [rounding('INV-1', '0.06', '2026-11-02'), rounding('INV-2', '-0.05', '2026-11-03')]);
    await judge(2);
    expect(await open()).toEqual(['erp/TAX_ROUNDING/INV-1']);
  });

  test('beyond the budget of its month stays open, whichever was found first', async () => {
    const late = rounding('INV-3', '0.04', '2026-11-20');
    const early = rounding('INV-1', '0.03', '2026-11-02');
    const elsewhen = rounding('INV-4', '0.04', '2026-12-01');
    await keep(1, [late, elsewhen]);
    await judge(2);
    expect(await open()).toEqual([]);
    await keep(3, [late, elsewhen, early]);
    await judge(4);
    expect(await open()).toEqual(['erp/TAX_ROUNDING/INV-3']);
  });

  test('that is gone closes for good and gives its part of the budget back', async () => {
    const one = rounding('INV-1', '0.05', '2026-11-02');
    const other = rounding('INV-2', '0.05', '2026-11-03');
    await keep(1, [one, other]);
    await judge(2);
    expect(await open()).toEqual(['erp/TAX_ROUNDING/INV-2']);
    await keep(3, [other]);
    await judge(4);
    expect((await rows()).map(({ how }) => how)).toEqual([
      'it agreed when it was looked at again',
      tolerated,
    ]);
  });

  test('is the only kind that anything closes by itself', async () => {
    await keep(1, [found('AMOUNT', { amount: eur('0.01') })]);
    await judge(2);
    expect(await open()).toEqual(['erp/AMOUNT/INV-1']);
  });
});

describe('what is missing', () => {
  const look = async (minute: number) =>
    (await db.trip(shopId, [lookAgain(at(minute), at(minute - 1440))]))[0].map((one) => one.lane);
  const readDue = async () =>
    (
      await world.ask<{ due: string | null }>('select iso(read_due_at) as due from lane where key = $1', [
        lane,
      ])
    )[0]?.due;

  test('in the ERP is looked for once a day', async () => {
    await keep(1, [found('MISSING_ERP'), found('MISSING_ERP', { about: 'INV-2' })]);
    expect(await look(2)).toEqual([lane]);
    expect(await look(3)).toEqual([]);
    expect(await look(1441)).toEqual([]);
    expect(await look(1442)).toEqual([lane]);
  });

  test('in the store is asked for by the question to the store', async () => {
    await world.ask('insert into lane (shop_id, key) values ($1, $2)', [shopId, lane]);
    await keep(1, [found('MISSING_STORE', { leg: 'store' })]);
    expect(await look(2)).toEqual([]);
    expect(await readDue()).toBe(at(2));
  });

  test('is left alone once it is there, and where nothing can be asked', async () => {
    await keep(1, [found('MISSING_ERP')]);
    await keep(2, []);
    await keep(2, [found('MISSING_STORE')], { lane: 'erp/invoice_9' });
    expect(await look(3)).toEqual([]);
  });
});
