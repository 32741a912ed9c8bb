import { expect, test } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { virtualClock } from '#sandbox/clock.ts';
import { openErp } from '#sandbox/erp/erp.ts';

const noon = Date.parse('2026-11-02T12:00:00Z');
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const url = 'https://app.plumbline.test/webhooks/erp/plumb-demo.myshopify.com';
const total = { minor: '11900', currency: 'EUR' };
const written = { order: 'gid://shopify/Order/1', total };

function open(answer: () => Response) {
  const clock = virtualClock(noon);
  const received: { id: string | null; at: string | null; body: string }[] = [];
  const carry = async (request: Request): Promise<Response> => {
    const body = await request.text();
    const { headers } = request;
    received.push({ id: headers.get('webhook-id'), at: headers.get('webhook-timestamp'), body });
    const [version = '', signature = ''] = headers.get('webhook-signature')?.split(',') ?? [];
    const sent = new Date(Number(headers.get('webhook-timestamp')) * 1000);
    expect(`${version},${signature}`).toBe(
      new Webhook(secret).sign(headers.get('webhook-id') ?? '', sent, body),
    );
    return answer();
  };
  return { clock, received, erp: openErp({ clock, token: 't', callbacks: { url, secret, carry } }) };
}

test('what a person types in is told only when asked, what a person edits always', async () => {
  const { clock, erp } = open(() => new Response());
  const silent = erp.enterByHand('invoice', written);
  erp.enterByHand('sales_order', written, { announce: true });
  const edited = erp.editByHand(silent, { status: 'canceled' });
  await clock.run();
  expect(erp.told.map(({ type, accepted }) => [type, accepted])).toEqual([
    ['sales_order.changed', true],
    ['invoice.posted', true],
  ]);
  expect(edited.modifiedAt > silent.modifiedAt).toBe(true);
  expect(erp.documents[0]).toEqual(edited);
  expect(JSON.parse(erp.told[1]?.body ?? '')).toEqual({
    type: 'invoice.posted',
    timestamp: '2026-11-02T12:00:00.000Z',
    data: edited,
  });
});

test('a callback that nobody takes is tried ten times over three days, signed anew under one id', async () => {
  const { clock, erp, received } = open(() => new Response(null, { status: 500 }));
  erp.enterByHand('invoice', written, { announce: true });
  await clock.run();
  const [told] = erp.told;
  const waits = told?.attempts.map(({ at }, index, all) => (at - (all[index - 1]?.at ?? at)) / 1000);
  expect(waits).toEqual([0, 5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]);
  expect(told?.accepted).toBe(false);
  expect(new Set(received.map(({ id }) => id))).toEqual(new Set(['msg_1']));
  expect(new Set(received.map(({ body }) => body)).size).toBe(1);
  expect(new Set(received.map(({ at }) => at)).size).toBe(10);
});
