// Makes every `npm run` script work as the first command on a fresh clone: installs what is missing, once.
// Plain JavaScript without dependencies, because before the installation there is only the system's Node 20.
// Writes to stderr alone: the last line that `npm start` prints on stdout is for programs.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean }} Package
 * @typedef {{ dependencies?: object, devDependencies?: object }} Wanted
 * @typedef {{ version?: string, packages?: Record<string, Package & Wanted> } & Wanted} Manifest
 */

/**
 * @param {string} path
 * @returns {Manifest | undefined} undefined when the file is missing or half written
 */
function json(path) {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-return -- npm writes these files, and no field is relied on.
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** npm ends an installation by writing down what it installed; compared here with what the lockfile asks for. */
function isInstalled() {
  const installed = json(join(modules, '.package-lock.json'))?.packages;
  const locked = json(join(root, 'package-lock.json'))?.packages;
  if (installed === undefined || locked === undefined) return false;
  const wanted = json(join(root, 'package.json'));
  if (JSON.stringify(dependenciesOf(wanted)) !== JSON.stringify(dependenciesOf(locked['']))) return false;
  return Object.entries(locked).every(([name, asked]) => {
    if (name === '') return true;
    // Of optional packages npm keeps only those made for this machine.
    const found = installed[name];
    if (found === undefined) return asked.optional === true;
    return found.version === asked.version && found.integrity === asked.integrity;
  });
}

/** @param {Wanted | undefined} manifest */
function dependenciesOf(manifest) {
  return [manifest?.dependencies, manifest?.devDependencies];
}

/**
 * The environment for the npm inside npm. The outer one hands its flags down as npm_config_*; one meant for it
 * (`--silent`, `--json`, `--omit`) must not change the installation. Its PATH begins with node_modules/.bin, and
 * what is found there may vanish while it is replaced.
 */
function environment() {
  const flags =
    /^npm_config_(loglevel|silent|json|dry_run|omit|include|production|only|global|workspaces?)$/i;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !flags.test(name)));
  const path = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const ours = join(modules, '.bin');
  env[path] = (env[path] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== ours)
    .join(delimiter);
  return env;
}

function install() {
  const started = Date.now();
  process.stderr.write('Installing dependencies (once)…\n');
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--no-engine-strict', '--loglevel=error'];
  const npm = process.env['npm_execpath'];
  /** @type {import('node:child_process').SpawnSyncOptions} */
  const options = { cwd: root, env: environment(), stdio: ['ignore', 'ignore', 2] };
  const { status, error } =
    npm === undefined
      ? spawnSync('npm', args, { ...options, shell: process.platform === 'win32' })
      : spawnSync(process.env['npm_node_execpath'] ?? process.execPath, [npm, ...args], options);
  if (status !== 0) {
    process.stderr.write(`npm ci failed${error === undefined ? '' : `: ${error.message}`}\n`);
    return status ?? 1;
  }
  process.stderr.write(`Installed in ${((Date.now() - started) / 1000).toFixed(1)} s.\n`);
  return 0;
}

/** npm can be told to run no install scripts, and then reports success without a runtime in place. */
function runtimeProblem() {
  const version = spawnSync(join(modules, '.bin', 'node'), ['--version'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  }).stdout?.trim();
  const wanted = `v${json(join(modules, 'node', 'package.json'))?.version}`;
  if (version === wanted) return undefined;
  return `node_modules holds no Node ${wanted}: its install script did not run. Try: npm ci --ignore-scripts=false\n`;
}

if (!isInstalled()) {
  process.exitCode = install();
  const problem = process.exitCode === 0 ? runtimeProblem() : undefined;
  if (problem !== undefined) {
    process.stderr.write(problem);
    process.exitCode = 1;
  }
}
