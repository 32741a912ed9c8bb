import { parse, stringify } from 'lossless-json';
import { describe, expect, test } from 'vitest';
import { canonical } from '#domain/canonical.ts';
import { encode } from '#domain/encode.ts';
import { unreadableLane } from '#domain/lane.ts';
import { officialSamples, type Sample } from '#sandbox/traffic/samples.ts';
import { topics } from '#webhooks/shopify/topics.ts';
import { readPayload, source } from '#tests/support/shopify-delivery.ts';

const samples = officialSamples([...topics.keys()]);

/** Shopify's own samples that no real delivery can look like, and what we say of them. */
const parked = [
  ['orders/risk_assessment_changed', '2026-07', 'a risk assessment names no order'],
  ['returns/process', '2026-07', 'not as we know it: admin_graphql_api_id'],
  ['inventory_levels/update', '2026-04', 'not as we know it: inventory_item_id, location_id'],
  ['inventory_levels/connect', '2026-04', 'not as we know it: inventory_item_id, location_id'],
];

describe('official samples', () => {
  test('there is one of every subscribed topic', () => {
    const shown = new Set(samples.map((one) => one.topic));
    expect([...topics.keys()].filter((topic) => !shown.has(topic))).toEqual([]);
    expect(samples.length).toBeGreaterThanOrEqual(topics.size);
  });

  test('each is translated to a fact at least, or parked with a reason; these are parked', () => {
    const outcomes = samples.map((one) => ({ ...one, ...readPayload(one.topic, one.body) }));
    const reasons = outcomes.flatMap((one) =>
      'parked' in one ? [[one.topic, one.version, one.parked]] : [],
    );
    expect(reasons).toEqual(parked);
    expect(outcomes.filter((one) => 'facts' in one && one.facts.length === 0)).toEqual([]);
  });

  test('each waits in the lane of what it is about, and those that are parked stop nothing else', () => {
    for (const { topic, version, body } of samples) {
      const isParked = parked.some(([name, of]) => name === topic && of === version);
      expect([topic, source.lane(topic, body) === unreadableLane]).toEqual([topic, isParked]);
    }
  });

  test('each fact has a key, a home and a time in UTC', () => {
    for (const { topic, body } of samples) {
      const outcome = readPayload(topic, body);
      for (const fact of 'facts' in outcome ? outcome.facts : []) {
        expect(fact.key).not.toBe('');
        expect(fact.lanes[0]).toMatch(/^[a-z_]+\/.+$/);
        expect(fact.happenedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      }
    }
  });

  test('each is translated to the same facts when it is read again', () => {
    for (const { topic, body } of samples) expect(readPayload(topic, body)).toEqual(readPayload(topic, body));
  });
});

/** Fields that are about a person wherever they stand in a payload. */
const personal = new Set(
  (
    'email contact_email phone first_name last_name customer_name address1 address2 zip latitude longitude ' +
    'browser_ip note note_attributes company shop_owner customer_email receipt_email'
  ).split(' '),
);
/** Whatever stands below these is about a person. */
const people = new Set(
  'customer billing_address shipping_address default_address destination client_details delivery_address'.split(
    ' ',
  ),
);

/** What the personal fields of a payload say; `change` may put something else in their place. */
function personalTexts(payload: unknown, change?: (text: string) => string): string[] {
  const texts: string[] = [];
  const visit = (value: unknown, about: { key: string; person: boolean }): unknown => {
    if (Array.isArray(value)) return value.map((part) => visit(part, about));
    if (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype) {
      const person = about.person || people.has(about.key);
      for (const [key, part] of Object.entries(value))
        Reflect.set(value, key, visit(part, { key, person: person || personal.has(key) }));
      return value;
    }
    if (typeof value !== 'string' || !about.person) return value;
    // Ids, times, countries and currencies name nobody.
    if (
      /^$|^gid:|^\d{4}-\d\d-\d\dT|^[A-Z]{2,3}$|_id$|^(status|state)$/.test(value) ||
      /_at$|_id$|^id$/.test(about.key)
    )
      return value;
    texts.push(value);
    return change?.(value) ?? value;
  };
  visit(payload, { key: '', person: false });
  return texts;
}

const factsText = (topic: string, body: string) => {
  const outcome = readPayload(topic, body);
  return 'facts' in outcome ? canonical(encode(outcome.facts)) : outcome.parked;
};

describe('personal data', () => {
  test("no fact, key or reason holds a word of a sample's persons", () => {
    const found: string[] = [];
    let looked = 0;
    for (const { topic, body } of samples) {
      const said = factsText(topic, body);
      for (const text of personalTexts(parse(body))) {
        looked += 1;
        if (said.includes(canonical(text))) found.push(`${topic}: ${text}`);
      }
    }
    expect(found).toEqual([]);
    expect(looked).toBeGreaterThan(500);
  });

  test('a mark planted in every personal field of every sample reaches no fact, key or reason', () => {
    const planted = samples.map((sample): Sample & { count: number } => {
      const payload = parse(sample.body);
      const { length: count } = personalTexts(payload, () => 'PLANTED-PERSON');
      return { ...sample, body: stringify(payload) ?? '', count };
    });
    const leaks = planted.filter(({ topic, body }) => /planted/i.test(factsText(topic, body)));
    expect(leaks.map((one) => one.topic)).toEqual([]);
    expect(planted.filter((one) => one.body.includes('PLANTED-PERSON')).length).toBeGreaterThan(10);
  });

  test('a mark planted where an id, an amount or a time belongs is not repeated by the reason', () => {
    for (const { topic, body } of samples) {
      const broken = body.replaceAll(
        /"((?:\w+_)?(?:id|at|amount|price|currency|quantity))":("[^"]*"|\d+)/g,
        '"$1":"PLANTED-PERSON"',
      );
      const outcome = readPayload(topic, broken);
      if ('parked' in outcome) expect(outcome.parked).not.toContain('PLANTED');
    }
  });
});
