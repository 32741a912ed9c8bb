// Runs hledger or ledger, the plain-text accounting programs that confirm our books: `node .config/hledger.mjs hledger …`.
// Taken from the machine if it has them, else from Debian's packages into node_modules/.cache, once, without root.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(root, 'node_modules', '.cache', 'plain-text-accounting');

/**
 * Shared libraries that a small system may lack, by the package that holds them. One that this release of Debian
 * calls otherwise is passed over: the system may have it, and if not the program will name what it misses.
 * @type {Record<string, string>}
 */
const libraryPackages = {
  hledger: 'libgmp10 libffi8 libtinfo6',
  ledger:
    'libboost-filesystem1.74.0 libboost-iostreams1.74.0 libboost-python1.74.0 libboost-regex1.74.0 libpython3.11 ' +
    'libexpat1 libedit2 libbsd0 libmd0 libgmp10 libmpfr6 libicu72 libtinfo6',
};

/** @param {string} command @param {string[]} args @param {string} [cwd] */
function run(command, args, cwd) {
  return spawnSync(command, args, { cwd, encoding: 'utf8' });
}

/** @param {string} name */
function isOnMachine(name) {
  return run(name, ['--version']).status === 0;
}

/** @param {string} name @returns {string} the folder into which the program and its libraries are unpacked */
function unpacked(name) {
  const home = join(cache, name);
  if (existsSync(home)) return home;
  const fresh = `${home}.${process.pid}`;
  const debs = join(fresh, 'debs');
  mkdirSync(debs, { recursive: true });
  download(name, debs);
  for (const deb of readdirSync(debs).filter((file) => file.endsWith('.deb')))
    check(run('dpkg-deb', ['-x', join(debs, deb), fresh]), `unpack ${deb}`);
  rmSync(debs, { recursive: true });
  try {
    renameSync(fresh, home);
  } catch (error) {
    // Whoever was first in the meantime has done the same work.
    if (!existsSync(home)) throw error;
    rmSync(fresh, { recursive: true });
  }
  return home;
}

/** @param {string} name @param {string} folder */
function download(name, folder) {
  /** @param {string[]} options @param {string} wanted */
  const fetch = (options, wanted) => run('apt-get', [...options, 'download', wanted], folder);
  /** @type {string[]} */
  let options = [];
  if (fetch(options, name).status !== 0) {
    options = ownLists(join(folder, 'apt'));
    check(run('apt-get', [...options, 'update'], folder), 'read the package lists');
    check(fetch(options, name), `fetch the package ${name}`);
  }
  for (const library of (libraryPackages[name] ?? '').split(' ')) fetch(options, library);
}

/**
 * The machine's own package lists are missing or old: these options read them into a folder of ours.
 * @param {string} folder
 */
function ownLists(folder) {
  for (const part of ['lists', 'archives']) mkdirSync(join(folder, part, 'partial'), { recursive: true });
  const settings = [
    `Dir::State::lists=${join(folder, 'lists')}`,
    `Dir::Cache=${folder}`,
    'APT::Sandbox::User=',
  ];
  return settings.flatMap((setting) => ['-o', setting]);
}

/** @param {{ status: number | null, stderr: string }} result @param {string} what */
function check({ status, stderr }, what) {
  if (status !== 0) throw new Error(`could not ${what}: ${stderr}`);
}

/** @param {string} home @returns {string[]} */
function libraries(home) {
  return ['lib', join('usr', 'lib')]
    .map((folder) => join(home, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => [
      folder,
      ...readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => join(folder, entry.name)),
    ]);
}

const [name = 'hledger', ...args] = process.argv.slice(2);
let command = name;
/** @type {NodeJS.ProcessEnv} */
let env = { ...process.env, LC_ALL: 'C.UTF-8' };
if (!isOnMachine(name)) {
  const home = unpacked(name);
  command = join(home, 'usr', 'bin', name);
  const own = [...libraries(home), process.env['LD_LIBRARY_PATH'] ?? ''].filter((path) => path !== '');
  env = { ...env, LD_LIBRARY_PATH: own.join(delimiter) };
}
const { status, error } = spawnSync(command, args, { stdio: 'inherit', env });
if (error !== undefined) throw error;
process.exitCode = status ?? 1;
