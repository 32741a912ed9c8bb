/** A browser inside the admin's frame, for tests: it signs session tokens as Shopify does and asks for pages. */
import { SignJWT } from 'jose';
import { hosts, secrets } from '#sandbox/secret.ts';
import { demoDomain, type World } from '#sandbox/world.ts';

export type Claims = Readonly<Record<string, string | number | undefined>>;

export const lamp = {
  sku: 'LAMP-BRASS-01',
  title: 'Brass desk lamp',
  quantity: 1,
  unitPrice: 11900n,
  taxes: [{ title: 'DE MwSt', rate: '0.19' }],
};
export const paid = { kind: 'sale', gateway: 'shopify_payments' } as const;

/** A session token as App Bridge hands it out at this moment; `claims` forges or (undefined) leaves out some. */
export async function token(
  world: World,
  {
    shop = demoDomain,
    secret = secrets.shopifyApiSecret,
    claims = {},
  }: { shop?: string; secret?: string; claims?: Claims } = {},
): Promise<string> {
  const now = Math.floor(world.clock.now() / 1000);
  const all = {
    iss: `https://${shop}/admin`,
    dest: `https://${shop}`,
    aud: secrets.shopifyApiKey,
    sub: '42',
    exp: now + 60,
    nbf: now,
    iat: now,
    ...claims,
  };
  return new SignJWT(Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)))
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(new TextEncoder().encode(secret));
}

/** Asks for an address as the admin's frame does: the token stands in the address. */
export async function load(world: World, path: string, idToken: string | null): Promise<Response> {
  const url = new URL(path, hosts.app);
  if (idToken !== null) url.searchParams.set('id_token', idToken);
  return ask(world, url, { 'sec-fetch-dest': 'iframe', accept: 'text/html' });
}

/** Asks for an address as the panel's own script does: App Bridge adds the header. */
export async function fetchPage(world: World, path: string, idToken: string | null): Promise<Response> {
  const headers = { 'sec-fetch-dest': 'empty', accept: 'text/html' };
  const authorization = idToken === null ? {} : { authorization: `Bearer ${idToken}` };
  return ask(world, new URL(path, hosts.app), { ...headers, ...authorization });
}

/** Sends a form as the panel's own script does. */
export async function send(
  world: World,
  path: string,
  { form, idToken }: { form: Readonly<Record<string, string>>; idToken: string | null },
): Promise<Response> {
  const headers = { 'sec-fetch-dest': 'empty', accept: 'text/html' };
  const authorization = idToken === null ? {} : { authorization: `Bearer ${idToken}` };
  const url = new URL(path, hosts.app);
  return answered(
    world,
    new Request(url, {
      method: 'POST',
      headers: { ...headers, ...authorization },
      body: new URLSearchParams(form),
    }),
  );
}

async function ask(world: World, url: URL, headers: Record<string, string>): Promise<Response> {
  return answered(world, new Request(url, { headers }));
}

async function answered(world: World, request: Request): Promise<Response> {
  const { response, settled } = await world.worker.fetch(request);
  await settled;
  return response;
}

/** What a reader sees, without the markup around it. */
export function textOf(html: string): string {
  return html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
}

/** The text of a page that the demo shop's staff opens. */
export async function page(world: World, path: string): Promise<string> {
  const response = await load(world, path, await token(world));
  return response.text();
}

export type Element = { readonly tag: string; readonly attributes: ReadonlyMap<string, string | undefined> };

/** Every element of a page as the server wrote it. Values are escaped, so no quote or bracket stands inside one. */
export function elementsOf(html: string): Element[] {
  return [...html.matchAll(/<([a-z][\w-]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/g)].map(
    ([, tag = '', written = '']) => ({
      tag,
      attributes: new Map(
        [...written.matchAll(/([\w:-]+)(?:="([^"]*)")?/g)].map(([, name = '', value]) => [name, value]),
      ),
    }),
  );
}
