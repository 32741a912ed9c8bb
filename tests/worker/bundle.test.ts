import { expect, test } from 'vitest';
import { buildWorker } from '#sandbox/worker/build.ts';

test('the Worker bundle is under 1 MB gzipped', async () => {
  const { gzipBytes, bytes } = await buildWorker();
  expect(bytes).toBeGreaterThan(100_000);
  expect(gzipBytes).toBeLessThan(1_000_000);
});

test('nothing of the sandbox is in the bundle', async () => {
  const { script } = await buildWorker();
  expect(script).not.toMatch(/plumbline\.test|sandbox-client|plumb-demo/);
});
