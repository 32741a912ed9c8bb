/** Pictures of the panel inside the admin, of a morning that is the same every time. */
import type { StaffedWorld } from '../admin/open.ts';
import type { Browser } from '../browser.ts';
import { liveMorning } from './morning.ts';

const size = { width: 1280, height: 800 } as const;

/** Lives the morning of a world that stands at dawn, and answers PNGs by name. */
export async function takePictures(
  { world, admin }: StaffedWorld,
  browser: Browser,
): Promise<ReadonlyMap<string, Buffer>> {
  const { path } = await liveMorning(world);
  const pictures = new Map<string, Buffer>();
  for (const [name, place] of Object.entries({ home: '/', order: path })) {
    const { page } = await browser.open(size.width, size.height);
    await page.goto(admin.page(place).href);
    await page.frameLocator('#app').locator('[data-live]').first().waitFor();
    pictures.set(name, await page.screenshot());
    await page.context().close();
  }
  return pictures;
}
