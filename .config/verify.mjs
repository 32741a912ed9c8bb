// Runs every check that needs no running product, side by side: one line each, and the output of what failed.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Longest first, so that the last check to start is a short one. */
const checks = {
  shape: 'vitest run --config tests/vitest.config.ts --project shape',
  bundle: 'wrangler deploy --config wrangler.toml --dry-run --outdir .build/verify',
  'dead code': 'knip --no-progress',
  lint: 'oxlint --config .config/oxlint.config.ts --disable-nested-config --type-aware --deny-warnings',
  types: 'tsc --noEmit',
  'types in browsers': 'tsc --noEmit --project sandbox/admin',
  'types of .config': 'tsc --noEmit --project .config',
  format:
    'oxfmt --check --config .config/oxfmt.json --ignore-path .gitignore --ignore-path .config/oxfmt.ignore',
};

const env = {
  ...process.env,
  PATH: [join(root, 'node_modules', '.bin'), process.env['PATH']].join(delimiter),
  // Offline and without traces outside the repository.
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_LOG_PATH: join(root, '.build', 'wrangler'),
};

/** @param {string} command @returns {Promise<{ code: number, output: string }>} */
function run(command) {
  return new Promise((resolve) => {
    const child = spawn(command, { cwd: root, env, shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

const waiting = Object.entries(checks);
/** @type {string[]} */
const failed = [];

async function work() {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const [name, command] = next;
    const started = performance.now();
    const { code, output } = await run(command);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name.padEnd(18)} ${seconds.padStart(5)} s`);
    if (code !== 0) failed.push(`\n--- ${name}: ${command}\n${output}`);
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, work));
if (failed.length > 0) {
  console.log(failed.join('\n'));
  process.exitCode = 1;
}
