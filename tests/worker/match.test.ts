import fc from 'fast-check';
import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { secrets, workerLogin } from '#sandbox/secret.ts';
import { enterItems, type LoadItem } from '#tests/support/match-load.ts';
import { testWorld } from '#tests/support/world.ts';

const world = await testWorld();
const shop = world.shopId;
const worker = new pg.Client({
  connectionString: world.server.url(world.database, workerLogin, secrets.workerPassword),
});
await worker.connect();
afterAll(async () => {
  await worker.end();
  await world[Symbol.asyncDispose]();
});

/** Works as the Worker in the scope of the shop, and undoes it all. */
async function within<Result>(work: () => Promise<Result>): Promise<Result> {
  await worker.query('begin');
  try {
    await worker.query(`select set_config('app.shop_id', $1, true)`, [shop]);
    return await work();
  } finally {
    await worker.query('rollback');
  }
}

async function match(at = '2026-11-23T08:00:00Z') {
  const { rows } = await worker.query<{ made: string; gone: string }>(
    'select made::text, gone::text from match_open_items($1)',
    [at],
  );
  return rows[0];
}

/** Every claim as `due document state`, sorted. */
async function claims(): Promise<string[]> {
  const { rows } = await worker.query<{ line: string }>(
    `select due_ref || ' ' || document_ref || ' ' || state as line from claim order by 1`,
  );
  return rows.map(({ line }) => line);
}

function due(name: string, rest: Partial<LoadItem> = {}): LoadItem {
  return {
    ref: `due/${name}`,
    lane: `order/${name}`,
    side: 'due',
    group: 'invoice',
    minor: 11900,
    currency: 'EUR',
    day: 0,
    ...rest,
  };
}

function document(name: string, rest: Partial<LoadItem> = {}): LoadItem {
  return { ...due(name), ref: `document/${name}`, lane: `erp/${name}`, side: 'document', ...rest };
}

const claimsOf = async (...items: readonly LoadItem[]) =>
  within(async () => {
    await enterItems(worker, shop, items);
    await match();
    return claims();
  });

describe('a document filed elsewhere', () => {
  test('is claimed for the one due that it fits, on the same day or the next', async () => {
    expect(await claimsOf(due('a'), document('x', { day: 1 }))).toEqual(['due/a document/x claimed']);
    expect(await claimsOf(due('a'), document('x', { day: -1 }))).toEqual(['due/a document/x claimed']);
  });

  test.each<[string, Partial<LoadItem>]>([
    ['a cent', { minor: 11901 }],
    ['its currency', { currency: 'USD' }],
    ['its kind', { group: 'credit_memo' }],
    ['a day too many', { day: 2 }],
  ])('is not claimed where it differs by %s', async (_, rest) => {
    expect(await claimsOf(due('a'), document('x', rest))).toEqual([]);
  });

  test('is tied, never claimed, where two fit one due or one fits two', async () => {
    expect(await claimsOf(due('a'), document('x'), document('y', { day: 1 }))).toEqual([
      'due/a document/x tied',
      'due/a document/y tied',
    ]);
    expect(await claimsOf(due('a'), due('b', { day: 1 }), document('x'))).toEqual([
      'due/a document/x tied',
      'due/b document/x tied',
    ]);
  });
});

describe('the claims', () => {
  test('follow what comes and goes, and the lanes on both sides are stirred', async () => {
    await within(async () => {
      const stirred = async () => {
        const { rows } = await worker.query<{ key: string }>(
          `update lane set settled = stirred where stirred > settled returning key`,
        );
        return rows.map(({ key }) => key).toSorted();
      };
      const tell = async () => worker.query(`select tell_claims('2026-11-23T08:00:00Z', 10)`);
      await enterItems(worker, shop, [due('a'), document('x')]);
      expect(await match()).toEqual({ made: '1', gone: '0' });
      await tell();
      expect(await stirred()).toEqual(['erp/x', 'order/a']);

      await enterItems(worker, shop, [document('y')]);
      expect(await match()).toEqual({ made: '2', gone: '1' });
      await tell();
      expect(await claims()).toEqual(['due/a document/x tied', 'due/a document/y tied']);
      expect(await stirred()).toEqual(['erp/x', 'erp/y', 'order/a']);

      await worker.query(`delete from open_item where ref = 'document/x'`);
      expect(await match()).toEqual({ made: '1', gone: '2' });
      expect(await claims()).toEqual(['due/a document/y claimed']);

      await worker.query('delete from open_item');
      expect(await match()).toEqual({ made: '0', gone: '1' });
      expect(await claims()).toEqual([]);
      expect(await stirred()).toEqual(['erp/x', 'erp/y', 'order/a']);
    });
  });

  test('stay as they are when nothing changed, and are logged once', async () => {
    await within(async () => {
      await enterItems(worker, shop, [
        due('a'),
        document('x'),
        due('b', { minor: 5 }),
        document('y', { minor: 5 }),
      ]);
      await match();
      await worker.query(`select tell_claims('2026-11-23T08:00:00Z', 1)`);
      await worker.query(`select tell_claims('2026-11-23T08:00:00Z', 10)`);
      expect(await match('2026-11-24T08:00:00Z')).toEqual({ made: '0', gone: '0' });
      await worker.query(`select tell_claims('2026-11-24T08:00:00Z', 10)`);
      const { rows } = await worker.query<{ lane: string; subject: string; detail: unknown }>(
        `select lane, subject, detail from decision where kind = 'claimed' order by id`,
      );
      expect(rows).toEqual(
        ['a', 'b'].map((name, at) => ({
          lane: `order/${name}`,
          subject: `due/${name}`,
          detail: {
            due: `label of due/${name}`,
            document: `label of document/${'xy'[at] ?? ''}`,
            filedUnder: `erp/${'xy'[at] ?? ''}`,
          },
        })),
      );
    });
  });

  test('cannot join one due or one document twice, whoever writes them', async () => {
    const insert = (dueRef: string, documentRef: string) =>
      worker.query(
        `insert into claim (shop_id, due_ref, document_ref, due_lane, document_lane, due_label, document_label, state, claimed_at)
         values ($1, $2, $3, 'order/1', 'erp/1', '', '', 'claimed', '2026-11-23T08:00:00Z')`,
        [shop, dueRef, documentRef],
      );
    const refusal = async (...second: [string, string]) =>
      within(async () => {
        await insert('due/a', 'document/x');
        return insert(...second);
      });
    await expect(refusal('due/a', 'document/y')).rejects.toMatchObject({ constraint: 'due_is_claimed_once' });
    await expect(refusal('due/b', 'document/x')).rejects.toMatchObject({
      constraint: 'document_is_claimed_once',
    });
  });
});

const anyItem = fc.record({
  side: fc.constantFrom('due' as const, 'document' as const),
  group: fc.constantFrom('invoice', 'receipt'),
  minor: fc.constantFrom(100, 200, 300),
  currency: fc.constantFrom('EUR', 'EUR', 'USD'),
  day: fc.integer({ min: 0, max: 8 }),
});
const anyItems = fc
  .array(anyItem, { maxLength: 24 })
  .map((some) =>
    some.map((one, at): LoadItem => ({ ...one, ref: `${one.side}/${at}`, lane: `order/${at}` })),
  );

/** What ought to be claimed, by the definition and one item at a time. */
function claimedByHand(items: readonly LoadItem[]): string[] {
  const dues = items.filter((one) => one.side === 'due');
  const documents = items.filter((one) => one.side === 'document');
  const fits = (one: LoadItem, other: LoadItem): boolean =>
    one.group === other.group &&
    one.minor === other.minor &&
    one.currency === other.currency &&
    Math.abs(one.day - other.day) <= 1;
  const lines = dues.flatMap((one) => {
    const candidates = documents.filter((other) => fits(one, other));
    const [only] = candidates;
    const isUnique =
      candidates.length === 1 && only !== undefined && dues.filter((other) => fits(other, only)).length === 1;
    return candidates.map((other) => `${one.ref} ${other.ref} ${isUnique ? 'claimed' : 'tied'}`);
  });
  return lines.toSorted();
}

describe('whatever lies open', () => {
  test('is claimed exactly where the evidence is unique, in any order of its coming, in one go or in two', async () => {
    const property = fc.asyncProperty(
      anyItems.chain((items) =>
        fc.tuple(
          fc.constant(items),
          fc.shuffledSubarray(items, { minLength: items.length, maxLength: items.length }),
          fc.nat({ max: items.length }),
        ),
      ),
      async ([items, shuffled, half]) => {
        const expected = claimedByHand(items);
        expect(await claimsOf(...items)).toEqual(expected);
        const inTwo = await within(async () => {
          await enterItems(worker, shop, shuffled.slice(0, half));
          await match();
          await enterItems(worker, shop, shuffled.slice(half));
          await match();
          return claims();
        });
        expect(inTwo).toEqual(expected);
        const claimed = expected
          .filter((line) => line.endsWith(' claimed'))
          .flatMap((line) => line.split(' ').slice(0, 2));
        expect(new Set(claimed).size).toBe(claimed.length);
      },
    );
    await fc.assert(property, { numRuns: 150 });
  });
});
