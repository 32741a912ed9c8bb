// Builds the bundle that would be deployed, with the tool that deploys it, so that what runs here is what runs there.

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';

export interface Bundle {
  readonly script: string;
  readonly bytes: number;
  readonly gzipBytes: number;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const bundles = new Map<string, Promise<Bundle>>();

/** Builds the Worker that the configuration names, once a process. */
export function buildWorker(config = join(root, 'wrangler.toml')): Promise<Bundle> {
  const bundle = bundles.get(config) ?? build(config);
  bundles.set(config, bundle);
  return bundle;
}

async function build(config: string): Promise<Bundle> {
  // A folder of its own, because test files are built for side by side.
  const base = join(root, '.build', 'worker');
  await mkdir(base, { recursive: true });
  const folder = await mkdtemp(join(base, 'bundle-'));
  try {
    await runWrangler(['deploy', '--dry-run', '--config', config, '--outdir', folder]);
    const scripts = (await readdir(folder)).filter((name) => /\.m?js$/.test(name));
    const [name] = scripts;
    if (name === undefined || scripts.length > 1)
      throw new Error(`the bundle is not one module: ${scripts.join(', ')}`);
    const script = await readFile(join(folder, name));
    return {
      script: script.toString('utf8'),
      bytes: script.byteLength,
      gzipBytes: gzipSync(script).byteLength,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function runWrangler(words: readonly string[]): Promise<void> {
  const library = createRequire(import.meta.url).resolve('wrangler');
  const wrangler = join(dirname(library), '..', 'bin', 'wrangler.js');
  const env = {
    ...process.env,
    // The banner looks for a newer version on the network.
    WRANGLER_HIDE_BANNER: 'true',
    WRANGLER_SEND_METRICS: 'false',
    // Logs and caches belong to the build, not to the user's home.
    XDG_CONFIG_HOME: join(root, '.build', 'wrangler'),
  };
  await promisify(execFile)(process.execPath, [wrangler, ...words], { cwd: root, env }).catch(
    (cause: unknown) => {
      const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr) : String(cause);
      throw new Error(`wrangler could not build the Worker: ${said.trim()}`, { cause });
    },
  );
}
