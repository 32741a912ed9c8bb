/** Flow control: so many at a time and so many in a period, whatever waits. */
import { describe, expect } from 'vitest';

import { task, test } from './support/place.ts';

const second = 1000;

describe('a parallelism', () => {
  test('lets the next one leave when the one before was answered', async ({ place }) => {
    place.qstash.answersAfterMs = () => 10 * second;
    const flowControl = { key: 'erp', parallelism: 2 };
    await place.client.batchJSON([1, 2, 3, 4, 5].map((n) => ({ url: task, body: n, flowControl })));
    await place.clock.run();
    expect(place.delivered.map(({ body, seconds }) => [body, seconds])).toEqual([
      ['1', 0],
      ['2', 0],
      ['3', 10],
      ['4', 10],
      ['5', 20],
    ]);
  });

  test('counts one key and leaves the others alone', async ({ place }) => {
    place.qstash.answersAfterMs = () => 10 * second;
    const publish = (key: string) =>
      place.client.publish({ url: task, flowControl: { key, parallelism: 1 } });
    for (const key of ['a', 'a', 'b']) await publish(key);
    await place.client.publish({ url: task });
    await place.clock.run();
    expect(place.seconds()).toEqual([0, 0, 0, 10]);
  });

  test('has its place free again while a failed message waits for its retry', async ({ place }) => {
    place.answer = (_, nth) => new Response('', { status: nth === 1 ? 500 : 200 });
    const flowControl = { key: 'erp', parallelism: 1 };
    await place.client.batchJSON(['first', 'second'].map((body) => ({ url: task, body, flowControl })));
    await place.clock.run();
    expect(place.delivered.map(({ body, seconds }) => [body, seconds])).toEqual([
      ['"first"', 0],
      ['"second"', 0],
      ['"first"', 12],
    ]);
  });

  test('gives the place of a canceled or lost message to the next', async ({ place }) => {
    place.qstash.answersAfterMs = () => 10 * second;
    place.qstash.journey = ({ body }) => (body.toString() === bytesOf('lost') ? [] : [0]);
    const flowControl = { key: 'erp', parallelism: 1 };
    await place.client.batch(
      ['first', 'canceled', 'lost', 'last'].map((body) => ({ url: task, body, flowControl })),
    );
    await place.clock.run({ until: place.clock.now() + second });
    await place.client.messages.cancel(place.qstash.messages[1]?.messageId ?? '');
    await place.clock.run();
    expect(place.delivered.map(({ body, seconds }) => [body, seconds])).toEqual([
      ['first', 0],
      ['last', 10],
    ]);
  });
});

test('the last message of a key says how many may leave, for those that wait too', async ({ place }) => {
  place.qstash.answersAfterMs = () => 10 * second;
  const publish = (parallelism: number) =>
    place.client.publish({ url: task, flowControl: { key: 'erp', parallelism } });
  for (const parallelism of [1, 1, 1, 3]) await publish(parallelism);
  await place.clock.run();
  expect(place.seconds()).toEqual([0, 0, 0, 10]);
});

test('a rate and a parallelism hold together', async ({ place }) => {
  place.qstash.answersAfterMs = () => 5 * second;
  const flowControl = { key: 'erp', parallelism: 1, rate: 2, period: '1m' } as const;
  await place.client.batchJSON([1, 2, 3, 4].map((n) => ({ url: task, body: n, flowControl })));
  await place.clock.run();
  expect(place.seconds()).toEqual([0, 5, 60, 65]);
});

function bytesOf(text: string): string {
  return new TextEncoder().encode(text).toString();
}
