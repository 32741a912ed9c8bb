import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { virtualClock } from '#sandbox/clock.ts';
import { openErp } from '#sandbox/erp/erp.ts';
import { Park, RetryLater } from '#domain/obstacle.ts';
import { openErpReads } from '#src/client/erp/read.ts';

const baseUrl = 'https://erp.plumbline.test';
const noon = Date.parse('2026-11-02T12:00:00Z');
const since = new Date(noon).toISOString();
let clock = virtualClock(noon);
let sandbox = openErp({ clock, token: 'erp-token' });
let asked: URL[] = [];
let instead: (() => Response) | undefined;

const server = setupServer(
  http.all(`${baseUrl}/*`, async ({ request }) => {
    asked.push(new URL(request.url));
    try {
      return instead?.() ?? (await sandbox.fetch(request));
    } catch {
      return HttpResponse.error();
    }
  }),
);
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterAll(() => server.close());
beforeEach(() => {
  clock = virtualClock(noon);
  sandbox = openErp({ clock, token: 'erp-token' });
  asked = [];
  instead = undefined;
});

const erp = openErpReads({ baseUrl, token: 'erp-token' });
const type = (count: number) => {
  for (let typed = 0; typed < count; typed += 1)
    sandbox.enterByHand('payment', { order: null, total: { minor: '100', currency: 'EUR' } });
};
const refused = async (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('reading the ERP', () => {
  test('brings documents in pages of 250, and each but the last leads on to the next', async () => {
    type(300);
    const first = await erp.documents(since, null);
    expect(first.documents).toHaveLength(250);
    const last = await erp.documents(since, first.nextCursor);
    expect(last).toMatchObject({ nextCursor: null });
    expect(last.documents).toHaveLength(50);
    expect(new Set([...first.documents, ...last.documents].map((one) => JSON.stringify(one))).size).toBe(300);
    expect(asked.map(({ searchParams }) => searchParams.get('modifiedSince'))).toEqual([since, since]);
  });

  test('brings only what changed since', async () => {
    type(2);
    await clock.run({ until: noon + 60_000 });
    type(1);
    const later = new Date(noon + 1).toISOString();
    expect((await erp.documents(later, null)).documents).toHaveLength(1);
  });

  test('brings a document that the contract does not know as the ERP wrote it', async () => {
    instead = () => Response.json({ documents: [{ id: 'x', kind: 'barter' }, 7], nextCursor: null });
    expect((await erp.documents(since, null)).documents).toEqual([{ id: 'x', kind: 'barter' }, 7]);
  });

  test('brings the periods', async () => {
    type(1);
    sandbox.closePeriod('2026-10');
    expect(await erp.periods()).toContainEqual(expect.objectContaining({ id: '2026-10', status: 'closed' }));
  });

  test.each([
    ['429', { afterMs: 2000 }],
    ['500', { afterMs: 30_000 }],
    ['timeout', { afterMs: 30_000 }],
  ] as const)('is to be tried again after %s', async (fault, expected) => {
    sandbox.plant(fault, { of: 'sweep' });
    expect(await refused(erp.documents(since, null))).toMatchObject({ name: 'RetryLater', ...expected });
    expect(await refused(erp.periods())).toBeUndefined();
  });

  test('is to be tried again after an answer that is none', async () => {
    for (const text of ['', 'OK', '{"rows":[]}', '[]']) {
      instead = () => new Response(text);
      expect(await refused(erp.documents(since, null)), text).toBeInstanceOf(RetryLater);
    }
  });

  test('parks when the ERP refuses what it is asked, such as a cursor that ran out', async () => {
    expect(await refused(erp.documents(since, 'stale!'))).toEqual(new Park('the ERP refused a read (422)'));
  });

  test('no message repeats the token', async () => {
    sandbox.plant('500', { of: 'sweep' });
    const stranger = openErpReads({ baseUrl, token: 'guess' });
    for (const error of [await refused(erp.documents(since, null)), await refused(stranger.periods())])
      expect(String(error)).not.toMatch(/erp-token|guess/);
  });
});
