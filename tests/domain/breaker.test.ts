import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { after, type Breaker, type Heard, untouched } from '#src/automate/breaker/breaker.ts';
import { at } from '#tests/support/order-facts.ts';

const served = (posting: string): Heard => ({ said: 'served', posting, at: at(0), isProbe: false });
const outage = (posting: string, more: Partial<Heard> = {}): Heard => ({
  posting,
  at: at(0),
  isProbe: false,
  ...more,
  said: 'outage',
});
const busy = (until: string): Heard => ({ said: 'busy', posting: 'a', at: at(0), isProbe: false, until });
const lived = (heard: readonly Heard[], from: Breaker = untouched) => heard.reduce(after, from);
const opened = lived([outage('a'), outage('b'), outage('c')]);
const probing: Breaker = { ...opened, state: 'half-open' };
const pauseMs = ({ shutUntil }: Breaker) => Date.parse(shutUntil ?? '') - Date.parse(at(0));

describe('a breaker that is closed', () => {
  test('is not even written where all goes well', () => {
    expect(after(untouched, served('a'))).toBe(untouched);
  });

  test('opens at the third failure in a row', () => {
    expect(lived([outage('a'), outage('b')]).state).toBe('closed');
    expect(opened).toMatchObject({ state: 'open', openings: 1 });
    expect(pauseMs(opened)).toBeGreaterThanOrEqual(30_000);
    expect(pauseMs(opened)).toBeLessThanOrEqual(36_000);
  });

  test('opens at five failures of the last ten attempts', () => {
    const mixed = ['a', 'b', 'c', 'd'].flatMap((one) => [outage(one), served(`${one}'`)]);
    expect(lived(mixed).state).toBe('closed');
    expect(lived([...mixed, outage('e')]).state).toBe('open');
  });

  test('forgets failures that ten attempts lie behind', () => {
    const good = Array.from({ length: 10 }, (_, n) => served(`s${n}`));
    expect(lived([outage('a'), outage('b'), ...good])).toEqual(untouched);
  });

  test('does not open for one posting that always fails, whatever passes beside it', () => {
    const alone = Array.from({ length: 20 }, () => outage('poison'));
    expect(lived(alone).state).toBe('closed');
    const among = Array.from({ length: 20 }, (_, n) => [outage('poison'), served(`s${n}`)]).flat();
    expect(lived(among).state).toBe('closed');
  });

  test('waits as long as it is asked to, an hour at most, and the longest of all askings', () => {
    expect(lived([busy(at(2)), busy(at(1))])).toMatchObject({ state: 'closed', shutUntil: at(2) });
    expect(lived([busy(at(600))]).shutUntil).toBe(at(60));
  });
});

describe('a breaker that is open', () => {
  test('closes with all its past forgotten once the probe is served', () => {
    expect(after(probing, { ...served('d'), isProbe: true })).toEqual(untouched);
  });

  test('closes for whoever asks for patience, and waits', () => {
    expect(after(probing, busy(at(2)))).toEqual({ ...untouched, shutUntil: at(2) });
  });

  test('pauses longer each time that the probe fails, five minutes and a fifth at most', () => {
    const pauses: number[] = [];
    let breaker: Breaker = opened;
    for (let time = 0; time < 8; time += 1) {
      breaker = after({ ...breaker, state: 'half-open' }, outage('d', { isProbe: true }));
      expect(breaker.state).toBe('open');
      pauses.push(pauseMs(breaker));
    }
    expect(pauses.slice(0, 4)).toEqual(pauses.slice(0, 4).toSorted((one, other) => one - other));
    expect(Math.max(...pauses)).toBeLessThanOrEqual(360_000);
  });

  test('is told nothing new by what was under way when it opened', () => {
    expect(after(opened, outage('late'))).toBe(opened);
    expect(after(probing, outage('late'))).toBe(probing);
  });
});

test('whatever is heard, an open breaker knows its end and a closed one keeps ten attempts at most', () => {
  const heard = fc.oneof(
    fc.constantFrom('a', 'b', 'c').map(served),
    fc
      .record({ posting: fc.constantFrom('a', 'b', 'c'), isProbe: fc.boolean() })
      .map((one) => outage(one.posting, one)),
    fc.integer({ min: 1, max: 90 }).map((minutes) => busy(at(minutes))),
  );
  fc.assert(
    fc.property(fc.array(heard, { maxLength: 60 }), (all) => {
      const breaker = lived(all);
      if (breaker.state !== 'closed') expect(breaker.shutUntil).not.toBeNull();
      expect(breaker.recent.length).toBeLessThanOrEqual(10);
    }),
  );
});
