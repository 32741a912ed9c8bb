// A world of nothing but QStash and a destination that believes only what the real Receiver believes.

import { Client, Receiver } from '@upstash/qstash';
import { http } from 'msw';
import { setupServer } from 'msw/node';
import { test as base, vi } from 'vitest';

import { type Clock, virtualClock } from '#sandbox/clock.ts';
import { openQstash, type Qstash } from '#sandbox/qstash/qstash.ts';

export const noon = Date.parse('2026-11-02T12:00:00Z');
export const task = 'https://app.plumbline.test/task/post?shop=1';

export interface Place {
  readonly clock: Clock;
  readonly qstash: Qstash;
  readonly client: Client;
  readonly delivered: { readonly seconds: number; readonly request: Request; readonly body: string }[];
  answer: (request: Request, nth: number) => Response | Promise<Response>;
  /** What the receiver believes; replaced when the keys are rotated. */
  receiver: Receiver;
  /** When each delivery came, in seconds after noon. */
  seconds(): number[];
}

/** The real receiver, with the two keys that its owner knows. */
export function receiverWith(currentSigningKey: string, nextSigningKey: string): Receiver {
  return new Receiver({ currentSigningKey, nextSigningKey, devMode: false });
}

/** The real client, which reaches the stand-in at QStash's own host. */
export function connect(token: string): Client {
  return new Client({ token, baseUrl: 'https://qstash.upstash.io', devMode: false, retry: false });
}

function openPlace(): Place {
  const clock = virtualClock(noon);
  const signingKeys = { current: 'sig_current', next: 'sig_next' };
  const place: Place = {
    clock,
    qstash: openQstash({ clock, token: 'token', signingKeys, deliver }),
    client: connect('token'),
    delivered: [],
    receiver: receiverWith(signingKeys.current, signingKeys.next),
    answer: () => new Response('done'),
    seconds: () => place.delivered.map(({ seconds }) => seconds),
  };
  async function deliver(request: Request): Promise<Response> {
    // The Receiver reads Date, which follows the world's clock as it does inside the Worker.
    vi.setSystemTime(clock.now());
    const body = await request.text();
    const signature = request.headers.get('upstash-signature') ?? '';
    await place.receiver.verify({ signature, body, url: request.url, clockTolerance: 5 });
    place.delivered.push({ seconds: (clock.now() - noon) / 1000, request, body });
    return await place.answer(request, place.delivered.length);
  }
  return place;
}

/** A test that is given a fresh world. */
export const test = base.extend<{ place: Place }>({
  // oxlint-disable-next-line no-empty-pattern -- vitest reads from the pattern which fixtures this one needs
  place: async ({}, use) => {
    vi.useFakeTimers({ toFake: ['Date'], now: noon });
    vi.stubEnv('UPSTASH_DISABLE_TELEMETRY', '1');
    // The client writes every refusal to the console.
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const place = openPlace();
    const reach = http.all('https://qstash.upstash.io/*', ({ request }) => place.qstash.fetch(request));
    const server = setupServer(reach);
    server.listen({ onUnhandledFrame: 'error' });
    await use(place);
    server.close();
    vi.useRealTimers();
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  },
});
