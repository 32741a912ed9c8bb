import { describe, expect } from 'vitest';

import { noon, task, test } from './support/place.ts';

describe('retries', () => {
  test('climb the documented ladder three times, then the message is dead', async ({ place }) => {
    place.answer = () => new Response('no', { status: 500 });
    await place.client.publish({ url: task });
    await place.clock.run();
    expect(place.seconds()).toEqual([0, 12, 12 + 148, 12 + 148 + 1808]);
    expect(place.delivered.map(({ request }) => request.headers.get('upstash-retried'))).toEqual([
      '0',
      '1',
      '2',
      '3',
    ]);
    expect(place.qstash.dlq).toHaveLength(1);
  });

  test('reach a day at the fifth, as often as the publisher wants', async ({ place }) => {
    place.answer = () => new Response('no', { status: 503 });
    await place.client.publish({ url: task, retries: 6 });
    await place.clock.run();
    expect(place.seconds().map((at, index, all) => at - (all[index - 1] ?? 0))).toEqual([
      0, 12, 148, 1808, 22_026, 86_400, 86_400,
    ]);
  });

  test('end with the first success, and a network failure is a failure like any other', async ({ place }) => {
    place.answer = (_, nth) =>
      nth === 1
        ? Promise.reject(new TypeError('fetch failed'))
        : new Response('done', { status: nth === 2 ? 302 : 202 });
    await place.client.publish({ url: task });
    await place.clock.run();
    expect(place.seconds()).toEqual([0, 12, 160]);
    expect(place.qstash.messages[0]?.attempts.map(({ status }) => status)).toEqual([0, 302, 202]);
  });

  test.for<[string, string, string, number]>([
    ['seconds', 'retry-after', '40', 40],
    ['a date', 'retry-after', new Date(noon + 90_000).toUTCString(), 90],
    ['a duration', 'x-ratelimit-reset-tokens', '6m5s', 365],
    ['too much', 'x-ratelimit-reset', '999999', 86_400],
  ])('come when the destination asks, in %s', async ([, header, value, expected], { place }) => {
    place.answer = (_request, nth) =>
      nth === 1 ? new Response('busy', { status: 429, headers: { [header]: value } }) : new Response('done');
    await place.client.publish({ url: task });
    await place.clock.run();
    expect(place.seconds()).toEqual([0, expected]);
  });

  test('are not made when the destination says they will not help', async ({ place }) => {
    place.answer = () =>
      new Response('never', { status: 489, headers: { 'Upstash-NonRetryable-Error': 'true' } });
    await place.client.publish({ url: task });
    await place.clock.run();
    expect(place.delivered).toHaveLength(1);
    expect(place.qstash.dlq).toHaveLength(1);
  });

  test('are made for a 489 without its header', async ({ place }) => {
    place.answer = () => new Response('?', { status: 489 });
    await place.client.publish({ url: task, retries: 1 });
    await place.clock.run();
    expect(place.delivered).toHaveLength(2);
  });
});

describe('dead messages', () => {
  const refuse = () => new Response('not yet', { status: 500 });

  test('are listed with what the destination said, and delivered when they are retried', async ({
    place,
  }) => {
    place.answer = refuse;
    const { messageId } = await place.client.publishJSON({
      url: task,
      body: { n: 1 },
      retries: 0,
      label: 'posting',
    });
    await place.client.publishJSON({ url: task, body: { n: 2 }, retries: 0 });
    await place.clock.run();
    const { messages } = await place.client.dlq.listMessages({ filter: { label: 'posting' } });
    expect(messages).toMatchObject([
      { messageId, url: task, body: '{"n":1}', responseStatus: 500, responseBody: 'not yet', maxRetries: 0 },
    ]);

    place.answer = () => new Response('done');
    const { responses } = await place.client.dlq.retry(messages.map(({ dlqId }) => dlqId));
    expect(responses).toHaveLength(1);
    await place.clock.run();
    expect(place.delivered.at(-1)).toMatchObject({ body: '{"n":1}' });
    expect((await place.client.dlq.listMessages()).messages).toHaveLength(1);
  });

  test('are deleted one by one or all together', async ({ place }) => {
    place.answer = refuse;
    await place.client.batchJSON([1, 2, 3].map((n) => ({ url: task, body: n, retries: 0 })));
    await place.clock.run();
    const [first] = (await place.client.dlq.listMessages({ count: 1 })).messages;
    expect(await place.client.dlq.delete(first?.dlqId ?? '')).toEqual({ deleted: 1 });
    expect(await place.client.dlq.delete({ all: true })).toMatchObject({ deleted: 2 });
    expect(place.qstash.dlq).toEqual([]);
  });

  test('tell their failure callback, once', async ({ place }) => {
    place.answer = refuse;
    const callback = 'https://app.plumbline.test/task/failed';
    await place.client.publishJSON({ url: task, body: { n: 1 }, retries: 1, failureCallback: callback });
    place.answer = ({ url }) => new Response('said', { status: url === callback ? 200 : 418 });
    await place.clock.run();
    const told = place.delivered.filter(({ request }) => request.url === callback);
    expect(told).toHaveLength(1);
    const news: unknown = JSON.parse(told[0]?.body ?? '');
    expect(news).toMatchObject({
      body: btoa('said'),
      sourceBody: btoa('{"n":1}'),
      status: 418,
      retried: 1,
      maxRetries: 1,
      url: task,
      sourceMessageId: place.qstash.messages[0]?.messageId,
      dlqId: place.qstash.dlq[0]?.dlqId,
    });
  });
});
