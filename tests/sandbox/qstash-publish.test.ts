import { describe, expect } from 'vitest';

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

test('what the product does not use is answered with 501 and counted', async ({ place }) => {
  await expect(place.client.queue({ queueName: 'q' }).enqueueJSON({ url: task })).rejects.toMatchObject({
    status: 501,
  });
  await expect(place.client.urlGroups.list()).rejects.toMatchObject({ status: 501 });
  await expect(place.client.publish({ url: task, callback: task })).rejects.toMatchObject({ status: 501 });
  await expect(place.client.publish({ urlGroup: 'everybody' })).rejects.toMatchObject({ status: 501 });
  await expect(place.client.dlq.listMessages({ filter: { responseStatus: 500 } })).rejects.toMatchObject({
    status: 501,
  });
  expect(place.qstash.unsupported).toHaveLength(5);
  expect(place.qstash.unsupported[0]).toBe(`POST /v2/enqueue/q/${task.replace(/\?.*/, '')}`);
});
