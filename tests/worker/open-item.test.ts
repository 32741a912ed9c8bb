import { afterAll, describe, expect, test } from 'vitest';
import { reach } from '#sandbox/command/connect.ts';
import { claimOf, claimsOf, keepOpenItems, matchOpenItems } from '#src/stabilize/match/store.ts';
import type { Lane } from '#domain/lane.ts';
import type { OpenItem } from '#domain/open-item.ts';
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

function item(side: OpenItem['side'], name: string, amount = '119.00'): OpenItem {
  return {
    ref: `${side}/invoice/${name}`,
    side,
    group: 'invoice',
    kind: 'invoice',
    amount: eur(amount),
    on: '2026-11-23',
    label: name,
  };
}

async function keep(lane: Lane, ...openItems: readonly OpenItem[]): Promise<boolean | undefined> {
  const [[kept]] = await db.trip(shopId, [keepOpenItems(shopId, [{ lane, openItems }])]);
  return kept?.changed;
}

const lanesOfItems = async () =>
  world.ask<{ ref: string; lane: string }>('select ref, lane from open_item order by ref');

describe('what found no partner in its lane', () => {
  test('replaces what its lane had before, and says whether that is anything new', async () => {
    expect(await keep('order/1', item('due', 'a'), item('due', 'b'))).toBe(true);
    expect(await keep('order/1', item('due', 'b'), item('due', 'a'))).toBe(false);
    expect(await keep('order/1', item('due', 'b', '120.00'))).toBe(true);
    expect(await lanesOfItems()).toEqual([{ ref: 'due/invoice/b', lane: 'order/1' }]);
    expect(await keep('order/1')).toBe(true);
    expect(await keep('order/1')).toBe(false);
    expect(await lanesOfItems()).toEqual([]);
  });

  test('moves with a document that is filed anew, whichever lane is drained first', async () => {
    await keep('order/1', item('document', 'x'));
    await keep('order/2', item('document', 'x'));
    await keep('order/1');
    expect(await lanesOfItems()).toEqual([{ ref: 'document/invoice/x', lane: 'order/2' }]);
    await keep('order/2');
    await keep('order/3', item('document', 'x'));
    expect(await lanesOfItems()).toEqual([{ ref: 'document/invoice/x', lane: 'order/3' }]);
    await keep('order/3');
  });

  test('has its claim read by the lanes on both sides, and by no other', async () => {
    await keep('order/1', item('due', 'a'));
    await keep('order/2', item('document', 'x'));
    await keep('order/3', item('due', 'c', '5.00'));
    await db.trip(shopId, [matchOpenItems(at(0))]);
    const read = async (lane: Lane) => (await db.trip(shopId, [claimsOf({ lane })]))[0].map(claimOf);
    const claim = {
      due: 'due/invoice/a',
      dueLabel: 'a',
      documents: [{ ref: 'document/invoice/x', label: 'x' }],
      state: 'claimed',
      claimedAt: at(0),
    };
    expect(await read('order/1')).toEqual([claim]);
    expect(await read('order/2')).toEqual([claim]);
    expect(await read('order/3')).toEqual([]);
  });

  test('has all candidates of a tie read from either side', async () => {
    await keep('order/4', item('document', 'y'));
    await db.trip(shopId, [matchOpenItems(at(1))]);
    const [[due], [document]] = await db.trip(shopId, [
      claimsOf({ lane: 'order/1' }),
      claimsOf({ lane: 'order/4' }),
    ]);
    expect(due).toEqual(document);
    expect(due?.state).toBe('tied');
    expect(due?.documents.map(({ label }) => label)).toEqual(['x', 'y']);
    expect(due?.lanes.toSorted()).toEqual(['order/1', 'order/2', 'order/4']);
  });
});
