import { describe, expect, test } from 'vitest';
import { virtualClock } from '#sandbox/clock.ts';
import type { World } from '#sandbox/world.ts';
import { send, textOf, page, token } from '#tests/panel/support.ts';
import { sweep } from '#tests/support/bookkeeper.ts';
import { paidOrder } from '#tests/support/checkout.ts';
import { wholeLife } from '#tests/support/life.ts';
import {
  eveningWorld,
  journalsOf,
  ledgerOf,
  monday,
  saidOf,
  summariesOf,
  summaryBreaksOf,
  tuesday,
  untilSummed,
} from '#tests/support/summary-day.ts';
import { proofOf } from '#tests/support/witness.ts';
import { isCreate, listen, powerFailures } from '#tests/support/wire.ts';
import { live, minute } from '#tests/support/world.ts';

const aWhile = 5 * minute;
const hour = 60 * minute;

async function approve(world: World, lane = monday): Promise<void> {
  const [waiting] = await world.ask<{ key: string; body_digest: string }>(
    `select key, body_digest from posting where lane = $1 and state = 'held'`,
    [lane],
  );
  const form = { key: waiting?.key ?? '', body: waiting?.body_digest ?? '' };
  await send(world, '/postings/approve', { form, idToken: await token(world) });
}

/** The one journal of a day of one order, as the ERP holds it. */
async function posted(world: World) {
  await wholeLife(world, paidOrder());
  await live(world, untilSummed);
  const [journal] = journalsOf(world);
  if (journal === undefined) throw new Error('nothing was summed');
  return journal;
}

describe('a summary', () => {
  test('waits for a person where one is asked, is missed after its time, and is there once approved', async () => {
    await using world = await eveningWorld({ shop: { mode: 'approve' } });
    const order = await wholeLife(world, paidOrder());
    await live(world, untilSummed);
    expect(await summariesOf(world)).toEqual(['1 held: invoice posting is in mode approve']);
    expect(await summaryBreaksOf(world)).toEqual([]);
    await live(world, 2 * hour);
    expect(await summaryBreaksOf(world)).toEqual(['MISSING_ERP 11900']);
    expect((await proofOf(world, order))?.legs).toMatchObject({ erp: 'pending' });
    expect(journalsOf(world)).toEqual([]);
    await approve(world);
    await live(world, aWhile);
    expect(await summariesOf(world)).toEqual(['1 posted']);
    expect(await summaryBreaksOf(world)).toEqual(['MISSING_ERP 11900 closed']);
    expect((await proofOf(world, order))?.state).toBe('matched');
  });

  test('of a workflow in shadow is planned and never leaves, and nothing of the ERP is compared', async () => {
    await using world = await eveningWorld({ shop: { mode: 'shadow' } });
    const order = await wholeLife(world, paidOrder());
    await live(world, untilSummed + 2 * hour);
    expect(await summariesOf(world)).toEqual(['1 held: invoice posting is in mode shadow']);
    expect(await proofOf(world, order)).toMatchObject({ legs: { erp: 'unmeasured' } });
    expect(await summaryBreaksOf(world)).toEqual([]);
    expect(world.erp.documents).toEqual([]);
  });

  test.each(['before', 'after'] as const)(
    'that was made when power failed %s the ERP had answered is there once',
    async (moment) => {
      await using world = await eveningWorld();
      const order = await wholeLife(world, paidOrder());
      const failures = powerFailures(world, listen(world), { moment, meant: [isCreate] });
      await live(world, untilSummed + aWhile);
      expect(failures.left()).toBe(0);
      expect(journalsOf(world)).toHaveLength(1);
      expect(await saidOf(world)).toEqual(await ledgerOf(world));
      expect((await proofOf(world, order))?.state).toBe('matched');
    },
  );

  test('that a person changed is a difference that names its day and amount, and none of its orders', async () => {
    await using world = await eveningWorld();
    const journal = await posted(world);
    world.erp.editByHand(journal, { total: { minor: '9900', currency: 'EUR' } });
    await sweep(world);
    expect(await summaryBreaksOf(world)).toEqual(['EDITED_BY_HAND -2000']);
    const text = textOf(await page(world, '/breaks'));
    expect(text).toContain('the daily summary of 2026-11-23, was changed by hand');
  });

  test('that a person deleted is a difference too, and is not made again by itself', async () => {
    await using world = await eveningWorld();
    world.erp.deleteByHand(await posted(world));
    await live(world, 25 * hour);
    await sweep(world);
    expect(await summaryBreaksOf(world)).toEqual(['DELETED 11900']);
    expect(journalsOf(world)).toEqual([]);
  });

  test('of a day that the ERP closed before it left stands on the first open day, and that is said', async () => {
    await using world = await eveningWorld({ clock: virtualClock(Date.parse('2026-11-30T20:00:00.000Z')) });
    await wholeLife(world, paidOrder());
    await live(world, 2 * hour);
    world.erp.closePeriod('2026-11');
    await live(world, untilSummed);
    expect(journalsOf(world).map(({ date }) => date)).toEqual(['2026-12-01']);
    expect(await summaryBreaksOf(world, 'summary/2026-11-30/EUR')).toEqual(['PERIOD 11900']);
  });

  test('of a day whose orders come to nothing together is none, and they agree all the same', async () => {
    await using world = await eveningWorld();
    const back = world.store.placeOrder(paidOrder());
    await live(world, untilSummed + hour);
    world.store.cancel(back, { refund: true });
    const other = world.store.placeOrder(paidOrder());
    await live(world, 26 * hour);
    expect(await ledgerOf(world, tuesday)).toEqual([]);
    expect(await summariesOf(world, tuesday)).toEqual([]);
    for (const order of [back, other]) {
      const proof = await proofOf(world, order);
      expect(proof?.legs['erp']).toBe('matched');
      expect(proof?.sentences['erp']).toContain('2026-11-24');
    }
  });
});
