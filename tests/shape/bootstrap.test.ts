import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readProjectFile, root, withFolder } from './support/tree.ts';

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readProjectFile('package.json')));

const commands = Object.keys(scripts).filter((name) => !name.startsWith('pre'));

/**
 * Stands in for npm: notes its arguments and log level, talks on stdout as npm does, and leaves behind what a
 * finished installation leaves. With `runtime: false` it behaves as npm told to run no install scripts.
 */
function npmStandIn({ runtime }: { readonly runtime: boolean }): string {
  return `
    import { appendFileSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
    console.log('added some packages');
    appendFileSync('calls', JSON.stringify([process.argv.slice(2), process.env.npm_config_loglevel ?? null]) + '\\n');
    mkdirSync('node_modules/.bin', { recursive: true });
    mkdirSync('node_modules/node', { recursive: true });
    writeFileSync('node_modules/node/package.json', JSON.stringify({ version: '24.0.0' }));
    copyFileSync('package-lock.json', 'node_modules/.package-lock.json');
    if (${runtime}) writeFileSync('node_modules/.bin/node', '#!/bin/sh\\necho v24.0.0\\n', { mode: 0o755 });
  `;
}

describe('the first command on a fresh clone', () => {
  test('installs once, says so on stderr alone, and takes no flags from the npm around it', async () => {
    await withFolder(async (folder) => {
      const bootstrap = clone(folder, { runtime: true });
      const first = bootstrap();
      expect(first.stdout).toBe('');
      expect(first.stderr).toMatch(/^Installing dependencies \(once\)…\nInstalled in \d+\.\d s\.\n$/);
      expect(first.status).toBe(0);
      expect(callsIn(folder)).toEqual([[expect.arrayContaining(['ci', '--include=dev']), null]]);

      expect(bootstrap()).toMatchObject({ status: 0, stdout: '', stderr: '' });
      expect(callsIn(folder)).toHaveLength(1);
    });
  });

  test('installs again when the lockfile has moved on', async () => {
    await withFolder(async (folder) => {
      const bootstrap = clone(folder, { runtime: true });
      bootstrap();
      const lockfile = join(folder, 'package-lock.json');
      writeFileSync(lockfile, readFileSync(lockfile, 'utf8').replaceAll('sha512-', 'sha512-0'));
      bootstrap();
      expect(callsIn(folder)).toHaveLength(2);
    });
  });

  test('installs again after an installation that did not finish', async () => {
    await withFolder(async (folder) => {
      const bootstrap = clone(folder, { runtime: true });
      bootstrap();
      rmSync(join(folder, 'node_modules', '.package-lock.json'));
      bootstrap();
      expect(callsIn(folder)).toHaveLength(2);
    });
  });

  test('fails with advice when npm was told to run no install scripts', async () => {
    await withFolder(async (folder) => {
      const { status, stderr } = clone(folder, { runtime: false })();
      expect(status).toBe(1);
      expect(stderr).toContain('npm ci --ignore-scripts=false');
    });
  });

  test.for(commands)('may be npm run %s', (name) => {
    expect(scripts[`pre${name}`]).toBe('node .config/install.mjs');
  });

  test('may be .ci/run, which does nothing that a reader could not', () => {
    expect(statSync(join(root, '.ci', 'run')).mode & 0o111).not.toBe(0);
    const lines = readProjectFile('.ci/run').trim().split('\n').slice(3);
    expect(lines).toEqual(['npm run verify', 'npm test']);
  });
});

/** Lays out what the installation reads, and returns the command that every script runs first. */
function clone(folder: string, npm: { readonly runtime: boolean }) {
  mkdirSync(join(folder, '.config'));
  for (const path of ['.config/install.mjs', 'package.json', 'package-lock.json']) {
    cpSync(join(root, path), join(folder, path));
  }
  writeFileSync(join(folder, 'npm.mjs'), npmStandIn(npm));
  const env = {
    ...process.env,
    npm_execpath: join(folder, 'npm.mjs'),
    npm_node_execpath: process.execPath,
    npm_config_loglevel: 'silent',
  };
  return () => {
    const options = { cwd: folder, env, encoding: 'utf8' } as const;
    return spawnSync(process.execPath, [join(folder, '.config', 'install.mjs')], options);
  };
}

function callsIn(folder: string): readonly unknown[] {
  const calls = join(folder, 'calls');
  if (!existsSync(calls)) return [];
  return readFileSync(calls, 'utf8')
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
}
