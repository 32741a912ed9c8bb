import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readableKinds } from '#src/contract/document.ts';
import { sweeps } from '#src/contract/sweep.ts';
import type { Erp } from '#sandbox/erp/erp.ts';
import { call, eur, noon, open, order } from './support/erp.ts';

const page = z.object({
  documents: z.array(z.object({ number: z.string(), modifiedAt: z.string() })),
  nextCursor: z.string().nullable(),
});

async function read(erp: Erp, query: Record<string, string> = {}) {
  const { answer } = await call(erp, `documents?${new URLSearchParams(query).toString()}`);
  const { documents, nextCursor } = page.parse(answer);
  return { numbers: documents.map(({ number }) => number), next: nextCursor };
}

const enter = (erp: Erp) => erp.enterByHand('invoice', { order: order.id, total: eur(100) });

describe('a sweep', () => {
  test('brings documents of every kind, and each read reads by the contract', async () => {
    const { erp } = open();
    erp.receiveByHand({ sku: 'LAMP', location: 'BERLIN', quantity: 10, unitCost: 4000n });
    const units = [{ sku: 'LAMP', location: 'BERLIN', quantity: -1 }];
    for (const kind of readableKinds) erp.enterByHand(kind, { order: order.id, total: eur(100), units });
    for (const sweep of ['documents', 'general-ledger-lines', 'stock-levels', 'periods'] as const) {
      const { status, answer } = await call(erp, sweep);
      expect(status).toBe(200);
      expect(sweeps[sweep].parse(answer)).toEqual(answer);
    }
    const { answer } = await call(erp, 'documents');
    const kinds = sweeps.documents.parse(answer).documents.map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(readableKinds));
    expect((await call(erp, 'stock-levels')).answer).toMatchObject({ levels: [{ sku: 'LAMP', onHand: 8 }] });
  });

  test('goes on where it stopped, and meets what changed in between once more at its end', async () => {
    const { erp, clock } = open();
    const first = enter(erp);
    enter(erp);
    await clock.run({ until: noon + 1000 });
    enter(erp);
    const one = await read(erp, { limit: '2' });
    expect(one.numbers).toEqual(['INV-00001', 'INV-00002']);
    await clock.run({ until: noon + 2000 });
    erp.editByHand(first, { total: eur(90) });
    const two = await read(erp, { limit: '2', cursor: one.next ?? '' });
    expect(two).toEqual({ numbers: ['INV-00003', 'INV-00001'], next: null });
  });

  test('begins at an instant that is given with any offset, and brings what changed at it', async () => {
    const { erp, clock } = open();
    enter(erp);
    await clock.run({ until: noon + 1000 });
    enter(erp);
    expect(await read(erp, { modifiedSince: '2026-11-02T13:00:01+01:00' })).toEqual({
      numbers: ['INV-00002'],
      next: null,
    });
    expect((await read(erp, { modifiedSince: '2026-11-02T12:00:02Z' })).numbers).toEqual([]);
  });

  test.each(['limit=0', 'limit=251', 'limit=many', 'modifiedSince=yesterday', 'cursor=!'])(
    'is refused with %s',
    async (query) => {
      const { erp } = open();
      expect(await call(erp, `documents?${query}`)).toMatchObject({
        status: 422,
        answer: { error: { code: 'invalid_search' } },
      });
    },
  );
});
