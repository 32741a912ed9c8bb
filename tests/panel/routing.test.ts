import { describe, expect, test } from 'vitest';
import { explain } from '#src/govern/explain.ts';
import type { Decision } from '#domain/decision.ts';
import type { World } from '#sandbox/world.ts';
import { placeLamps, type RoutingShop, routingShop } from '#tests/support/routing-shop.ts';
import { live, minute } from '#tests/support/world.ts';
import { elementsOf, page, send, textOf, token } from './support.ts';

/** A shop that looks at where its orders leave from, with one order that was read. */
async function shopWithOrder() {
  const world = await routingShop({ modes: { 'order routing': 'shadow' } });
  const order = placeLamps(world, 2);
  await live(world, 3 * minute);
  return Object.assign(world, { order });
}

async function sendForm(world: World, path: string, form: Record<string, string>) {
  const response = await send(world, path, { form, idToken: await token(world) });
  const html = await response.text();
  return { status: response.status, html, text: textOf(html) };
}

const rule = {
  version: '0',
  name: 'North first',
  places: 'de',
  do: 'prefer',
  locations: 'Hamburg',
  by: 'priority',
};

const versions = async (world: World) =>
  world.ask<{ version: number; change: string; changed_by: string }>(
    'select version, change, changed_by from routing_book order by version',
  );

describe('the rules of routing', () => {
  test('are added by whoever is signed in, with a row in the log that reads as a sentence', async () => {
    await using world = await shopWithOrder();
    const { status, text } = await sendForm(world, '/routing/rules', rule);
    expect(status).toBe(200);
    expect(text).toContain('1. North first');
    expect(text).toContain(
      'If it goes to DE: It leaves from the first listed of Hamburg that has everything.',
    );
    expect(await versions(world)).toEqual([
      { version: 1, change: 'Rule “North first” was added.', changed_by: 'user 42' },
    ]);
    const [logged] = await world.ask<Decision>(
      `select kind, detail, rule, rule_version as "ruleVersion", actor from decision where kind = 'routing changed'`,
    );
    expect(logged && explain(logged)).toBe(
      'The rules of routing were changed by user 42, to version 1: Rule “North first” was added.',
    );
  });

  test('are edited, moved up, switched off and deleted, each change a version of its own', async () => {
    await using world = await shopWithOrder();
    await sendForm(world, '/routing/rules', rule);
    await sendForm(world, '/routing/rules', { ...rule, version: '1', name: 'VIP', tags: 'vip', by: 'stock' });
    const { text: moved } = await sendForm(world, '/routing/raise', { version: '2', id: '2' });
    expect(moved).toContain('1. VIP');
    const edited = await page(world, '/routing?rule=2');
    const field = (name: string) =>
      elementsOf(edited)
        .find(({ attributes }) => attributes.get('name') === name)
        ?.attributes.get('value');
    expect([field('name'), field('tags'), field('locations'), field('by')]).toEqual([
      'VIP',
      'vip',
      'Hamburg',
      'stock',
    ]);
    await sendForm(world, '/routing/rules', {
      ...rule,
      version: '3',
      id: '2',
      name: 'VIPs',
      do: 'hold',
      note: 'Ask',
    });
    const { text: off } = await sendForm(world, '/routing/switch', { version: '4', id: '2' });
    expect(off).toContain('1. VIPs Off');
    const { text: gone } = await sendForm(world, '/routing/remove', { version: '5', id: '2' });
    expect(gone).not.toContain('1. VIPs');
    expect((await versions(world)).map(({ change }) => change)).toEqual([
      'Rule “North first” was added.',
      'Rule “VIP” was added.',
      'Rule “VIP” comes before “North first” now.',
      'Rule “VIPs” was changed.',
      'Rule “VIPs” was switched off.',
      'Rule “VIPs” was deleted.',
    ]);
  });

  test('are not changed from a page that somebody else’s change has outdated', async () => {
    await using world = await shopWithOrder();
    await sendForm(world, '/routing/rules', rule);
    const { status, text } = await sendForm(world, '/routing/rules', { ...rule, name: 'Another' });
    expect(status).toBe(422);
    expect(text).toContain('Somebody changed the rules since this page was loaded.');
    expect(await versions(world)).toHaveLength(1);
  });
});

describe('a rule', async () => {
  const world = await shopWithOrder();

  test.each([
    ['no name', { name: '' }, 'name', 'Give the rule a name.'],
    ['a country that is none', { places: 'Germany' }, 'places', 'Write countries as DE'],
    ['a zone that is not there', { zones: 'North' }, 'zones', 'There is no zone North.'],
    ['an amount that is none', { from: '1,5' }, 'from', 'Write an amount as 20.00.'],
    ['an unknown location', { locations: 'Kiel' }, 'locations', 'No location is called Kiel. Known:'],
    ['a hold without a reason', { do: 'hold' }, 'note', 'Say why it waits.'],
  ])('with %s is answered with what is wrong, and nothing is written', async (...[, changes, name, says]) => {
    const { status, html } = await sendForm(world, '/routing/rules', { ...rule, ...changes });
    expect(status).toBe(422);
    const wrong = elementsOf(html).find(({ attributes }) => attributes.get('error') !== undefined);
    expect(wrong?.attributes.get('name')).toBe(name);
    expect(wrong?.attributes.get('error')).toContain(says);
    expect(await versions(world)).toEqual([]);
  });
});

test('zones, exclusions and costs are set and taken away, but not a zone that a rule asks for', async () => {
  await using world = await shopWithOrder();
  const zone = await sendForm(world, '/routing/zone', {
    version: '0',
    zone: 'North',
    areas: 'de-20',
    near: 'Hamburg',
  });
  expect(zone.text).toContain('North: DE-20 → Hamburg');
  await sendForm(world, '/routing/rules', { ...rule, version: '1', zones: 'North' });
  const kept = await sendForm(world, '/routing/zone', { version: '2', zone: 'North', areas: '' });
  expect(kept.status).toBe(422);
  expect(kept.html).toContain('Rule “North first” asks for zone North.');
  const exclusion = { version: '2', notFrom: 'Hamburg', goods: 'ACID' };
  expect((await sendForm(world, '/routing/exclusion', exclusion)).text).toContain(
    'ACID never leaves from Hamburg',
  );
  const cost = { version: '3', parcelFrom: 'Hamburg', cost: '4.90' };
  expect((await sendForm(world, '/routing/cost', cost)).text).toContain('A parcel from Hamburg costs €4.90');
  const free = await sendForm(world, '/routing/cost', { ...cost, version: '4', cost: '' });
  expect(free.text).toContain('No costs yet.');
});

test('nobody changes or sees the rules of another shop, and a shop that left changes nothing', async () => {
  await using world = await shopWithOrder();
  await sendForm(world, '/routing/rules', rule);
  await world.installStore('another-shop.myshopify.com');
  const idToken = await token(world, { shop: 'another-shop.myshopify.com' });
  const theirs = await send(world, '/routing/switch', { form: { version: '1', id: '1' }, idToken });
  expect(theirs.status).toBe(422);
  expect(await theirs.text()).not.toContain('North first');
  await world.ask(`update shop set state = 'uninstalled' where domain like 'plumb-demo%'`);
  expect((await sendForm(world, '/routing/switch', { version: '1', id: '1' })).status).toBe(403);
  expect(await versions(world)).toHaveLength(1);
});

describe('the tester', () => {
  const tried = async (world: RoutingShop, name: string) =>
    textOf(await page(world, `/routing?order=${encodeURIComponent(name)}`));

  test('shows of each part which rule fires and why the earlier ones do not, and writes nothing', async () => {
    await using world = await shopWithOrder();
    await sendForm(world, '/routing/rules', { ...rule, name: 'France', places: 'FR' });
    await sendForm(world, '/routing/rules', { ...rule, version: '1' });
    await live(world, 3 * minute);
    const counted = `select (select count(*) from posting)::integer as postings, (select count(*) from fact)::integer as facts,
      (select count(*) from decision)::integer as decisions, (select sum(stirred) from lane)::integer as stirred`;
    const before = await world.ask(counted);
    const text = await tried(world, world.order.name);
    expect(text).toContain('leaves in 1 part.');
    expect(text).toMatch(/Part \d+: 2 × LAMP, at /);
    expect(text).toContain('Rule 1 “France” does not fit: it goes to DE, not to FR.');
    expect(text).toContain('Rule 2 “North first” fits: it goes to DE.');
    expect(text).toMatch(/It moves from .+ to Hamburg: Hamburg has everything\./);
    expect(await world.ask(counted)).toEqual(before);
    const [planned] = await world.ask<{ state: string }>(`select state from posting where kind = 'route'`);
    expect(planned?.state).toBe('held');
  });

  test('says what it does not know', async () => {
    await using world = await shopWithOrder();
    expect(await tried(world, '#9999')).toContain('No order is known as #9999.');
    await world.ask(`delete from fact where kind = 'order_supply'`);
    expect(await tried(world, world.order.name)).toContain(
      'the store is asked that while order routing is not off',
    );
  });
});
