import { readFile } from 'node:fs/promises';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { type Browser, openBrowser } from '#sandbox/browser.ts';
import { virtualClock } from '#sandbox/clock.ts';
import { dawn } from '#sandbox/run/morning.ts';
import { takePictures } from '#sandbox/run/picture.ts';
import { staffedWorld } from '#tests/support/staffed-world.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(async () => browser.close());

test('`npm run picture` takes the pictures that README.md shows, of the same size and not too heavy', async () => {
  await using staffed = await staffedWorld({ clock: virtualClock(dawn) });
  const taken = await takePictures(staffed, browser);
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const shown = [...readme.matchAll(/!\[[^\]]+\]\(\.github\/picture\/([\w-]+)\.png\)/g)].map(
    ([, name]) => name,
  );
  expect(shown).toEqual([...taken.keys()]);
  for (const [name, bytes] of taken) {
    const kept = await readFile(new URL(`../../.github/picture/${name}.png`, import.meta.url));
    expect(sizeOf(kept)).toEqual(sizeOf(bytes));
    expect(kept.length).toBeLessThanOrEqual(200 * 1024);
  }
});

/** A PNG says its width and height at once, in its first chunk. */
function sizeOf(png: Buffer): { width: number; height: number } {
  expect(png.toString('latin1', 1, 4)).toBe('PNG');
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}
