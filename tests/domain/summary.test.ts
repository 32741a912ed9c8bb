import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digest } from '#domain/canonical.ts';
import { currenciesWith } from '#domain/currency.ts';
import { encode } from '#domain/encode.ts';
import { later } from '#domain/instant.ts';
import type { JournalEntry } from '#domain/journal.ts';
import { laneKind } from '#domain/lane.ts';
import { nothingKnown } from '#domain/shop.ts';
import { summaryDay, summaryKey, summaryLane, summaryLaneOfKey, summedFrom } from '#domain/summary.ts';
import {
  emptySummary,
  type KnownSummary,
  type SummaryPart,
  type SummarySum,
} from '#src/stabilize/summary/known.ts';
import { summaryObligation } from '#src/stabilize/summary/obligation.ts';
import { summarize } from '#src/stabilize/summary/summarize.ts';
import { isSummed, summaryOfEntry, summedIn } from '#src/stabilize/summary/summed.ts';
import { policyVersions } from '#domain/policy-body.ts';
import { defaultPolicy } from '#domain/policy.ts';
import { at, shopSettings } from '#tests/support/order-facts.ts';

const day = '2026-11-23';
const shop = shopSettings();

const line = (account: string, minor: bigint, taxKey: string | null = null): SummarySum => ({
  account,
  taxKey,
  minor,
});

type Asked = { readonly currency?: string; readonly periods?: typeof nothingKnown.periods };

const obliged = (known: Partial<KnownSummary>, { currency = 'EUR', periods = [] }: Asked = {}) =>
  summaryObligation({ of: { day, currency }, known: { ...emptySummary, ...known }, shop, periods });

/** What was obliged, once it is posted. */
function posted(known: Partial<KnownSummary>, asked: Asked = {}): SummaryPart {
  const next = obliged(known, asked);
  if (next === null) throw new Error('nothing is obliged');
  return { key: next.key, n: next.n ?? 1, state: 'posted', frozen: true, body: next.body };
}

const saidBy = (known: Partial<KnownSummary>, asked: Asked = {}) =>
  obliged(known, asked)?.body.entries.map(({ account, taxKey, amount: { minor } }) =>
    line(account, minor, taxKey),
  );

describe('a summary', () => {
  test('has one amount for each account and tax, and none of nothing', () => {
    const sums = [line('4000', -300n), line('1100', 357n), line('2000', -57n, 'VAT@0.19'), line('2120', 0n)];
    expect(saidBy({ sums })).toEqual([
      line('1100', 357n),
      line('2000', -57n, 'VAT@0.19'),
      line('4000', -300n),
    ]);
    expect(obliged({ sums })).toMatchObject({
      key: 'plumb-demo-journal-summary-2026-11-23-eur-1',
      n: 1,
      body: { order: null, fulfillment: null, postedOn: day, sums: { day, part: 1 }, total: { minor: 357n } },
    });
  });

  test('of a day on which nothing moved is none', () => {
    expect(obliged({})).toBeNull();
    expect(obliged({ sums: [line('1100', 0n)] })).toBeNull();
  });

  test('is the same to the byte in whatever order the ledger is read', () => {
    const sums = [line('1100', 5n), line('4000', -3n), line('2000', -2n, 'VAT')];
    const bytes = (some: readonly SummarySum[]) => digest(encode(obliged({ sums: some })?.body));
    expect(bytes(sums.toReversed())).toBe(bytes(sums));
  });

  test('of lines that do not come to zero is refused, and nothing is guessed', () => {
    expect(() => obliged({ sums: [line('1100', 5n), line('4000', -4n)] })).toThrow('out of balance by 1');
  });

  test('stands on the first open day where its own is closed', () => {
    const period = { period: '2026-11', from: '2026-11-01', to: '2026-11-30', status: 'closed' } as const;
    const next = obliged({ sums: [line('1100', 5n), line('4000', -5n)] }, { periods: [period] });
    expect(next?.body).toMatchObject({ postedOn: '2026-12-01', sums: { day } });
  });
});

describe('what is told late', () => {
  const sums = [line('1100', 100n), line('4000', -100n)];
  const more = [line('1100', 150n), line('2120', 20n), line('4000', -170n)];

  test('is a further summary with the difference alone, and none where nothing differs', () => {
    const first = posted({ sums });
    expect(obliged({ sums, parts: [first] })).toBeNull();
    expect(saidBy({ sums: more, parts: [first] })).toEqual([
      line('1100', 50n),
      line('2120', 20n),
      line('4000', -70n),
    ]);
    const second = posted({ sums: more, parts: [first] });
    expect(second.n).toBe(2);
    expect(obliged({ sums: more, parts: [first, second] })).toBeNull();
    expect(saidBy({ sums, parts: [first, second] })).toEqual([
      line('1100', -50n),
      line('2120', -20n),
      line('4000', 70n),
    ]);
  });

  test('waits while an earlier one is fixed and has no receipt, and replaces one that is not fixed yet', () => {
    const first = posted({ sums });
    for (const state of ['leased', 'planned', 'held', 'rejected'] as const)
      expect(obliged({ sums: more, parts: [{ ...first, state }] })).toBeNull();
    expect(obliged({ sums: more, parts: [{ ...first, state: 'planned', frozen: false }] })).toMatchObject({
      key: first.key,
      body: { total: { minor: 170n } },
    });
  });

  test('adds up: whatever is told when, all summaries together say what the ledger says', () => {
    const told = fc.array(
      fc.tuple(fc.constantFrom('1020.a', '1100', '2120', '4000'), fc.bigInt(-999n, 999n)),
      {
        maxLength: 6,
      },
    );
    const currencies = [0, 2, 3].flatMap((exponent) => currenciesWith(exponent).slice(0, 2));
    fc.assert(
      fc.property(fc.array(told, { maxLength: 5 }), fc.constantFrom(...currencies), (days, currency) => {
        const ledger = new Map<string, bigint>();
        const parts: SummaryPart[] = [];
        const add = (account: string, minor: bigint) =>
          ledger.set(account, (ledger.get(account) ?? 0n) + minor);
        for (const lines of days) {
          for (const [account, minor] of lines) {
            add(account, minor);
            add('3000', -minor);
          }
          const known = { sums: [...ledger].map(([account, minor]) => line(account, minor)), parts };
          if (obliged(known, { currency }) !== null) parts.push(posted(known, { currency }));
        }
        for (const [account, minor] of ledger) {
          const entries = parts.flatMap(({ body }) => body.entries).filter((one) => one.account === account);
          expect(entries.reduce((sum, { amount }) => sum + amount.minor, 0n)).toBe(minor);
          expect(entries.every(({ amount }) => amount.currency === currency)).toBe(true);
        }
        expect(parts.map(({ n }) => n)).toEqual(parts.map((_, index) => index + 1));
      }),
    );
  });
});

describe('a day', () => {
  test('is summed an hour after it ended where the entity is, also where the clocks change that night', () => {
    const from = (of: string, timeZone: string) => summedFrom({ day: of }, shopSettings({ timeZone }));
    expect(from(day, 'Europe/Berlin')).toBe('2026-11-24T00:00:00.000Z');
    expect(from('2026-10-25', 'Europe/Berlin')).toBe('2026-10-26T00:00:00.000Z');
    expect(from('2026-03-28', 'Europe/Berlin')).toBe('2026-03-29T00:00:00.000Z');
    expect(from(day, 'Pacific/Kiritimati')).toBe('2026-11-23T11:00:00.000Z');
    expect(from(day, 'Asia/Kathmandu')).toBe('2026-11-23T19:15:00.000Z');
    expect(from(day, 'Pacific/Pago_Pago')).toBe('2026-11-24T12:00:00.000Z');
  });

  test('obliges nothing before that, and is read again then', () => {
    const of = summaryLane({ day: '2026-12-24', currency: 'EUR' });
    const known = { ...emptySummary, sums: [line('1100', 5n), line('4000', -5n)] };
    const reading = { now: at(30), shop, shopFacts: nothingKnown, claims: [], posts: true };
    expect(summarize(of, { facts: [], known, reading })).toEqual({
      obligations: [],
      breaks: [],
      againAt: '2026-12-25T00:00:00.000Z',
    });
  });

  test('is named by its lane and by its keys alike', () => {
    const of = summaryLane({ day, currency: 'JPY' });
    expect(laneKind(of)).toBe('summary');
    expect(summaryDay(of)).toEqual({ day, currency: 'JPY' });
    expect(summaryLaneOfKey(summaryKey('lamp-shop.myshopify.com', { day, currency: 'JPY' }, 12))).toBe(of);
    expect(summaryLaneOfKey('lamp-shop-journal-255858046-1')).toBeUndefined();
    expect(() => summaryDay('order/1')).toThrow('no lane of a summary');
  });
});

/** Of October, in which nothing may be posted any more. */
const entry: JournalEntry = {
  key: 'invoice/7',
  order: 'gid://shopify/Order/1',
  source: 'gid://shopify/Order/1',
  happenedAt: at(0),
  effectiveOn: '2026-10-31',
  postingDate: '2026-11-01',
  currency: 'EUR',
  ruleVersion: 1,
  reverses: null,
  lines: [],
};

describe('an order is summed', () => {
  const ruled = (validFrom: string) =>
    shopSettings({
      policies: policyVersions(defaultPolicy, [
        { version: 1, validFrom, body: { granularity: 'daily summary' } },
      ]),
    });

  test('by the policy of the instant at which it was placed, and not before the cut-over', () => {
    expect(isSummed({ placedAt: at(0) }, ruled(at(0)))).toBe(true);
    expect(isSummed({ placedAt: at(0) }, ruled(at(1)))).toBe(false);
    const [cutOverAt] = shop.workflows.map((one) => one.cutOverAt);
    const before = new Date(Date.parse(cutOverAt ?? '') - 1).toISOString();
    expect(isSummed({ placedAt: before }, ruled('2000-01-01T00:00:00.000Z'))).toBe(false);
  });

  test('with every entry of its course on the day that it is posted on, and none of settlement or of its opening', () => {
    const of = summaryLane({ day: '2026-11-01', currency: 'EUR' });
    expect(summaryOfEntry(entry)).toBe(of);
    expect(summaryOfEntry({ ...entry, key: 'reversal/invoice/7/1', reverses: 'invoice/7' })).toBe(of);
    for (const key of ['opening/1', 'balance/1', 'gift-card/1'])
      expect(summaryOfEntry({ ...entry, key })).toBeNull();
    expect(summaryOfEntry({ ...entry, key: 'reversal/opening/1/1', reverses: 'opening/1' })).toBeNull();
  });

  test('is in the ERP once its day is over and summed, and nothing more of it is being written', () => {
    const of = summaryLane({ day: '2026-11-01', currency: 'EUR' });
    const over = summedFrom(summaryDay(of), shop);
    const isPosted = (now: string, entries: readonly JournalEntry[] = []) =>
      summedIn([{ lane: of, isPosted: true }], { entries, now, shop }).map((one) => one.isPosted);
    expect(isPosted(over)).toEqual([true]);
    expect(isPosted(later(over, -1))).toEqual([false]);
    expect(isPosted(over, [entry])).toEqual([false]);
  });
});
