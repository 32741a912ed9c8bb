import { describe, expect, test } from 'vitest';
import type { KeepOutcome, NewDelivery } from '#src/inbox/store.ts';
import { signDelivery } from '#sandbox/shopify/sign.ts';
import { rawRequest } from '#sandbox/shopify/raw.ts';
import { receive } from '#webhooks/receive.ts';
import { clientSecret, source } from '#tests/support/shopify-delivery.ts';

class Down extends Error {}

/** Receives one request; `inbox` is all that was kept of it, `work` the lane that now has some. */
async function received(request: Request, answer: KeepOutcome | Error = { outcome: 'kept', shopId: '7' }) {
  const inbox: NewDelivery[] = [];
  const {
    response,
    outcome,
    kept: work,
  } = await receive(source, request, {
    now: () => '2026-11-02T09:00:00.000Z',
    async keep(delivery) {
      if (answer instanceof Error) throw answer;
      inbox.push(delivery);
      return answer;
    },
    isStoreDown: (error) => error instanceof Down,
  });
  return {
    status: response.status,
    headers: response.headers,
    said: await response.text(),
    outcome,
    inbox,
    work,
  };
}

const body =
  '{"id":9007199254740993,"currency":"EUR","created_at":"2026-11-02T08:59:00Z","total_price":"119.00"}';
const delivery = {
  topic: 'orders/create',
  body,
  domain: 'plumb-demo.myshopify.com',
  secret: clientSecret,
  webhookId: 'b54557e4-bdd9-4b37-8a5f-bf7d70bcd043',
  eventId: '98880550-7158-44d4-b7cd-2c97c8a091b5',
  triggeredAt: Date.parse('2026-11-02T08:59:30.000Z'),
  apiVersion: '2026-10',
  url: 'https://app.plumbline.test/webhooks/shopify',
};
type Overrides = Parameters<typeof rawRequest>[1];
const send = async (overrides: Overrides = {}, rest: Partial<typeof delivery> = {}) =>
  received(await rawRequest({ ...delivery, ...rest }, overrides));

describe('a delivery that Shopify signed', () => {
  test('is kept as it came, with its names, its lane and the time of its sender, and answered 200', async () => {
    const { status, outcome, inbox } = await send();
    expect([status, outcome]).toEqual([200, 'kept']);
    expect(inbox).toEqual([
      expect.objectContaining({
        shop: 'plumb-demo.myshopify.com',
        source: 'shopify',
        topic: 'orders/create',
        dedupeKey: delivery.webhookId,
        eventId: delivery.eventId,
        lane: 'order/9007199254740993',
        receivedAt: '2026-11-02T09:00:00.000Z',
        triggeredAt: '2026-11-02T08:59:30.000Z',
        body,
      }),
    ]);
  });

  test('names the lane that now has work', async () => {
    expect((await send()).work).toEqual({ shopId: '7', lane: 'order/9007199254740993' });
  });

  test('needs neither an event id nor a time', async () => {
    const { status, inbox } = await send({ omitHeaders: ['X-Shopify-Event-Id', 'X-Shopify-Triggered-At'] });
    expect(status).toBe(200);
    expect(inbox).toMatchObject([{ eventId: null, triggeredAt: null }]);
  });

  test('that cannot be parsed is kept too, where it stops nothing else', async () => {
    for (const unreadable of [body.slice(0, 40), 'no JSON at all', '[]'])
      expect(await send({}, { body: unreadable })).toMatchObject({
        status: 200,
        inbox: [{ body: unreadable, lane: 'unreadable/any' }],
      });
  });

  test('of a topic we do not read is kept too', async () => {
    expect(await send({}, { topic: 'moons/phase_changed' })).toMatchObject({
      status: 200,
      inbox: [{ topic: 'moons/phase_changed', lane: 'unreadable/any' }],
    });
  });

  test('keeps its byte-order mark, which was signed with it', async () => {
    expect(await send({}, { body: `\uFEFF${body}` })).toMatchObject({
      status: 200,
      inbox: [{ body: `\uFEFF${body}` }],
    });
  });

  test('keeps letters that fall on the border of two chunks', async () => {
    const text = `{"id":1,"name":"${'ä€🪔'.repeat(2000)}"}`;
    const signed = await signDelivery({ ...delivery, body: text });
    const bytes = new TextEncoder().encode(text);
    const chunks = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < bytes.length; at += 7) controller.enqueue(bytes.slice(at, at + 7));
        controller.close();
      },
    });
    const { status, inbox } = await received(streamed(chunks, signed.headers));
    expect([status, inbox[0]?.body === text]).toEqual([200, true]);
  });

  test.each<[string, KeepOutcome, number]>([
    ['is kept already, which is as good as kept', { outcome: 'duplicate', shopId: '7' }, 200],
    ['is of a shop that never installed the app', { outcome: 'unknown-shop' }, 404],
  ])('that %s', async (_, answer, status) => {
    const heard = await received(await signDelivery(delivery), answer);
    expect([heard.status, heard.outcome, heard.work]).toEqual([status, answer.outcome, undefined]);
  });

  test('is to be sent again when it could not be kept', async () => {
    const heard = await received(await signDelivery(delivery), new Down('refused'));
    expect([heard.status, heard.outcome, heard.headers.get('retry-after')]).toEqual([503, 'down', '30']);
    expect(heard.said).not.toContain('refused');
  });

  test('a bug of ours is thrown, so that no 2xx can follow', async () => {
    await expect(received(await signDelivery(delivery), new TypeError('a bug'))).rejects.toThrow('a bug');
  });
});

const refusals: [string, number, Overrides][] = [
  ['without a signature', 401, { omitHeaders: ['X-Shopify-Hmac-Sha256'] }],
  [
    'with a wrong signature',
    401,
    { headers: { 'X-Shopify-Hmac-Sha256': Buffer.alloc(32, 7).toString('base64') } },
  ],
  ['with a signature that is no base64', 401, { headers: { 'X-Shopify-Hmac-Sha256': 'ä?'.slice(1) } }],
  ['with a signature cut short', 401, { headers: { 'X-Shopify-Hmac-Sha256': 'AAAA' } }],
  ["signed with another app's secret", 401, { secret: 'the-secret-of-another-app' }],
  ['altered after signing', 401, { signedBody: body.replace('119.00', '1.19') }],
  ['altered by one space', 401, { signedBody: `${body} ` }],
  ['without a topic', 400, { omitHeaders: ['X-Shopify-Topic'] }],
  ['without a shop', 400, { omitHeaders: ['X-Shopify-Shop-Domain'] }],
  ['without a webhook id', 400, { omitHeaders: ['X-Shopify-Webhook-Id'] }],
  ['without an API version', 400, { omitHeaders: ['X-Shopify-API-Version'] }],
  ['of a shop that is no myshopify.com domain', 400, { domain: 'plumb-demo.myshopify.com.evil.test' }],
];

describe('a delivery', () => {
  test.each(refusals)('%s is answered %i, and nothing is kept', async (_, status, overrides) => {
    const heard = await send(overrides);
    expect([heard.status, heard.inbox]).toEqual([status, []]);
  });

  test('of no bytes is refused before anything is kept', async () => {
    const heard = await send({}, { body: '' });
    expect([heard.status, heard.inbox]).toEqual([400, []]);
  });

  test('of bytes that are no UTF-8 is forged, though its bytes be signed', async () => {
    for (const bytes of [
      [0x7b, 0xff, 0x7d],
      [0x7b, 0xe2, 0x82],
    ]) {
      const signed = await signDelivery({ ...delivery, body: new Uint8Array(bytes) });
      const heard = await received(signed);
      expect([heard.status, heard.outcome, heard.inbox]).toEqual([401, 'forged', []]);
    }
  });

  test('that declares more bytes than we take is refused before its first byte is read', async () => {
    let pulled = 0;
    const chunks = new ReadableStream<Uint8Array>(
      {
        pull() {
          pulled += 1;
        },
      },
      { highWaterMark: 0 },
    );
    const heard = await received(streamed(chunks, { 'content-length': String(source.bytesMax + 1) }));
    expect([heard.status, heard.outcome, heard.inbox, pulled]).toEqual([413, 'too-large', [], 0]);
  });

  test('that never ends is refused as soon as it is too long, whatever it declared', async () => {
    let pulled = 0;
    const mebibyte = new Uint8Array(2 ** 20).fill(0x20);
    const chunks = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          pulled += 1;
          controller.enqueue(mebibyte);
        },
      },
      { highWaterMark: 0 },
    );
    const heard = await received(streamed(chunks, { 'content-length': '5' }));
    expect([heard.status, heard.inbox]).toEqual([413, []]);
    expect(pulled).toBe(source.bytesMax / 2 ** 20 + 1);
  });

  test('of exactly as many bytes as we take is kept', async () => {
    const text = `{"id":1,"note":"${'x'.repeat(source.bytesMax)}`.slice(0, source.bytesMax - 2);
    expect((await send({}, { body: `${text}"}` })).status).toBe(200);
    expect((await send({}, { body: `${text}x"}` })).status).toBe(413);
  });

  test('is answered in few words, which hold nothing of the request', async () => {
    for (const [, , overrides] of refusals) {
      const { said } = await send(overrides);
      expect(said.length).toBeLessThan(100);
      expect(said).not.toMatch(/evil|119\.00|9007199254740993/);
    }
  });
});

/** A request whose body is a stream; the headers are taken as given, true or not. */
function streamed(chunks: ReadableStream<Uint8Array>, headers: Headers | Record<string, string>): Request {
  return new Request(delivery.url, { method: 'POST', headers, body: chunks, duplex: 'half' });
}
