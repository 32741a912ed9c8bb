import type { MasterSecrets } from './seal.ts';

/** The scope of the secret by which a shop's ERP signs what it tells us. */
function callbackScope(domain: string): string {
  return `erp-callback/${domain}`;
}

/**
 * The secrets of a shop's ERP connection as Standard Webhooks writes them, `whsec_` and base64; derived by
 * HKDF-SHA-256 from each master secret, so that receiving needs no look-up. The first is given to the
 * merchant; all are accepted, so that a master secret can be replaced before every ERP has the new one.
 */
export async function callbackSecrets(
  { current, all }: MasterSecrets,
  domain: string,
): Promise<readonly [current: string, ...older: string[]]> {
  const master = all.get(current);
  if (master === undefined) throw new Error(`the master secret ${current} is not among those given`);
  const older = [...all].filter(([id]) => id !== current).map(([, secret]) => secret);
  return [
    await deriveSecret(master, domain),
    ...(await Promise.all(older.map(async (secret) => deriveSecret(secret, domain)))),
  ];
}

async function deriveSecret(master: Uint8Array<ArrayBuffer>, domain: string): Promise<string> {
  const root = await crypto.subtle.importKey('raw', master, 'HKDF', false, ['deriveBits']);
  const parameters = {
    name: 'HKDF',
    hash: 'SHA-256',
    salt: new Uint8Array(0),
    info: new TextEncoder().encode(callbackScope(domain)),
  };
  const bits = await crypto.subtle.deriveBits(parameters, root, 256);
  return `whsec_${Buffer.from(bits).toString('base64')}`;
}
