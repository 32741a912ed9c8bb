import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readProjectFile, root } from './support/tree.ts';

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readProjectFile('package.json')));

describe('README.md', () => {
  test('every relative link leads to a file of this repository', () => {
    const links = [...readme().matchAll(/\]\((?!https?:|mailto:|#)([^)\s]+)[^)]*\)/g)].map(
      ([, link = '']) => link,
    );
    expect(links.filter((link) => !existsSync(join(root, link.replace(/#.*$/, ''))))).toEqual([]);
  });

  test('every npm command is one that package.json knows', () => {
    const commands = [...readme().matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)];
    const named = commands.map(([, run, short = '']) => run ?? short);
    expect(named).toContain('start');
    expect(named).toContain('test');
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});

function readme(): string {
  return readProjectFile('README.md');
}
