/** What this QStash does not know, it says so loudly; what the real one refuses, it refuses. */
import { describe, expect } from 'vitest';

import { task, test } from './support/place.ts';

test('what the product does not use is answered with 501 and counted', async ({ place }) => {
  const { client, qstash } = place;
  const calls = [
    async () => client.queue({ queueName: 'q' }).enqueueJSON({ url: task }),
    async () => client.batch([{ url: task, queueName: 'q' }]),
    async () => client.urlGroups.list(),
    async () => client.publish({ urlGroup: 'everybody' }),
    async () => client.publish({ url: task, redact: { body: true } }),
    async () => client.publish({ url: task, headers: { 'Upstash-Header-Forward': 'true' } }),
    async () => client.publish({ url: `${task}&upstash-retries=1` }),
    async () => client.flowControl.pause('erp'),
    async () => client.flowControl.getGlobalParallelism(),
    async () => client.logs(),
    async () => client.messages.cancel({ filter: { host: 'app.plumbline.test' } }),
    async () => client.dlq.listMessages({ filter: { queueName: 'q' } }),
  ];
  for (const call of calls) await expect(call()).rejects.toMatchObject({ status: 501 });
  expect(qstash.unsupported).toHaveLength(calls.length);
  expect(qstash.unsupported).toContain(`POST /v2/enqueue/q/${task.replace(/\?.*/, '')}`);
  expect(qstash.unsupported).toContain('the option upstash-redact-fields is not served here');
  expect(qstash.messages).toEqual([]);
});

describe('a message is refused', () => {
  test.for<[string, Record<string, unknown>]>([
    ['whose retry delay is no expression', { retryDelay: 'pow(2' }],
    ['whose retry delay calls an unknown function', { retryDelay: 'random(1)' }],
    ['whose retry delay gives a function too much', { retryDelay: 'sqrt(1, 2)' }],
    ['whose deduplication id has a colon', { deduplicationId: 'order:1' }],
    ['whose delay is longer than a year', { delay: '366d' }],
    ['whose delay is no duration', { delay: '5 minutes' }],
    ['whose rate is no number', { flowControl: { key: 'erp', rate: 'fast' } }],
    ['whose period is longer than a week', { flowControl: { key: 'erp', rate: 1, period: '8d' } }],
    ['whose callback would be delayed', { callback: task, headers: { 'Upstash-Callback-Delay': '5s' } }],
    ['with less than no retries', { retries: -1 }],
  ])('%s', async ([, option], { place }) => {
    await expect(place.client.publish({ url: task, ...option })).rejects.toMatchObject({ status: 400 });
    expect(place.qstash.messages).toEqual([]);
  });
});
