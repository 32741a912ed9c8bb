// The sandbox runs the Worker under the date and flags it is deployed with.

import { readFileSync } from 'node:fs';

import { z } from 'zod';

export interface Compatibility {
  readonly compatibilityDate: string;
  readonly compatibilityFlags: string[];
}

/** Reads them from `wrangler.toml`, where they stand as one line each. */
export function compatibility(): Compatibility {
  const settings = readFileSync(new URL('../../wrangler.toml', import.meta.url), 'utf8');
  const [, compatibilityDate] = /^compatibility_date\s*=\s*"(.+)"/m.exec(settings) ?? [];
  const [, flags] = /^compatibility_flags\s*=\s*(\[.*\])/m.exec(settings) ?? [];
  if (compatibilityDate === undefined || flags === undefined)
    throw new Error('wrangler.toml names no compatibility date and flags');
  return { compatibilityDate, compatibilityFlags: z.array(z.string()).parse(JSON.parse(flags)) };
}
