import { describe, expect, test } from 'vitest';
import { digest } from '#domain/canonical.ts';
import { encode } from '#domain/encode.ts';
import type { Obligation, Posting } from '#domain/posting.ts';
import type { Mode } from '#domain/workflow.ts';
import { plan } from '#src/automate/plan.ts';
import { expectOrder } from '#src/stabilize/expect.ts';
import { at, known, payment, shipment, shopSettings } from '#tests/support/order-facts.ts';

const { obligations } = expectOrder(known({ transactions: [payment(1, 5)] }), shopSettings());
const workflow = (mode: Mode) => [{ name: 'invoice posting' as const, mode, cutOverAt: at(-1440) }];

function stored(of: Obligation, rest: Partial<Posting> = {}): Posting {
  return {
    key: of.key,
    kind: of.kind,
    workflow: 'invoice posting',
    state: 'planned',
    bodyDigest: digest(encode(of.body)),
    frozen: false,
    reason: null,
    ...rest,
  };
}

/** What is planned when all obligations are stored, changed as `rest` says. */
const again = (rest: Partial<Posting>, mode: Mode = 'auto') =>
  plan(
    obligations,
    obligations.map((one) => stored(one, rest)),
    workflow(mode),
  );
const nothing = { write: [], withdraw: [], conflicts: [] };

describe('planning', () => {
  test('in auto, a new obligation is planned', () => {
    const { write } = plan(obligations, [], workflow('auto'));
    expect(write).toMatchObject(
      obligations.map((obligation) => ({ obligation, state: 'planned', reason: null })),
    );
    expect(obligations.length).toBeGreaterThan(1);
  });

  test.each<Mode>(['shadow', 'approve'])('in %s, a new obligation is held with the reason', (mode) => {
    const { write } = plan(obligations, [], workflow(mode));
    expect(write).toMatchObject(
      obligations.map((obligation) => ({
        obligation,
        state: 'held',
        reason: `invoice posting is in mode ${mode}`,
      })),
    );
  });

  test('what is stored as it ought to be is left alone', () => {
    expect(again({})).toEqual(nothing);
    expect(again({ state: 'held', reason: 'invoice posting is in mode shadow' }, 'shadow')).toEqual(nothing);
  });

  describe('goods that are shipped again after their shipment was cancelled', () => {
    const story = (fulfillment: number) =>
      expectOrder(
        known({ transactions: [payment(1, 5)], fulfillments: [shipment(fulfillment, 9)] }),
        shopSettings(),
      ).obligations;
    const planned = (first: Partial<Posting>) => {
      const postings = story(1).map((one) => stored(one, one.kind === 'invoice' ? first : {}));
      return plan(story(2), postings, workflow('auto')).write.filter(
        (one) => one.obligation.kind === 'invoice',
      );
    };

    test.each<Posting['state']>(['planned', 'leased', 'posted'])(
      'are not invoiced again while their first invoice, frozen and %s, is not corrected',
      (state) => {
        const [anew, ...others] = planned({ frozen: true, state });
        expect(anew?.state).toBe('held');
        expect(anew?.reason).toContain('has to be corrected first');
        expect(others).toEqual([]);
      },
    );

    test.each<Partial<Posting>>([
      { frozen: false, state: 'planned' },
      { frozen: true, state: 'rejected' },
      { frozen: false, state: 'withdrawn' },
    ])('are invoiced when their first invoice never stood: %o', (first) => {
      expect(planned(first)).toMatchObject([{ state: 'planned', reason: null }]);
    });
  });

  test('what was held is planned when the mode becomes auto', () => {
    const { write } = again({ state: 'held', reason: 'invoice posting is in mode shadow' });
    expect(write).toMatchObject(obligations.map(() => ({ state: 'planned', reason: null })));
  });

  test('what was planned and has not left is held when the mode is no longer auto', () => {
    expect(again({}, 'approve').write).toMatchObject(obligations.map(() => ({ state: 'held' })));
  });

  test('a body that has not left is superseded by the new one', () => {
    const { write, conflicts } = again({ bodyDigest: 'of an older body' });
    expect(write.map((one) => one.obligation)).toEqual(obligations);
    expect(conflicts).toEqual([]);
  });

  test.each<Posting['state']>(['leased', 'posted', 'rejected', 'planned', 'held'])(
    'a frozen posting that is %s is left alone when its body is the same, in any mode',
    (state) => {
      expect(again({ frozen: true, state, reason: 'whatever' })).toEqual(nothing);
      expect(again({ frozen: true, state }, 'shadow')).toEqual(nothing);
    },
  );

  test('a frozen posting of another body is a conflict, never overwritten', () => {
    expect(again({ frozen: true, state: 'posted', bodyDigest: 'of an older body' })).toEqual({
      ...nothing,
      conflicts: obligations,
    });
  });

  test('what no fact obliges any more is withdrawn only while it has not left', () => {
    const [first, second] = obligations;
    if (first === undefined || second === undefined) throw new Error('a paid order obliges two documents');
    const postings = [stored(first), stored(second, { frozen: true, state: 'leased' })];
    expect(plan([], postings, workflow('auto'))).toEqual({ ...nothing, withdraw: [first.key] });
  });

  test('what was withdrawn is not withdrawn again, and is planned anew when it is obliged again', () => {
    const withdrawn = { state: 'withdrawn', reason: 'the facts no longer oblige it' } as const;
    const postings = obligations.map((one) => stored(one, withdrawn));
    expect(plan([], postings, workflow('auto'))).toEqual(nothing);
    expect(again(withdrawn).write).toHaveLength(obligations.length);
  });
});
