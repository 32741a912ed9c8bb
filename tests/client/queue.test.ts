import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Clock, virtualClock } from '#sandbox/clock.ts';
import { openQstash, type Qstash } from '#sandbox/qstash/qstash.ts';
import { openQueue } from '#src/client/queue.ts';

const noon = Date.parse('2026-11-02T12:00:00Z');
const settings = {
  baseUrl: 'https://qstash.upstash.io',
  token: 'queue-token',
  currentSigningKey: 'sig_current',
  nextSigningKey: 'sig_next',
  appUrl: 'https://app.plumbline.test',
};
const queue = openQueue(settings);

let clock: Clock;
let qstash: Qstash;
let delivered: { request: Request; body: string }[];
let isDown: boolean;

const server = setupServer(
  http.all('https://qstash.upstash.io/*', ({ request }) =>
    isDown ? HttpResponse.error() : qstash.fetch(request),
  ),
);
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterAll(() => server.close());

beforeEach(() => {
  // The receiver reads Date, which stands still with the clock.
  vi.useFakeTimers({ toFake: ['Date'], now: noon });
  // The client reports every failed call.
  for (const level of ['error', 'warn'] as const)
    vi.spyOn(console, level).mockImplementation(() => undefined);
  isDown = false;
  delivered = [];
  clock = virtualClock(noon);
  qstash = openTheQstash('sig_current');
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function openTheQstash(current: string): Qstash {
  return openQstash({
    clock,
    token: 'queue-token',
    signingKeys: { current, next: 'sig_next' },
    async deliver(request) {
      vi.setSystemTime(clock.now());
      delivered.push({ request: request.clone(), body: await request.text() });
      return new Response('done');
    },
  });
}

/** What QStash delivers of one wake-up. */
async function deliveredWake(): Promise<{ request: Request; body: string }> {
  await queue.wake([{ task: 'drain', body: { shopId: '7', lane: 'order/1' } }]);
  await clock.run();
  const last = delivered.at(-1);
  if (last === undefined) throw new Error('QStash delivers what was published');
  return last;
}

const signed = (signature: string | null) =>
  new Request('https://app.plumbline.test/task/drain', {
    method: 'POST',
    headers: signature === null ? {} : { 'upstash-signature': signature },
  });

describe('waking', () => {
  test('all wake-ups go out in one call, each to its task with its body', async () => {
    const calls: string[] = [];
    server.events.on('request:start', ({ request }) => void calls.push(request.url));
    const wakes = [1, 2, 3].map((n) => ({ task: `post`, body: { shopId: '7', key: `key-${n}` } }));
    expect(await queue.wake(wakes)).toBe(true);
    server.events.removeAllListeners();
    expect(calls).toHaveLength(1);
    await clock.run();
    expect(delivered.map(({ request, body }) => [request.url, body])).toEqual(
      [1, 2, 3].map((n) => ['https://app.plumbline.test/task/post', `{"shopId":"7","key":"key-${n}"}`]),
    );
  });

  test('one that is not to come before an instant does not', async () => {
    await queue.wake([{ task: 'read', body: {}, notBefore: '2026-11-02T12:01:00.500Z' }]);
    await clock.run({ until: noon + 60_500 });
    expect(delivered).toEqual([]);
    await clock.run({ until: noon + 61_000 });
    expect(delivered).toHaveLength(1);
  });

  test('those of one connection leave no faster than it takes them, and stop no others', async () => {
    const flow = { key: 'connection-2', parallelMax: 4, perMinute: 2 };
    const posts = [1, 2, 3, 4, 5].map((n) => ({ task: 'post', body: { key: `key-${n}` }, flow }));
    await queue.wake([...posts, { task: 'read', body: {} }]);
    expect(qstash.unsupported).toEqual([]);
    const leftBy = async (ms: number) => {
      await clock.run({ until: noon + ms });
      return delivered.map(({ body }) => body);
    };
    expect((await leftBy(59_000)).toSorted()).toEqual(['{"key":"key-1"}', '{"key":"key-2"}', '{}']);
    expect(await leftBy(119_000)).toHaveLength(5);
    expect(await leftBy(179_000)).toHaveLength(6);
  });

  test('none is no call at all', async () => {
    isDown = true;
    expect(await queue.wake([])).toBe(true);
  });

  test('false says that QStash could not be reached, and nothing is thrown', async () => {
    isDown = true;
    expect(await queue.wake([{ task: 'drain', body: {} }])).toBe(false);
    expect(qstash.messages).toEqual([]);
  });

  test('false says that QStash refused, and nothing is thrown', async () => {
    const stranger = openQueue({ ...settings, token: 'guess' });
    expect(await stranger.wake([{ task: 'drain', body: {} }])).toBe(false);
  });

  test('the tick is kept once, however often it is asked for', async () => {
    await queue.keepTicking();
    await queue.keepTicking();
    expect(qstash.schedules).toHaveLength(1);
    await clock.run({ until: noon + 120_000 });
    expect(delivered.map(({ request }) => request.url)).toEqual(
      [1, 2].map(() => 'https://app.plumbline.test/task/tick'),
    );
    expect(qstash.unsupported).toEqual([]);
  });

  test('a tick that cannot be kept is not thrown', async () => {
    isDown = true;
    await expect(queue.keepTicking()).resolves.toBeUndefined();
  });
});

describe('verifying', () => {
  test('what QStash signed for this task and body is believed', async () => {
    const { request, body } = await deliveredWake();
    expect(await queue.verify(request, 'drain', body)).toBe(true);
  });

  test('what is signed with the next key is believed, so that keys can be rotated', async () => {
    qstash = openTheQstash('sig_next');
    const { request, body } = await deliveredWake();
    expect(await queue.verify(request, 'drain', body)).toBe(true);
  });

  test('what is signed with any other key is not', async () => {
    qstash = openTheQstash('sig_of_somebody_else');
    const { request, body } = await deliveredWake();
    expect(await queue.verify(request, 'drain', body)).toBe(false);
  });

  test('what was signed for another task or another body is not', async () => {
    const { request, body } = await deliveredWake();
    expect(await queue.verify(request, 'post', body)).toBe(false);
    expect(await queue.verify(request, 'drain', body.replace('7', '8'))).toBe(false);
    expect(await queue.verify(request, 'drain', '')).toBe(false);
  });

  test('what was signed for another address is not', async () => {
    const { request, body } = await deliveredWake();
    const elsewhere = openQueue({ ...settings, appUrl: 'https://app.elsewhere.test' });
    expect(await elsewhere.verify(request, 'drain', body)).toBe(false);
  });

  test('what was signed long ago is not', async () => {
    const { request, body } = await deliveredWake();
    vi.setSystemTime(clock.now() + 24 * 3_600_000);
    expect(await queue.verify(request, 'drain', body)).toBe(false);
  });

  test.each([
    ['no token', null],
    ['an empty one', ''],
    ['no JWT', 'garbage'],
    ['dots only', '..'],
    ['a JWT of garbage', 'a.b.c'],
    ['an unsigned JWT', `${btoa('{"alg":"none"}')}.${btoa('{"iss":"Upstash"}')}.`],
    ['a megabyte', 'x'.repeat(2 ** 20)],
  ])('%s is not believed, and never thrown', async (_, token) => {
    expect(await queue.verify(signed(token), 'drain', '{}')).toBe(false);
  });

  test('a token with one letter changed is not believed', async () => {
    const { request, body } = await deliveredWake();
    const token = request.headers.get('upstash-signature') ?? '';
    const at = token.indexOf('.') + 5;
    const altered = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
    expect(await queue.verify(signed(altered), 'drain', body)).toBe(false);
  });
});
