import { z } from 'zod';
import { credentialScope, open, openDataKey } from '#src/inbox/seal.ts';
import { RetryLater } from '#domain/obstacle.ts';
import type { Deps } from './deps.ts';

const credentials = z.object({ token: z.string() });

type Sealed = {
  readonly domain: string;
  readonly data_key: string | null;
  readonly sealed_credentials: string;
};

/** Opens a connection's token: the master secret opens the shop's key, the shop's key opens the token. */
export async function openToken(deps: Deps, kind: 'store' | 'erp', sealed: Sealed): Promise<string> {
  if (sealed.data_key === null)
    throw new RetryLater('the shop has no key to open its credentials', 3_600_000);
  const shopKey = await openDataKey(deps.secrets, sealed.domain, sealed.data_key);
  const text = await open(shopKey, credentialScope(kind), sealed.sealed_credentials);
  return credentials.parse(JSON.parse(text)).token;
}
