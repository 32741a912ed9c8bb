/** A world in which somebody sits before the store's admin: the app shows its panel there. */
import { secrets } from '../secret.ts';
import { demoDomain, openWorld, type World, type WorldOptions } from '../world.ts';
import { type Admin, openAdmin } from './frame.ts';

export type StaffedWorld = { readonly world: World; readonly admin: Admin; close(): Promise<void> };

/** Opens the admin first, because the app is told at its start where Shopify's own scripts and frame are. */
export async function openStaffedWorld(
  options: WorldOptions & { readonly adminPort?: number },
): Promise<StaffedWorld> {
  let world: World | undefined;
  const admin = await openAdmin({
    clock: options.clock,
    get appUrl() {
      return world?.worker.address ?? 'http://127.0.0.1/';
    },
    shop: demoDomain,
    apiKey: secrets.shopifyApiKey,
    apiSecret: secrets.shopifyApiSecret,
    ...(options.adminPort === undefined ? {} : { port: options.adminPort }),
  });
  try {
    const { origin } = admin.address;
    world = await openWorld({
      ...options,
      bindings: { ...options.bindings, SHOPIFY_CDN: origin, SHOPIFY_ADMIN: origin },
    });
  } catch (error) {
    await admin.close();
    throw error;
  }
  const opened = world;
  return {
    world: opened,
    admin,
    async close() {
      await opened.dispose();
      await admin.close();
    },
  };
}
