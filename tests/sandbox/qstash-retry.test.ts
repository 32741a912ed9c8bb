import { describe, expect } from 'vitest';

import { type Clock, virtualClock } from '#sandbox/clock.ts';
import { openQstash } from '#sandbox/qstash/qstash.ts';

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
    ['fractions', 'x-ratelimit-reset-requests', '1.5', 1.5],
    ['a date that is past', 'retry-after', new Date(noon - 90_000).toUTCString(), 0],
    ['words, which are overheard', 'retry-after', 'soon, GMT', 12],
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

describe('a publisher', () => {
  test('writes its own retry delay in milliseconds, of how often it was retried before', async ({
    place,
  }) => {
    place.answer = () => new Response('no', { status: 500 });
    const { messageId } = await place.client.publish({
      url: task,
      retries: 4,
      retryDelay: 'max(2000, pow(2, retried) * 1000) + (retried % 2) * 500 - -500 / (1 + 0)',
    });
    const kept = await place.client.messages.get(messageId);
    expect(kept.retryDelayExpression).toMatch(/^max/);
    await place.clock.run();
    expect(place.seconds()).toEqual([0, 2.5, 5.5, 10, 19]);
  });

  test('never waits longer than a day, and not less than nothing', async ({ place }) => {
    place.answer = () => new Response('no', { status: 500 });
    await place.client.publish({ url: task, retries: 1, retryDelay: 'exp(99)' });
    await place.client.publish({ url: task, retries: 1, retryDelay: 'min(-5, retried)' });
    await place.clock.run();
    expect(place.seconds()).toEqual([0, 0, 0, 86_400]);
  });

  test('is obeyed less than the destination, which knows when it will be back', async ({ place }) => {
    place.answer = (_, nth) =>
      new Response('', nth === 1 ? { status: 429, headers: { 'Retry-After': '7' } } : {});
    await place.client.publish({ url: task, retryDelay: '1000' });
    await place.clock.run();
    expect(place.seconds()).toEqual([0, 7]);
  });

  test('says how long an answer may take: what comes later is a failure, though the work was done', async ({
    place,
  }) => {
    place.qstash.answersAfterMs = ({ retried }) => (retried === 0 ? 31_000 : 29_000);
    await place.client.publish({ url: task, timeout: 30 });
    await place.clock.run();
    expect(place.seconds()).toEqual([0, 30 + 12]);
    expect(place.qstash.messages[0]?.attempts).toMatchObject([
      { status: 0, error: 'timeout' },
      { status: 200 },
    ]);
  });

  test('is not kept waiting for ever by a destination that does not answer at all', async () => {
    const virtual = virtualClock(noon);
    // On a live clock time goes on while a delivery is under way; here what nobody waits for comes at once.
    const clock: Clock = {
      ...virtual,
      at(...[time, label, act, options]) {
        if (options?.background === true) void act();
        return virtual.at(time, label, act, options);
      },
    };
    const signingKeys = { current: 'sig_current', next: 'sig_next' };
    const deliver = async () => new Promise<never>(() => undefined);
    const qstash = openQstash({ clock, token: 'token', signingKeys, deliver });
    const headers = { Authorization: 'Bearer token', 'Upstash-Retries': '0', 'Upstash-Timeout': '30s' };
    const url = `https://qstash.upstash.io/v2/publish/${task}`;
    await qstash.fetch(new Request(url, { method: 'POST', headers }));
    await clock.run();
    expect(qstash.dlq).toMatchObject([{ attempt: { status: 0, error: 'timeout' } }]);
  });

  test('hears of every attempt by its callback, which is a message with options of its own', async ({
    place,
  }) => {
    const callback = 'https://app.plumbline.test/task/heard';
    place.answer = ({ url }, nth) => new Response('said', { status: url === task && nth === 1 ? 503 : 201 });
    await place.client.publishJSON({
      url: task,
      body: { n: 1 },
      callback,
      headers: { 'Upstash-Callback-Method': 'PUT', 'Upstash-Callback-Forward-X-Shop': 'plumb' },
    });
    await place.clock.run();
    const told = place.delivered.filter(({ request }) => request.url === callback);
    expect(told.map(({ request }) => [request.method, request.headers.get('x-shop')])).toEqual([
      ['PUT', 'plumb'],
      ['PUT', 'plumb'],
    ]);
    const news = told.map(({ body }): unknown => JSON.parse(body));
    const { messageId: sourceMessageId } = place.qstash.messages[0] ?? {};
    const same = { sourceMessageId, sourceBody: btoa('{"n":1}'), body: btoa('said'), url: task };
    expect(news).toMatchObject([
      { ...same, status: 503, retried: 0, maxRetries: 3 },
      { ...same, status: 201, retried: 1, maxRetries: 3 },
    ]);
    expect(news[0]).not.toHaveProperty('dlqId');
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

  test('are looked at page by page, chosen by what they met, and read or retried one by one', async ({
    place,
  }) => {
    place.answer = (_, nth) => new Response('', { status: nth % 2 === 0 ? 404 : 500 });
    await place.client.batchJSON([1, 2, 3, 4, 5].map((n) => ({ url: task, body: n, retries: 0 })));
    await place.clock.run();
    const bodies = [];
    let cursor: string | undefined;
    do {
      const page = await place.client.dlq.listMessages({ count: 2, ...(cursor !== undefined && { cursor }) });
      bodies.push(page.messages.map(({ body }) => body));
      ({ cursor } = page);
    } while (cursor !== undefined);
    expect(bodies).toEqual([['1', '2'], ['3', '4'], ['5']]);
    const { messages } = await place.client.dlq.listMessages({ filter: { responseStatus: 404 } });
    expect(messages.map(({ body }) => body)).toEqual(['2', '4']);

    const { dlqId = '' } = messages[0] ?? {};
    const ask = async (path: string, method = 'GET') => {
      const headers = { Authorization: 'Bearer token' };
      const url = `https://qstash.upstash.io/v2/dlq/${path}`;
      return place.qstash.fetch(new Request(url, { method, headers }));
    };
    expect(await (await ask(dlqId)).json()).toMatchObject({ dlqId, body: '2', responseStatus: 404 });
    place.answer = () => new Response('done');
    expect((await ask(`retry/${dlqId}`, 'POST')).status).toBe(200);
    expect((await ask(dlqId)).status).toBe(404);
    await place.clock.run();
    expect(place.qstash.messages.at(-1)).toMatchObject({ state: 'delivered' });
    expect(place.qstash.dlq).toHaveLength(4);
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
