/**
 * Writes the SDL of the Admin API without its descriptions, with the notice its license asks for.
 * Fetch the source with `npm pack @shopify/dev-mcp@1.16.0`, unpack it, then run
 * `node sandbox/shopify/graphql/strip-schema.ts <package>/dist/data/admin_2026-10.json.gz`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { buildClientSchema, parse, print, printSchema, visit } from 'graphql';
import { z } from 'zod';
import { noticeOf } from './notice.ts';

/** `z.custom` because the introspection result is checked by `buildClientSchema` itself. */
const introspectionFile = z.object({ data: z.custom<Parameters<typeof buildClientSchema>[0]>() });

const [source] = process.argv.slice(2);
if (source === undefined) throw new Error('Name the admin_2026-10.json.gz of @shopify/dev-mcp.');
const introspection = introspectionFile.parse(JSON.parse(gunzipSync(readFileSync(source)).toString('utf8')));
const bare = visit(parse(printSchema(buildClientSchema(introspection.data))), {
  StringValue: (_node, key) => (key === 'description' ? null : undefined),
});
const notice = noticeOf({ what: 'descriptions removed', by: 'strip-schema.ts' })
  .split('\n')
  .map((line) => `# ${line}`.trimEnd());
writeFileSync(new URL('admin-2026-10.graphql', import.meta.url), `${notice.join('\n')}\n\n${print(bare)}\n`);
