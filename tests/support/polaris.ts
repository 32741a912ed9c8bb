// The Custom Elements Manifest of Polaris, and what a page uses that the local admin could not show as Shopify does.

import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';

import type { Frame, Page } from 'playwright-core';
import { z } from 'zod';

import {
  appBridgeTags,
  attributeOf,
  attributesOf,
  globalAttributes,
  surface,
  type Tag,
} from '#sandbox/admin/surface.ts';

const named = z.array(z.object({ name: z.string() })).default([]);
const declaration = z.object({
  tagName: z.string(),
  attributes: z
    .array(
      z.object({ name: z.string(), fieldName: z.string().optional(), type: z.object({ text: z.string() }) }),
    )
    .default([]),
  slots: named,
  events: named,
});

// The package does not export its manifest, only names it.
const types = findPackageJSON('@shopify/polaris-types', import.meta.url);
if (types === undefined) throw new Error('@shopify/polaris-types is not installed');
const parsed = z
  .object({ modules: z.array(z.object({ declarations: z.array(declaration) })) })
  .parse(JSON.parse(readFileSync(join(dirname(types), 'dist', 'custom-elements.json'), 'utf8')));

/** What Polaris says of each of its elements. */
export const manifest: ReadonlyMap<string, z.infer<typeof declaration>> = new Map(
  parsed.modules.flatMap(({ declarations }) => declarations).map((one) => [one.tagName, one]),
);

/** The tags that have a stand-in. */
export const standInTags = Object.keys(surface).filter((name): name is Tag => name in surface);

/**
 * What the markup of a page uses and no stand-in knows: tags, attributes and slots; and switches that say "false",
 * which is on. Empty for a page that looks here as it does in Shopify.
 */
export async function strayMarkup(page: Page | Frame): Promise<string[]> {
  const known = Object.fromEntries(
    standInTags.map((tag) => [
      tag,
      {
        attributes: attributesOf(tag),
        flags: surface[tag].flags.map(attributeOf),
        slots: surface[tag].slots,
      },
    ]),
  );
  return await page.evaluate<string[]>(`(() => {
    const known = ${JSON.stringify(known)};
    const everywhere = ${JSON.stringify([...globalAttributes, ...roleAttributes])};
    const strays = new Set();
    for (const element of document.querySelectorAll('*')) {
      const tag = element.localName;
      const around = known[element.parentElement?.localName];
      const slot = element.getAttribute('slot');
      if (slot !== null && around !== undefined && !around.slots.includes(slot))
        strays.add(element.parentElement.localName + ' slot ' + slot);
      if (!tag.startsWith('s-') || ${JSON.stringify(appBridgeTags)}.includes(tag)) continue;
      if (known[tag] === undefined) { strays.add(tag); continue; }
      for (const { name, value } of element.attributes) {
        if (name.startsWith('data-') || everywhere.includes(name)) continue;
        if (!known[tag].attributes.includes(name)) strays.add(tag + ' ' + name);
        if (known[tag].flags.includes(name) && value === 'false') strays.add(tag + ' ' + name + '="false"');
      }
    }
    return [...strays].toSorted();
  })()`);
}

/** Set by the stand-ins on themselves. */
const roleAttributes = ['role', 'aria-level', 'aria-label', 'aria-hidden', 'popover', 'style'];
