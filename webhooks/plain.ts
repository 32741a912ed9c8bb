import type { Translate } from '#domain/delivery.ts';
import { type Lane, unreadableLane } from '#domain/lane.ts';
import type { ResponsePolicy } from '#webhooks/source.ts';

/** For senders to whom only a 2xx means "done" and anything else "send again", whatever the body says. */
export const plainResponses: ResponsePolicy = {
  kept: () => answer(200, 'kept'),
  duplicate: () => answer(200, 'already kept'),
  forged: () => answer(401, 'the signature does not fit'),
  unreadable: (why) => answer(400, why),
  tooLarge: (bytesMax) => answer(413, `more than ${bytesMax} bytes`),
  unknownShop: () => answer(404, 'this shop has not installed the app'),
  down: (seconds) => answer(503, 'not kept, send again', { 'retry-after': String(seconds) }),
};

function answer(status: number, words: string, extra: Record<string, string> = {}): Response {
  return new Response(`${words}\n`, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', ...extra },
  });
}

const epoch = '1970-01-01T00:00:00.000Z';

/**
 * The home of the first fact that the body gives. A body that cannot be read waits apart, where the drain meets
 * the same obstacle and parks it with its reason.
 */
export function homeLane(translate: Translate, told: { source: string; topic: string; body: string }): Lane {
  const delivery = { ...told, id: '', receivedAt: epoch, triggeredAt: epoch };
  try {
    const [first] = translate(delivery, { shop: '', erpConnectionId: 'any' });
    return first?.lanes[0] ?? unreadableLane;
  } catch {
    return unreadableLane;
  }
}
