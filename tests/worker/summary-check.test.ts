import { expect, test } from 'vitest';
import { checkLedger } from '#sandbox/command/ledger-check.ts';
import { reach } from '#sandbox/command/connect.ts';
import { asOwner } from '#sandbox/database.ts';
import { paidOrder } from '#tests/support/checkout.ts';
import { wholeLife } from '#tests/support/life.ts';
import { eveningWorld, untilSummed } from '#tests/support/summary-day.ts';
import { live } from '#tests/support/world.ts';

test('the check of a ledger holds each summary against the entries that it sums, and names what somebody changed', async () => {
  await using world = await eveningWorld();
  await wholeLife(world, paidOrder());
  await live(world, untilSummed);
  const { server, database, shopId } = world;
  const url = new URL(server.url(database));
  await using connection = reach({
    postgres: { host: url.hostname, port: Number(url.port) },
    database,
    shopId,
  });
  const check = async () =>
    (await checkLedger(connection.db, shopId, new Date(world.clock.now()).toISOString())).violations;
  expect(await check()).toEqual([]);
  await asOwner(server, database, async (client) =>
    client.query(
      `update posting set body = jsonb_set(body, '{entries,0,amount,minor}', '"12000"') where kind = 'journal'`,
    ),
  );
  const key = 'plumb-demo-journal-summary-2026-11-23-eur-1';
  expect(await check()).toEqual([
    {
      rule: 'summary',
      about: key,
      sentence: `${key} says 1.00 EUR more on 1020 Clearing (shopify_payments) than the entries that it sums`,
    },
  ]);
});
