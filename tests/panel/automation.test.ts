import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoDomain, type World } from '#sandbox/world.ts';
import { live, minute, testWorld } from '#tests/support/world.ts';
import { lamp, load, page, paid, send, textOf, token } from './support.ts';

const other = 'another-shop.myshopify.com';
let world: World & AsyncDisposable;
let order: bigint;

beforeAll(async () => {
  world = await testWorld({ shop: { mode: 'approve' } });
  await world.worker.scheduled('*/5 * * * *');
  const placed = world.store.placeOrder({ taxesIncluded: true, lines: [lamp], payment: paid });
  order = placed.id;
  await live(world, 3 * minute);
}, 60_000);
afterAll(async () => world[Symbol.asyncDispose]());

const keyOf = async (kind: string) => {
  const [row] = await world.ask<{ key: string; body_digest: string }>(
    `select key, body_digest from posting where kind = $1 order by key`,
    [kind],
  );
  if (row === undefined) throw new Error(`no ${kind} is planned`);
  return row;
};

describe('the overview', () => {
  test('says of each workflow how it stands, and what waits, in one round trip', async () => {
    world.neon.resetLog();
    const text = textOf(await page(world, '/automations'));
    expect(world.neon.trips).toBe(1);
    expect(text).toContain('0 of 5 workflows run by themselves. 2 postings wait for approval.');
    expect(text).toContain('Waits for approval 2');
    expect(text).toContain('so there is nothing to compare');
    expect(text).toContain('What people do in the store is not compared');
  });
});

describe('the page of a workflow', () => {
  test('lists its postings by state, newest first, each with the way to its own page and its order', async () => {
    const { key } = await keyOf('sales_order');
    const html = await page(world, '/automations/invoice-posting?show=waiting');
    expect(html).toContain(`href="/postings/${key}"`);
    expect(html).toContain(`href="/orders/${order}"`);
    expect(textOf(html)).toContain('Approve the 2 postings shown that wait');
    expect(textOf(await page(world, '/automations/invoice-posting?show=posted'))).toContain(
      'No posting of this workflow stands under “Posted”.',
    );
  });

  test('goes on where a page ended, and shows no posting twice', async () => {
    await using many = await testWorld();
    await many.ask(
      `insert into posting (shop_id, connection_id, key, lane, kind, anchor, n, workflow, rule_version, happened_at, body,
         body_digest, depends_on, state, reason, planned_at)
       select s.id, c.id, 'key-' || n, 'order/' || n, 'invoice', n::text, 1, 'invoice posting', 1, $1,
         '{"kind": "invoice", "total": {"minor": "100", "currency": "EUR"}}', repeat('0', 64), '{}', 'held', 'it waits', $1
       from shop s join connection c on c.shop_id = s.id and c.kind = 'erp', generate_series(1, 60) n`,
      ['2026-11-23T08:00:00.000Z'],
    );
    const seen: string[] = [];
    let path: string | undefined = '/automations/invoice-posting';
    while (path !== undefined) {
      const html: string = await page(many, path);
      seen.push(...[...html.matchAll(/href="\/postings\/([^"]+)"/g)].map(([, key = '']) => key));
      path = /href="([^"]+)"[^>]*>Older postings/.exec(html)?.[1]?.replaceAll('&amp;', '&');
    }
    expect(seen).toHaveLength(60);
    expect(new Set(seen).size).toBe(60);
  });

  test('that does not exist, or is asked for as nobody can, says what to do', async () => {
    expect((await load(world, '/automations/nothing', await token(world))).status).toBe(404);
    expect((await load(world, '/automations/invoice-posting?show=x', await token(world))).status).toBe(400);
  });
});

describe('the page of a posting', () => {
  test('reads as a document, with why it is due and what it waits for', async () => {
    const { key } = await keyOf('sales_order');
    const text = textOf(await page(world, `/postings/${key}`));
    expect(text).toContain('Brass desk lamp LAMP-BRASS-01, DE MwSt 19 %: €19.00 1 €119.00');
    expect(text).toContain('Total €119.00');
    expect(text).toContain('Approve exactly this sales order');
    expect(text).toMatch(
      /The sales order of €119.00 is due because #\d+ was paid in full, and held: invoice posting is in mode approve/,
    );
  });

  test('names what it rests on by a link', async () => {
    const [deposit, sales] = [await keyOf('customer_deposit'), await keyOf('sales_order')];
    expect(await page(world, `/postings/${deposit.key}`)).toContain(`href="/postings/${sales.key}"`);
  });

  test('is reached from the documents of its order', async () => {
    const { key } = await keyOf('sales_order');
    expect(await page(world, `/orders/${order}`)).toContain(`href="/postings/${key}"`);
  });
});

describe('what people do', () => {
  const forms = async (): Promise<readonly (readonly [string, Readonly<Record<string, string>>])[]> => {
    const { key, body_digest: body } = await keyOf('sales_order');
    const workflow = 'invoice posting';
    return [
      ['/automations/mode', { workflow, mode: 'auto', reason: 'why not' }],
      ['/automations/pause', { workflow, reason: 'why not' }],
      ['/automations/approve', { workflow, [`body/${key}`]: body }],
      ['/postings/approve', { key, body }],
      ['/postings/decline', { key, reason: 'why not' }],
      ['/postings/retry', { key }],
    ];
  };
  const standing = async () =>
    world.ask(
      `select w.mode, w.paused_at, p.state, p.approved_digest, p.declined_at from workflow w
       join posting p on p.shop_id = w.shop_id and p.workflow = w.name order by p.key`,
    );

  test('changes nothing of another shop, nor of one that left', async () => {
    await world.installStore(other);
    const before = await standing();
    const decisions = await world.ask(`select count(*) from decision where actor <> 'rule'`);
    for (const [path, form] of await forms())
      await send(world, path, { form, idToken: await token(world, { shop: other }) });
    await world.ask(`update shop set state = 'uninstalled' where domain = '${demoDomain}'`);
    for (const [path, form] of await forms())
      expect((await send(world, path, { form, idToken: await token(world) })).status).toBe(403);
    await world.ask(`update shop set state = 'installed' where domain = '${demoDomain}'`);
    expect(await standing()).toEqual(before);
    const theirs = await world.ask(
      `select count(*) from decision d join shop s on s.id = d.shop_id where actor <> 'rule' and s.domain = '${demoDomain}'`,
    );
    expect(theirs).toEqual(decisions);
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ['/automations/mode', { workflow: 'anything', mode: 'auto', reason: 'x' }],
    ['/automations/mode', { workflow: 'invoice posting', mode: 'anything', reason: 'x' }],
    ['/automations/approve', { workflow: 'invoice posting' }],
    ['/automations/approve', { workflow: 'invoice posting', 'body/<script>': '0' }],
    ['/postings/approve', { key: 'a', body: 'no digest' }],
    ['/postings/decline', { key: 'A key', reason: 'x' }],
  ])('that cannot be meant is refused by %s', async (path, form) => {
    expect((await send(world, path, { form, idToken: await token(world) })).status).toBe(400);
  });
});
