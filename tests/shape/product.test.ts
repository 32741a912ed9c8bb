import { describe, expect, test } from 'vitest';
import { productFiles, readProjectFile } from './support/tree.ts';

/** What would tell the product where it runs. */
const surroundings =
  /sandbox|miniflare|plumbline\.test|NODE_ENV|VITEST|localhost|127\.0\.0\.1|[a-z0-9-]\.test(?=["'`/:])/gi;

/** `new Date()` and `Date()` read the clock, and the linter cannot tell them from `new Date(instant)`. */
const clockReads = /\bnew\s+Date\b(?!\s*\(\s*[^\s)])|(?<!new\s+)(?<![\w.])Date\s*\(|\bTemporal\.Now\b/g;

describe('the product', () => {
  test.for(productFiles())('%s knows nothing of what surrounds it', (path) => {
    expect(matchesIn(readProjectFile(path), surroundings)).toEqual([]);
  });

  test.for(productFiles().filter((path) => !/^src\/(?:app|worker)\.ts$/.test(path)))(
    '%s is told the time and never asks for it',
    (path) => {
      expect(matchesIn(withoutComments(readProjectFile(path)), clockReads)).toEqual([]);
    },
  );
});

describe('these checks', () => {
  test.for(['new Date()', 'new Date( )', 'new Date', 'Date()', 'Temporal.Now.instant()'])(
    'find %s',
    (source) => {
      expect(matchesIn(source, clockReads)).toHaveLength(1);
    },
  );

  test.for(['new Date(0)', 'new Date(instant)', 'Date.UTC(2026, 1)', 'toDate(x)', '// new Date()'])(
    'pass %s',
    (source) => {
      expect(matchesIn(withoutComments(source), clockReads)).toEqual([]);
    },
  );

  test.for([
    '"https://app.plumbline.test/x"',
    "'erp.example.test'",
    'import("#sandbox/x.ts")',
    'env.NODE_ENV',
  ])('find surroundings in %s', (source) => {
    expect(matchesIn(source, surroundings)).not.toEqual([]);
  });

  test('pass a regular expression being tested', () => {
    expect(matchesIn('if (pattern.test(text)) order.test;', surroundings)).toEqual([]);
  });
});

function matchesIn(text: string, pattern: RegExp): readonly string[] {
  return text.match(pattern) ?? [];
}

function withoutComments(source: string): string {
  return source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(?<![:'"`])\/\/.*$/gm, '');
}
