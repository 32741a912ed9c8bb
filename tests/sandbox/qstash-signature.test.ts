/** Whom the real Receiver believes: every delivery as it was sent, and nothing that was touched, held back or forged. */
import { SignatureError } from '@upstash/qstash';
import { describe, expect, vi } from 'vitest';
import { z } from 'zod';

import { noon, type Place, receiverWith, task, test } from './support/place.ts';

type Sent = { readonly signature: string; readonly body: string; readonly url: string };

const Keys = z.object({ current: z.string(), next: z.string() });
const receiver = receiverWith('sig_current', 'sig_next');

async function believes(sent: Sent, by = receiver): Promise<boolean> {
  try {
    return await by.verify({ ...sent, clockTolerance: 5 });
  } catch (error) {
    if (error instanceof SignatureError) return false;
    throw error;
  }
}

describe('a delivery', () => {
  test('is believed with its own body and address, and with no others', async ({ place }) => {
    await place.client.publishJSON({ url: task, body: { n: 1 } });
    await place.clock.run();
    const sent = sentOf(place);
    expect(await believes(sent)).toBe(true);
    expect(await believes({ ...sent, body: '{"n":2}' })).toBe(false);
    expect(await believes({ ...sent, url: 'https://app.plumbline.test/task/other' })).toBe(false);
    expect(await believes({ ...sent, signature: `${sent.signature.slice(0, -3)}abc` })).toBe(false);
    expect(await believes(sent, receiverWith('sig_of_somebody', 'sig_else'))).toBe(false);
  });

  test('is not believed five minutes later', async ({ place }) => {
    await place.client.publish({ url: task, body: 'x' });
    await place.clock.run();
    vi.setSystemTime(noon + 299_000);
    expect(await believes(sentOf(place))).toBe(true);
    vi.setSystemTime(noon + 306_000);
    expect(await believes(sentOf(place))).toBe(false);
  });

  test('without a body is signed over nothing', async ({ place }) => {
    await place.client.publish({ url: task, method: 'GET' });
    await place.clock.run();
    expect(sentOf(place).body).toBe('');
    expect(await believes(sentOf(place))).toBe(true);
  });
});

test('a rotation makes the next key sign, so that a receiver has until the next one to learn', async ({
  place,
}) => {
  const deliver = async (by: typeof receiver) => {
    place.receiver = by;
    await place.client.publish({ url: task, retries: 0 });
    await place.clock.run();
    return place.qstash.messages.at(-1)?.state;
  };
  expect(await keysOf(place, 'GET', '')).toEqual({ current: 'sig_current', next: 'sig_next' });
  const { current, next } = await keysOf(place, 'POST', '/rotate');
  expect(current).toBe('sig_next');
  expect(await deliver(receiver)).toBe('delivered');
  await keysOf(place, 'POST', '/rotate');
  expect(await deliver(receiver)).toBe('dead');
  expect(await deliver(receiverWith(current, next))).toBe('delivered');
});

function sentOf({ delivered }: Place): Sent {
  const last = delivered.at(-1);
  if (last === undefined) throw new Error('Nothing was delivered.');
  const signature = last.request.headers.get('upstash-signature') ?? '';
  return { signature, body: last.body, url: last.request.url };
}

/** The client has no call for the keys. */
async function keysOf({ qstash }: Place, method: 'GET' | 'POST', path: string) {
  const url = `https://qstash.upstash.io/v2/keys${path}`;
  const response = await qstash.fetch(
    new Request(url, { method, headers: { Authorization: 'Bearer token' } }),
  );
  return Keys.parse(await response.json());
}
