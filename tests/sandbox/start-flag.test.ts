import { describe, expect, test } from 'vitest';
import { readFlags } from '#sandbox/run/flag.ts';

function flagsOf(...args: string[]) {
  const asked = readFlags(args);
  if (asked.kind !== 'run') throw new Error(`${args.join(' ')} does not run`);
  return asked.flags;
}

function refusalOf(...args: string[]): string {
  const asked = readFlags(args);
  return asked.kind === 'wrong' ? asked.sentence : asked.kind;
}

describe('npm start', () => {
  test('lives on with sixty days of past, and one day with --once, unless it is told otherwise', () => {
    const usual = { json: false, quiet: false, seed: 1, rate: 40, faults: 'usual', port: 8787 };
    expect(flagsOf()).toEqual({ ...usual, once: false, days: 60 });
    expect(flagsOf('--once')).toEqual({ ...usual, once: true, days: 1 });
    expect(
      flagsOf(
        '--once',
        '--json',
        '--quiet',
        '--seed',
        '7',
        '--days=3',
        '--rate',
        '12',
        '--faults',
        'hostile',
      ),
    ).toEqual({
      ...usual,
      once: true,
      json: true,
      quiet: true,
      seed: 7,
      days: 3,
      rate: 12,
      faults: 'hostile',
    });
    expect(flagsOf('--port', '9000').port).toBe(9000);
  });

  test('gives help to whoever asks for it, whatever else is said', () => {
    expect(readFlags(['--help', '--nonsense'])).toEqual({ kind: 'help' });
  });

  test.each([
    [['--orders', '3'], /--orders is not known; there are --once, .*--rate/],
    [['-x'], /-x is not known/],
    [['once'], /"once" is not a flag/],
    [['--once=yes'], /--once takes no value/],
    [['--seed'], /--seed takes a whole number from 1 to 2147483647\./],
    [['--seed', 'seven'], /--seed takes a whole number from 1 to 2147483647, not "seven"/],
    [['--days', '0'], /--days takes a whole number from 1 to 366, not "0"/],
    [['--rate', '-3'], /--rate takes a whole number/],
    [['--rate', '2.5'], /--rate takes a whole number from 1 to 10000, not "2.5"/],
    [['--faults', 'some'], /--faults takes one of none, usual, hostile, not "some"/],
    [['--port', '70000'], /--port takes a whole number from 1 to 65534/],
    [['--json'], /--json goes with --once/],
    [['--once', '--port', '9000'], /--port does not go with --once/],
  ])('says what is allowed to whoever says %j', (args, sentence) => {
    expect(refusalOf(...args)).toMatch(sentence);
    expect(refusalOf(...args)).toMatch(/`npm start -- --help` says what is allowed\.$/);
  });
});
