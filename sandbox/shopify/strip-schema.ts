/**
 * Writes the SDL of the Admin API without its descriptions, with the notice its license asks for.
 * Fetch the source with `npm pack @shopify/dev-mcp@1.16.0`, unpack it, then run
 * `node sandbox/shopify/strip-schema.ts <package>/dist/data/admin_2026-10.json.gz`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { buildClientSchema, parse, print, printSchema, visit } from 'graphql';
import { z } from 'zod';

const notice = `# Shopify Admin API 2026-10, descriptions removed.
# Made from dist/data/admin_2026-10.json.gz of npm @shopify/dev-mcp 1.16.0 by sandbox/shopify/strip-schema.ts.
#
# ISC License
#
# Copyright 2025-present, Shopify Inc.
#
# Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee
# is hereby granted, provided that the above copyright notice and this permission notice appear in all copies.
#
# THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE
# INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR
# ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE,
# DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN
# CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.

`;

/** `z.custom` because the introspection result is checked by `buildClientSchema` itself. */
const introspectionFile = z.object({ data: z.custom<Parameters<typeof buildClientSchema>[0]>() });

const [source] = process.argv.slice(2);
if (source === undefined) throw new Error('Name the admin_2026-10.json.gz of @shopify/dev-mcp.');
const introspection = introspectionFile.parse(JSON.parse(gunzipSync(readFileSync(source)).toString('utf8')));
const bare = visit(parse(printSchema(buildClientSchema(introspection.data))), {
  StringValue: (_node, key) => (key === 'description' ? null : undefined),
});
writeFileSync(new URL('admin-2026-10.graphql', import.meta.url), notice + print(bare) + '\n');
