import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { projectFiles, root, withTree } from './support/tree.ts';

/** Advice is stored too; past the database client the graph is the store's business, not the advice's. */
const gate = 'src/client/database.ts';

test('advice can reach neither automate/ nor client/, even indirectly', async () => {
  const adviceFiles = projectFiles().filter((path) => /^src\/advise\/.+\.tsx?$/.test(path));
  expect(await forbiddenFrom(root, adviceFiles)).toEqual([]);
});

test('an indirect road from advice to automate/ or client/ is found', async () => {
  const tree = {
    'src/advise/price.ts': "export { limit } from '#domain/limit.ts';\n",
    'src/domain/limit.ts': "export const limit = () => import('#src/automate/plan.ts');\n",
    'src/automate/plan.ts': "export { post } from '#src/client/erp.ts';\n",
    'src/client/erp.ts': 'export const post = 1;\n',
  };
  const reached = await withTree(tree, (folder) => forbiddenFrom(folder, ['src/advise/price.ts']));
  expect(reached).toEqual(['src/automate/plan.ts', 'src/client/erp.ts']);
});

test('a store of advice may reach the database client, and what that needs', async () => {
  const tree = {
    'src/advise/store.ts': "export { query } from '#src/client/database.ts';\n",
    'src/client/database.ts': "export { query } from './log.ts';\n",
    'src/client/log.ts': 'export const query = 1;\n',
  };
  expect(await withTree(tree, (folder) => forbiddenFrom(folder, ['src/advise/store.ts']))).toEqual([]);
});

/** The files of automate/ and client/ that the bundle of these entries contains. */
async function forbiddenFrom(folder: string, entryPoints: readonly string[]): Promise<readonly string[]> {
  if (entryPoints.length === 0) return [];
  const { metafile } = await build({
    absWorkingDir: folder,
    entryPoints: [...entryPoints],
    bundle: true,
    format: 'esm',
    metafile: true,
    outdir: 'unwritten',
    packages: 'external',
    write: false,
    logLevel: 'silent',
  });
  const reached = new Set<string>(entryPoints);
  for (const path of reached) {
    if (path === gate) continue;
    for (const imported of metafile.inputs[path]?.imports ?? []) reached.add(imported.path);
  }
  return [...reached].filter((path) => path !== gate && /^src\/(?:automate|client)\//.test(path)).toSorted();
}
