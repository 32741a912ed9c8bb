// What tests ask of a page in the browser, and what they keep of it.

import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import axe from 'axe-core';
import type { Frame, Page } from 'playwright-core';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Every violation axe-core finds in a page or a frame, as `rule: element`, all its rules included. */
export async function violationsIn(frame: Page | Frame): Promise<string[]> {
  await frame.evaluate(axe.source);
  // Frames are looked at one by one: the one around them is not ours alone.
  return await frame.evaluate<string[]>(`axe
    .run(document, { iframes: false, resultTypes: ['violations'] })
    .then(({ violations }) => violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => id + ': ' + JSON.stringify(target) + ' ' + failureSummary)))`);
}

/** Writes what the page looks like below .build/screenshots/. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const path = join(root, '.build', 'screenshots', `${name}.png`);
  await mkdir(dirname(path), { recursive: true });
  await page.screenshot({ path, fullPage: true });
}
