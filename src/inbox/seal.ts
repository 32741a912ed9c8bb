import { gunzipSync, gzipSync } from 'node:zlib';

/**
 * Sealing at rest: AES-256-GCM under keys derived by HKDF-SHA-256 from a master secret.
 * Sealed text is `secretId.iv+ciphertext` in base64; the scope is authenticated with it, so one
 * shop's text cannot be opened as another's.
 */
export type MasterSecrets = {
  readonly current: string;
  readonly all: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
};

/** Reads `id:base64,id:base64`; the first seals, every one opens. So a secret is rotated by putting a new one first. */
export function readMasterSecrets(text: string): MasterSecrets {
  const pairs = text.split(',').map((pair) => {
    const [id = '', secret = ''] = pair.trim().split(':');
    const bytes = new Uint8Array(Buffer.from(secret, 'base64'));
    if (!/^[a-z0-9]+$/.test(id) || bytes.byteLength < 32)
      throw new TypeError('a master secret is written id:base64 and has at least 32 bytes');
    return [id, bytes] as const;
  });
  const [first] = pairs;
  if (first === undefined) throw new TypeError('no master secret is given');
  return { current: first[0], all: new Map(pairs) };
}

type SealingKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** The scope of a raw delivery: its shop and month, so that receiving needs no look-up of a key. */
export function deliveryScope(domain: string, receivedAt: string): string {
  return `delivery/${domain}/${receivedAt.slice(0, 7)}`;
}

/** The scope of a shop's data key, wrapped by the master secret. */
function dataKeyScope(domain: string): string {
  return `data-key/${domain}`;
}

/** The scope of a connection's credentials, sealed with the shop's data key. */
export function credentialScope(connectionKind: string): string {
  return `credentials/${connectionKind}`;
}

/** Gzips and seals a text. */
export async function seal(secrets: MasterSecrets, scope: string, text: string): Promise<string> {
  const key = await derive(secrets, secrets.current, scope);
  return `${secrets.current}.${await encrypt(key, scope, new Uint8Array(gzipSync(text)))}`;
}

/** Opens what `seal` made in the same scope; throws when the text, the scope or the secret is another. */
export async function open(secrets: MasterSecrets, scope: string, sealed: string): Promise<string> {
  const dot = sealed.indexOf('.');
  const key = await derive(secrets, sealed.slice(0, dot), scope);
  return gunzipSync(await decrypt(key, scope, sealed.slice(dot + 1))).toString('utf8');
}

/** A fresh data key for a shop, wrapped. What is kept longer than a delivery is sealed with it. */
export async function newDataKey(secrets: MasterSecrets, domain: string): Promise<string> {
  const raw = crypto.getRandomValues(new Uint8Array(32));
  return seal(secrets, dataKeyScope(domain), Buffer.from(raw).toString('base64'));
}

/** The shop's own key as master secrets of one: the same sealing, another root. */
export async function openDataKey(
  secrets: MasterSecrets,
  domain: string,
  wrapped: string,
): Promise<MasterSecrets> {
  return readMasterSecrets(`shop:${await open(secrets, dataKeyScope(domain), wrapped)}`);
}

const derived = new Map<string, Promise<SealingKey>>();
const derivedKeysMax = 500;

async function derive(secrets: MasterSecrets, id: string, scope: string): Promise<SealingKey> {
  const secret = secrets.all.get(id);
  if (secret === undefined) throw new Error(`the master secret ${id} is not among those given`);
  const name = `${Buffer.from(secret).toString('base64')} ${scope}`;
  const known = derived.get(name);
  if (known !== undefined) return known;
  if (derived.size >= derivedKeysMax) derived.clear();
  const made = deriveKey(secret, scope);
  derived.set(name, made);
  return made;
}

async function deriveKey(secret: Uint8Array<ArrayBuffer>, scope: string): Promise<SealingKey> {
  const root = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const parameters = {
    name: 'HKDF',
    hash: 'SHA-256',
    salt: new Uint8Array(0),
    info: new TextEncoder().encode(scope),
  };
  return crypto.subtle.deriveKey(parameters, root, { name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
}

async function encrypt(key: SealingKey, scope: string, plain: Uint8Array<ArrayBuffer>): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const additionalData = new TextEncoder().encode(scope);
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, plain);
  return Buffer.concat([iv, new Uint8Array(sealed)]).toString('base64');
}

async function decrypt(key: SealingKey, scope: string, text: string): Promise<Uint8Array> {
  const bytes = new Uint8Array(Buffer.from(text, 'base64'));
  const additionalData = new TextEncoder().encode(scope);
  const iv = bytes.subarray(0, 12);
  return new Uint8Array(
    await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, bytes.subarray(12)),
  );
}
