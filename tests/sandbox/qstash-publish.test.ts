import { describe, expect } from 'vitest';

import { virtualClock } from '#sandbox/clock.ts';
import { openQstash } from '#sandbox/qstash/qstash.ts';

import { connect, noon, task, test } from './support/place.ts';

describe('publishing', () => {
  test("delivers once, signed, with the body, the forwarded headers and QStash's own", async ({ place }) => {
    const { messageId } = await place.client.publishJSON({
      url: task,
      body: { posting: '1' },
      headers: { 'x-trace': 't' },
      method: 'PUT',
    });
    await place.clock.run();
    expect(place.delivered).toHaveLength(1);
    const [{ request, body } = { request: new Request(task), body: '' }] = place.delivered;
    expect([request.url, request.method, body]).toEqual([task, 'PUT', '{"posting":"1"}']);
    expect(Object.fromEntries(request.headers)).toMatchObject({
      'content-type': 'application/json',
      'x-trace': 't',
      'user-agent': 'Upstash-QStash',
      'upstash-message-id': messageId,
      'upstash-retried': '0',
    });
    expect(place.qstash.messages.map(({ state }) => state)).toEqual(['delivered']);
  });

  test('a batch publishes each of its messages', async ({ place }) => {
    const answers = await place.client.batchJSON([
      { url: task, body: { n: 1 } },
      { url: task, body: { n: 2 }, delay: 60, flowControl: { key: 'erp', parallelism: 1 } },
    ]);
    expect(answers.map(({ messageId }) => messageId)).toEqual(
      place.qstash.messages.map(({ messageId }) => messageId),
    );
    await place.clock.run();
    expect(place.delivered.map(({ body, seconds: at }) => [body, at])).toEqual([
      ['{"n":1}', 0],
      ['{"n":2}', 60],
    ]);
  });

  test('a delay and a not-before are obeyed, the latter first', async ({ place }) => {
    await place.client.publish({ url: task, delay: '90s' });
    await place.client.publish({ url: task, delay: 10, notBefore: noon / 1000 + 300 });
    await place.clock.run();
    expect(place.seconds()).toEqual([90, 300]);
  });

  test('a wrong token is refused', async ({ place }) => {
    const stranger = connect('guess');
    await expect(stranger.publish({ url: task })).rejects.toMatchObject({ status: 401 });
    expect(place.qstash.messages).toEqual([]);
  });

  test('the same deduplication id within ten minutes is one message, after it another', async ({ place }) => {
    const publish = () => place.client.publish({ url: task, body: 'x', deduplicationId: 'posting_1' });
    const first = await publish();
    expect(await publish()).toEqual({ ...first, deduplicated: true });
    await place.clock.run({ until: noon + 600_000 });
    expect(await publish()).not.toHaveProperty('deduplicated');
    await place.clock.run();
    expect(place.delivered).toHaveLength(2);
  });

  test('how long an id is remembered is a matter of the world', async () => {
    const clock = virtualClock(noon);
    const signingKeys = { current: 'sig_current', next: 'sig_next' };
    const deliver = async () => new Response();
    const dedupeWindowMs = 90 * 86_400_000;
    const qstash = openQstash({ clock, token: 'token', signingKeys, deliver, dedupeWindowMs });
    const publish = async () => {
      const headers = { Authorization: 'Bearer token', 'Upstash-Deduplication-Id': 'posting_1' };
      const url = `https://qstash.upstash.io/v2/publish/${task}`;
      return (await qstash.fetch(new Request(url, { method: 'POST', headers }))).status;
    };
    expect(await publish()).toBe(201);
    await clock.run({ until: noon + dedupeWindowMs - 1 });
    expect(await publish()).toBe(202);
    await clock.run({ until: noon + dedupeWindowMs });
    expect(await publish()).toBe(201);
  });

  test('equal content is one message when the publisher asks for that', async ({ place }) => {
    const publish = (body: string) =>
      place.client.publish({ url: task, body, contentBasedDeduplication: true });
    await publish('a');
    expect(await publish('a')).toMatchObject({ deduplicated: true });
    await publish('b');
    await place.clock.run();
    expect(place.delivered.map(({ body }) => body)).toEqual(['a', 'b']);
  });

  test('a rate of a flow control key spreads its deliveries', async ({ place }) => {
    const flowControl = { key: 'erp', rate: 2, period: '1m' } as const;
    await place.client.batchJSON([1, 2, 3, 4, 5].map((n) => ({ url: task, body: n, flowControl })));
    await place.clock.run();
    expect(place.seconds()).toEqual([0, 0, 60, 60, 120]);
  });
});

describe('waiting messages', () => {
  test('can be looked at and canceled', async ({ place }) => {
    const { messageId } = await place.client.publishJSON({ url: task, body: { n: 1 }, delay: 60 });
    expect(await place.client.messages.get(messageId)).toMatchObject({
      messageId,
      url: task,
      body: '{"n":1}',
      notBefore: noon + 60_000,
    });
    expect(await place.client.messages.cancel(messageId)).toEqual({ cancelled: 1 });
    await expect(place.client.messages.get(messageId)).rejects.toMatchObject({ status: 404 });
    await place.client.publish({ url: task, delay: 60 });
    expect(await place.client.messages.cancel({ all: true })).toEqual({ cancelled: 1 });
    await place.clock.run();
    expect(place.delivered).toEqual([]);
  });
});

test('a batch with one bad message publishes none of them', async ({ place }) => {
  const bad = { url: task, retryDelay: 'soon' };
  await expect(place.client.batch([{ url: task }, bad])).rejects.toMatchObject({ status: 400 });
  expect(place.qstash.messages).toEqual([]);
});

test('many waiting messages are canceled by what they have in common', async ({ place }) => {
  const publish = (label: string) => place.client.publish({ url: task, delay: 60, label: [label, 'all'] });
  const [first] = [await publish('a'), await publish('a'), await publish('b')];
  expect(await place.client.messages.get(first.messageId)).toMatchObject({
    label: 'a',
    labels: ['a', 'all'],
  });
  expect(await place.client.messages.cancel({ filter: { label: 'a' } })).toEqual({ cancelled: 2 });
  await place.clock.run();
  expect(place.qstash.messages.map(({ state }) => state)).toEqual(['canceled', 'canceled', 'delivered']);
});

describe('a hostile network', () => {
  test('delivers twice', async ({ place }) => {
    place.qstash.journey = () => [0, 0];
    await place.client.publish({ url: task, body: 'x' });
    await place.clock.run();
    const ids = place.delivered.map(({ request }) => request.headers.get('upstash-message-id'));
    expect(ids).toEqual([place.qstash.messages[0]?.messageId, place.qstash.messages[0]?.messageId]);
  });

  test('loses', async ({ place }) => {
    place.qstash.journey = () => [];
    await place.client.publish({ url: task });
    await place.clock.run();
    expect(place.qstash.messages.map(({ state, attempts }) => [state, attempts])).toEqual([['lost', []]]);
  });

  test('delivers out of order', async ({ place }) => {
    place.qstash.journey = ({ body }) => [
      body.toString() === new TextEncoder().encode('1').toString() ? 1_000 : 0,
    ];
    await place.client.batch(['1', '2'].map((body) => ({ url: task, body })));
    await place.clock.run();
    expect(place.delivered.map(({ body }) => body)).toEqual(['2', '1']);
  });
});
