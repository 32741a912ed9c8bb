import { describe, expect, test } from 'vitest';
import { kindFigures, plantedFigures, sumOfFigures } from '#sandbox/detection/figure.ts';
import { scoreOf } from '#sandbox/detection/score.ts';
import type { Seen, SeenBreak } from '#sandbox/detection/seen.ts';
import { type NewlyPlanted, type Planted, plantedOf } from '#sandbox/traffic/fault/planted.ts';

const at = Date.parse('2026-11-23T09:00:00Z');
const order = (id: number) => `gid://shopify/Order/${id}`;

function planted(fault: Partial<NewlyPlanted> & Pick<NewlyPlanted, 'kind'>): Planted {
  return plantedOf({ subject: order(1), order: order(1), at, note: '', amount: euro(1190n), ...fault });
}

function euro(minor: bigint) {
  return { minor, currency: 'EUR' };
}

function broken(some: Partial<SeenBreak>): SeenBreak {
  return {
    lane: 'order/1',
    key: '',
    leg: 'erp',
    cause: 'MISSING_ERP',
    ...euro(-1190n),
    about: '',
    name: '#1',
    sentence: '',
    isOpen: true,
    ...some,
  };
}

function score(faults: readonly Planted[], seen: Partial<Seen>) {
  const everything = { breaks: [], caughtUp: [], lanesOf: new Map(), ...seen };
  const made = scoreOf({ planted: faults, isOfLife: (lane) => lane !== 'order/99' }, everything);
  return { ...made, figures: plantedFigures(made, faults.length) };
}

describe('a planted fault', () => {
  test('is found by an open break of its order, with its amount whatever the sign, and a cause of its set', () => {
    const { figures } = score([planted({ kind: 'document-forgotten' })], { breaks: [broken({})] });
    expect(figures).toMatchObject({ lasting: 1, found: 1, exactAmount: 1, fittingCause: 1, false: 0 });
  });

  test('is judged by the break that has its amount where there are several', () => {
    const other = broken({ cause: 'STATUS', minor: 5n });
    const fault = planted({ kind: 'document-forgotten' });
    expect(score([fault], { breaks: [other, broken({})] }).figures.fittingCause).toBe(1);
    expect(
      score([fault], { breaks: [broken({ minor: 5n }), broken({ cause: 'STATUS' })] }).figures,
    ).toMatchObject({
      exactAmount: 1,
      fittingCause: 0,
    });
  });

  test('may be told apart by nobody from a document of its amount and day that is filed elsewhere', () => {
    const forgotten = planted({ kind: 'document-forgotten' });
    const misfiled = { kind: 'document-under-other-order', subject: 'INV-2', order: order(2) } as const;
    const seen = {
      breaks: [broken({ cause: 'AMBIGUOUS' }), broken({ cause: 'AMBIGUOUS', lane: 'order/2' })],
    };
    expect(score([forgotten, planted(misfiled)], seen)).toMatchObject({
      figures: { found: 2, fittingCause: 2, false: 0 },
      unexplained: { found: 2, planted: 2 },
    });
    const later = planted({ ...misfiled, at: at + 3 * 86_400_000 });
    expect(score([forgotten, later], seen)).toMatchObject({
      figures: { found: 2, fittingCause: 0 },
      unexplained: { found: 2, planted: 0 },
    });
  });

  test('may show in several breaks of one cause, which have its amount together', () => {
    const fault = planted({ kind: 'unmapped-tax-title' });
    const parts = [broken({ cause: 'UNMAPPED', minor: 1000n }), broken({ cause: 'UNMAPPED', minor: 190n })];
    expect(score([fault], { breaks: parts }).figures).toMatchObject({ exactAmount: 1, fittingCause: 1 });
    expect(score([fault], { breaks: [...parts, parts[0] ?? broken({})] }).figures).toMatchObject({
      exactAmount: 0,
    });
  });

  test('is not found by a break of another order, of another currency, or of none at all', () => {
    const fault = planted({ kind: 'document-forgotten' });
    const { figures, falseBreaks } = score([fault], { breaks: [broken({ lane: 'order/2' })] });
    expect(figures).toMatchObject({ found: 0, exactAmount: 0, fittingCause: 0 });
    expect(falseBreaks).toHaveLength(1);
    expect(score([fault], { breaks: [broken({ currency: 'USD' })] }).figures).toMatchObject({
      exactAmount: 0,
    });
    expect(score([fault], {}).figures).toMatchObject({ lasting: 1, found: 0 });
  });

  test('about a document is found in the lane of the document, and under the order where it stands wrongly', () => {
    const fault = planted({ kind: 'document-under-other-order', subject: 'INV-7' });
    const lanesOf = new Map([['INV-7', ['erp/d7', 'order/2']]]);
    const breaks = [
      broken({ lane: 'order/2', cause: 'IDENTITY' }),
      broken({ lane: 'erp/d7', cause: 'IDENTITY' }),
    ];
    expect(score([fault], { breaks, lanesOf }).figures).toMatchObject({
      found: 1,
      fittingCause: 1,
      false: 0,
    });
  });

  test('counts for its only cause where one fits, and for its true one among several', () => {
    const faults = [
      planted({ kind: 'unknown-gateway' }),
      planted({ kind: 'document-forgotten', order: order(2) }),
    ];
    const breaks = [broken({ cause: 'UNMAPPED' }), broken({ lane: 'order/2', cause: 'DELETED' })];
    const { figures, findings } = score(faults, { breaks });
    expect(figures).toMatchObject({ fittingCause: 2, oneCause: 1, exactCause: 1 });
    expect(kindFigures(findings)['document-forgotten']).toMatchObject({ fittingCause: 1, trueCause: 0 });
  });

  test('in stock, payouts, balances or prices is not measured, and explains what it breaks', () => {
    const { figures } = score([planted({ kind: 'price-set-wrongly' })], { breaks: [broken({})] });
    expect(figures).toMatchObject({ total: 1, lasting: 0, unmeasured: 1, false: 0 });
  });

  test('that was closed as tolerated is found, and no open break', () => {
    const breaks = [broken({ cause: 'TAX_ROUNDING', minor: 1n, isOpen: false })];
    const fault = planted({ kind: 'tax-rounded-otherwise', amount: euro(-1n) });
    expect(score([fault], { breaks }).figures).toMatchObject({ found: 1, exactAmount: 1, fittingCause: 1 });
    expect(score([], { breaks }).figures.false).toBe(0);
  });
});

describe('what passes', () => {
  const lost = planted({ kind: 'delivery-lost', subject: 'a', order: order(3), amount: null });

  test('is healed when its order has no difference, with the time a sweep needed to find it', () => {
    const caughtUp = [{ lane: 'order/3', at: at + 60_000 }];
    expect(score([lost], { caughtUp }).healed).toEqual([{ fault: lost, afterMs: 60_000 }]);
  });

  test('is not healed when its order differs at the end, and that break is false', () => {
    const { unhealed, figures } = score([lost], { breaks: [broken({ lane: 'order/3' })] });
    expect(unhealed).toEqual([lost]);
    expect(figures).toMatchObject({ healed: 0, false: 1 });
  });
});

describe('breaks', () => {
  test('of orders that came with hostile deliveries are nobody’s fault and not false', () => {
    expect(score([], { breaks: [broken({ lane: 'order/99' })] }).falseBreaks).toEqual([]);
  });

  test('that nobody can explain count against what was planted so', () => {
    const fault = planted({ kind: 'document-without-order', subject: 'INV-7' });
    const breaks = [broken({ cause: 'AMBIGUOUS' }), broken({ lane: 'order/5', cause: 'UNKNOWN_TYPE' })];
    expect(score([fault], { breaks }).unexplained).toEqual({ found: 2, planted: 1 });
  });
});

test('figures of many lives add up', () => {
  const one = score([planted({ kind: 'document-forgotten' })], { breaks: [broken({})] }).figures;
  const sum = sumOfFigures([one, one, score([], { breaks: [broken({})] }).figures]);
  expect(sum).toMatchObject({ total: 2, lasting: 2, found: 2, exactAmount: 2, false: 1 });
});
