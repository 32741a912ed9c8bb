import { describe, expect, test } from 'vitest';
import { projectFiles, readProjectFile } from './support/tree.ts';

/** A vendor's text, kept as it came, and npm's own. */
const notOurs = new Set([
  'sandbox/shopify/graphql/admin-2026-10.graphql',
  'sandbox/shopify/graphql/scope-2026-10.json',
]);

const texts = projectFiles().filter(
  (path) =>
    /\.(?:tsx?|mjs|jsonc?|md|sql|toml|ya?ml|css|html|graphql|ignore)$|^[^.]+$|^\.[^.]+$/.test(path) &&
    !notOurs.has(path),
);
const sources = texts.filter((path) => /\.(?:tsx?|mjs)$/.test(path));

/** Put together here, so that this file does not contain what it looks for. */
const leftover = new RegExp(
  `\\b(?:${['TO_DO', 'FIX_ME', 'HA_CK'].join('|').replaceAll('_', '')})\\b|\\bX{3}:`,
  'g',
);
const machinePath = new RegExp(
  ['work', 'root', 'tmp/plan'].map((folder) => `(?<![\\w.$}])/${folder}/`).join('|'),
  'g',
);
const packageHost = /\bregistry\.[a-z0-9-]+\.[a-z]{2,}\b/g;

const linesMax = 300;

describe('text', () => {
  test('no file ends with unfinished business', () => {
    expect(findings(texts, leftover)).toEqual([]);
  });

  test("no file names a path of somebody's machine", () => {
    expect(findings(texts, machinePath)).toEqual([]);
  });

  test('no file names the host that packages came from', () => {
    expect(findings(texts, packageHost)).toEqual([]);
  });

  test(`no source file is longer than ${linesMax} lines`, () => {
    const long = sources
      .map((path) => ({ path, lines: readProjectFile(path).split('\n').length - 1 }))
      .filter(({ lines }) => lines > linesMax);
    expect(long).toEqual([]);
  });

  test('the checks find what they look for', () => {
    expect(`// ${'TO_DO'.replace('_', '')}: later`).toMatch(leftover);
    expect(`cd ${['', 'root', 'x'].join('/')}`).toMatch(machinePath);
    expect(`https://${['registry', 'example', 'org'].join('.')}/x`).toMatch(packageHost);
  });
});

function findings(paths: readonly string[], pattern: RegExp): readonly string[] {
  return paths.flatMap((path) =>
    readProjectFile(path)
      .split('\n')
      .flatMap((line, index) => (line.match(pattern) ?? []).map((match) => `${path}:${index + 1} ${match}`)),
  );
}
