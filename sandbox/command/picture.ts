/** npm run picture: lives a seeded morning and writes the README's pictures of the panel. */
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { openStaffedWorld } from '../admin/open.ts';
import { openBrowser } from '../browser.ts';
import { virtualClock } from '../clock.ts';
import { prepareTemplate } from '../database.ts';
import { startPostgres } from '../postgres.ts';
import { dawn } from '../run/morning.ts';
import { takePictures } from '../run/picture.ts';

const folder = new URL('../../.github/picture/', import.meta.url);

const postgres = await startPostgres();
try {
  await prepareTemplate(postgres);
  const staffed = await openStaffedWorld({
    server: postgres,
    database: 'picture',
    clock: virtualClock(dawn),
  });
  const browser = await openBrowser();
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, bytes] of await takePictures(staffed, browser)) {
      const file = new URL(`${name}.png`, folder);
      await writeFile(file, bytes);
      console.log(`${fileURLToPath(file)}  ${Math.ceil(bytes.length / 1024)} KB`);
    }
  } finally {
    await browser.close();
    await staffed.close();
  }
} finally {
  await postgres.stop();
}
