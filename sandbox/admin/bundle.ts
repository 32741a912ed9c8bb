// Builds the scripts that browsers load, once a process.

import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

/** The two scripts that Shopify serves to apps, and the one of the admin page. */
export interface Scripts {
  readonly polaris: string;
  readonly appBridge: string;
  readonly chrome: string;
}

let scripts: Promise<Scripts> | undefined;

/** The scripts of the local admin, for a browser. */
export function bundleScripts(): Promise<Scripts> {
  scripts ??= bundleAll();
  return scripts;
}

async function bundleAll(): Promise<Scripts> {
  const [polaris, appBridge, chrome] = await Promise.all(
    ['elements', 'app-bridge', 'chrome'].map((folder) => bundle(`./${folder}/main.ts`)),
  );
  if (polaris === undefined || appBridge === undefined || chrome === undefined)
    throw new Error('a script of the local admin came out empty');
  return { polaris, appBridge, chrome };
}

async function bundle(entry: string): Promise<string> {
  const result = await build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    bundle: true,
    format: 'iife',
    target: 'es2023',
    charset: 'utf8',
    write: false,
  });
  const [file] = result.outputFiles;
  if (file === undefined) throw new Error(`esbuild wrote nothing for ${entry}`);
  return file.text;
}
