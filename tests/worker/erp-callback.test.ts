import { describe, expect, test } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { callbackSecretOf, demoDomain, type World } from '#sandbox/world.ts';
import { signCallback, type SignedCallback } from '#sandbox/erp/sign.ts';
import { secrets } from '#sandbox/secret.ts';
import { callbackSecrets } from '#src/inbox/callback-secret.ts';
import { readMasterSecrets } from '#src/inbox/seal.ts';
import { callbackExamples } from '#src/contract/example.ts';
import { live, minute, morning, testWorld } from '#tests/support/world.ts';

const address = (domain: string) => `https://app.plumbline.test/webhooks/erp/${domain}`;
const invoicePosted = JSON.stringify(callbackExamples['invoice.posted']);

async function signed(changes: Partial<SignedCallback> = {}): Promise<Request> {
  return signCallback({
    url: address(demoDomain),
    secret: await callbackSecretOf(demoDomain),
    webhookId: 'msg_1',
    at: morning,
    body: invoicePosted,
    ...changes,
  });
}

async function deliver(world: World, request: Request) {
  const { response, settled } = await world.worker.fetch(request);
  await settled;
  return { status: response.status, said: (await response.text()).trim() };
}

async function inbox(world: World) {
  return world.ask<{ dedupe_key: string; topic: string; lane: string; state: string; reason: string | null }>(
    `select dedupe_key, topic, lane, state, reason from inbox where source = 'erp' order by id`,
  );
}

describe('a callback at the door', () => {
  test('is kept once: the first time kept, the second time known, and in no other case written', async () => {
    await using world = await testWorld();
    expect(await deliver(world, await signed())).toEqual({ status: 200, said: 'kept' });
    expect(await deliver(world, await signed())).toEqual({ status: 200, said: 'already kept' });
    // A later attempt of the same message has a newer timestamp and so another signature.
    expect(await deliver(world, await signed({ at: morning + 2 * minute }))).toEqual({
      status: 200,
      said: 'already kept',
    });
    expect(await inbox(world)).toEqual([
      {
        dedupe_key: 'msg_1',
        topic: 'invoice.posted',
        lane: 'order/820982911946154508',
        state: 'done',
        reason: null,
      },
    ]);
  });

  test('is refused when forged, stale, early, altered, of another shop, bare, huge or for nobody', async () => {
    await using world = await testWorld();
    await world.installStore('another-shop.myshopify.com');
    const anothers = await callbackSecretOf('another-shop.myshopify.com');
    const altered = async () => {
      const request = await signed();
      return new Request(request.url, {
        method: 'POST',
        headers: request.headers,
        body: invoicePosted.replace('11900', '1'),
      });
    };
    const withHeaders = async (change: (headers: Headers) => void) => {
      const request = await signed();
      const headers = new Headers(request.headers);
      change(headers);
      return new Request(request.url, { method: 'POST', headers, body: invoicePosted });
    };
    const stale = morning - 5 * minute - 1000;
    const refused: readonly (readonly [number, Request])[] = [
      [401, await signed({ secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}` })],
      [401, await signed({ at: stale })],
      [401, await signed({ at: morning + 5 * minute + 1000 })],
      [401, await signed({ at: stale, webhookId: 'msg_2' })],
      // What was signed once is replayed under another id, or with the timestamp made fresh.
      [401, await withHeaders((headers) => headers.set('webhook-id', 'msg_2'))],
      [401, await withHeaders((headers) => headers.set('webhook-timestamp', String(morning / 1000 + 1)))],
      [401, await withHeaders((headers) => headers.set('webhook-signature', 'v1,'))],
      [401, await withHeaders((headers) => headers.set('webhook-signature', 'v1'))],
      [
        401,
        await withHeaders((headers) =>
          headers.set('webhook-signature', headers.get('webhook-signature')?.replace('v1,', 'v2,') ?? ''),
        ),
      ],
      [401, await withHeaders((headers) => headers.set('webhook-timestamp', 'yesterday'))],
      [401, await altered()],
      [401, await signed({ secret: anothers })],
      [401, await signed({ url: address('another-shop.myshopify.com') })],
      [400, await withHeaders((headers) => headers.delete('webhook-id'))],
      [400, await withHeaders((headers) => headers.delete('webhook-timestamp'))],
      [400, await withHeaders((headers) => headers.delete('webhook-signature'))],
      [400, await signed({ body: '' })],
      [400, await signed({ url: address('not-a-shop.example.com') })],
      [400, await signed({ webhookId: 'm'.repeat(201) })],
      [413, await signed({ body: ' '.repeat(1024 * 1024 + 1) })],
      [
        404,
        await signed({
          url: address('nobody.myshopify.com'),
          secret: await callbackSecretOf('nobody.myshopify.com'),
        }),
      ],
    ];
    const statuses: number[] = [];
    for (const [, request] of refused) statuses.push((await deliver(world, request)).status);
    expect(statuses).toEqual(refused.map(([status]) => status));
    expect(await inbox(world)).toEqual([]);
  });

  test('takes one of several signatures, as a sender gives while its secret changes', async () => {
    await using world = await testWorld();
    const request = await signed();
    const headers = new Headers(request.headers);
    const other = new Webhook(Buffer.alloc(32, 7).toString('base64')).sign(
      'msg_1',
      new Date(morning),
      invoicePosted,
    );
    headers.set('webhook-signature', `${other} ${headers.get('webhook-signature')}`);
    expect(
      await deliver(world, new Request(request.url, { method: 'POST', headers, body: invoicePosted })),
    ).toEqual({
      status: 200,
      said: 'kept',
    });
  });

  test('is taken under the old secret while a master secret is replaced', async () => {
    const fresh = `fresh:${Buffer.alloc(32, 'fresh').toString('base64')}`;
    const bindings = { MASTER_SECRETS: `${fresh},${secrets.masterSecrets}` };
    await using world = await testWorld({ bindings });
    expect(await deliver(world, await signed())).toEqual({ status: 200, said: 'kept' });
    const [current] = await callbackSecrets(readMasterSecrets(fresh), demoDomain);
    expect(await deliver(world, await signed({ webhookId: 'msg_2', secret: current }))).toEqual({
      status: 200,
      said: 'kept',
    });
  });

  test('is sent away with 503 while the database is down, and kept when the ERP tries again', async () => {
    await using world = await testWorld();
    world.neon.intercept = () => 'down';
    world.erp.tell('invoice.posted', callbackExamples['invoice.posted'].data);
    await live(world, 1000);
    world.neon.intercept = undefined;
    await live(world, 10_000);
    expect(world.erp.told).toMatchObject([{ accepted: true, attempts: [{ status: 503 }, { status: 200 }] }]);
    expect(await inbox(world)).toMatchObject([{ state: 'done' }]);
  });

  test('is parked with a reason when its type is unknown or its body is not as the contract has it', async () => {
    await using world = await testWorld();
    const unknown = JSON.stringify({ type: 'invoice.shredded', timestamp: '2026-11-23T08:00:00Z', data: {} });
    const half = JSON.stringify({ ...callbackExamples['invoice.posted'], data: { id: 'invoice_3' } });
    expect((await deliver(world, await signed({ webhookId: 'a', body: unknown }))).status).toBe(200);
    expect((await deliver(world, await signed({ webhookId: 'b', body: half }))).status).toBe(200);
    expect((await deliver(world, await signed({ webhookId: 'c', body: 'no JSON' }))).status).toBe(200);
    const kept = await inbox(world);
    expect(kept.map(({ state, reason }) => `${state}: ${reason}`)).toEqual([
      'parked: the callback invoice.shredded is not one we read',
      'parked: not as we know it: data.kind, data.number, data.key, data.status, data.order',
      'parked: the callback unreadable is not one we read',
    ]);
  });

  test('costs one round trip to acknowledge and two to drain', async () => {
    await using world = await testWorld();
    world.neon.resetLog();
    const { response, settled } = await world.worker.fetch(await signed());
    expect(response.headers.get('server-timing')).toBe('db;desc="1 round trip"');
    await settled;
    expect(world.neon.trips).toBe(3);
  });
});

describe('GET /erp/v1/openapi.json', () => {
  test('is public, cacheable and known by its ETag', async () => {
    await using world = await testWorld();
    const url = 'https://app.plumbline.test/erp/v1/openapi.json';
    const { response } = await world.worker.fetch(new Request(url));
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('public, max-age=3600');
    expect(await response.json()).toMatchObject({ openapi: '3.1.0' });
    const etag = response.headers.get('etag') ?? '';
    const again = await world.worker.fetch(new Request(url, { headers: { 'if-none-match': etag } }));
    expect(again.response.status).toBe(304);
    expect(world.neon.trips).toBe(0);
  });
});
