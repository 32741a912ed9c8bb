/** Which access scopes an app has, and which of them a question needs (as Shopify publishes it). */
import { readFileSync } from 'node:fs';
import { GraphQLError } from 'graphql';
import { parse } from 'smol-toml';
import { z } from 'zod';

const appFile = z.object({ access_scopes: z.object({ scopes: z.string() }) });

/** What the app's own configuration asks for, as a merchant grants it on installing. */
export function declaredScopes(): ReadonlySet<string> {
  const toml = readFileSync(new URL('../../../webhooks/shopify/shopify.app.toml', import.meta.url), 'utf8');
  return new Set(appFile.parse(parse(toml)).access_scopes.scopes.split(','));
}

/** Whether one of the scopes was granted. Who may write may read. */
export function grants(granted: ReadonlySet<string>, scopes: readonly string[]): boolean {
  return scopes.some((scope) => granted.has(scope) || granted.has(scope.replace(/^read_/, 'write_')));
}

/** A field of a type, and the type that it answers with. */
export type Asked = { readonly parent: string; readonly field: string; readonly answers: string };

/** Refuses a field without the scope that it needs itself or, where it needs none, its type does. */
export function assertAccess(granted: ReadonlySet<string>, { parent, field, answers }: Asked): void {
  const needed =
    needs().get(`${parent}.${field}`) ?? needs().get(answers.replace(/(?:Connection|Edge)$/, ''));
  if (needed === undefined || grants(granted, needed.scopes)) return;
  const { access } = needed;
  throw new GraphQLError(`Access denied for ${field} field. Required access: ${access}`, {
    extensions: {
      code: 'ACCESS_DENIED',
      documentation: 'https://shopify.dev/api/usage/access-scopes',
      requiredAccess: access,
    },
  });
}

const scopeFile = z.object({
  needs: z.array(z.object({ access: z.string(), scopes: z.array(z.string()), of: z.array(z.string()) })),
});

type Need = z.infer<typeof scopeFile>['needs'][number];

let read: ReadonlyMap<string, Need> | undefined;

/** By type, or by type and field. */
function needs(): ReadonlyMap<string, Need> {
  if (read !== undefined) return read;
  const text = readFileSync(new URL('scope-2026-10.json', import.meta.url), 'utf8');
  const all = scopeFile.parse(JSON.parse(text)).needs;
  read = new Map(all.flatMap((need) => need.of.map((one) => [one, need] as const)));
  return read;
}
