/** Where a store keeps the tokens it gave out, and until when each is good. */
import { createHash } from 'node:crypto';
import type { Clock } from '#sandbox/clock.ts';

export type Pair = {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly refreshToken: string;
  readonly refreshExpiresInSeconds: number;
};

export type Drawer = {
  issue(): Pair;
  issueOnline(): Pick<Pair, 'accessToken' | 'expiresInSeconds'>;
  /** A new pair for a refresh token; undefined when it is not good any more. */
  refresh(refreshToken: string): Pair | undefined;
  /** Takes a token that never expires out of use; false when there is none of that name. */
  retire(permanentToken: string): boolean;
  accepts(accessToken: string): boolean;
  revokeAll(): void;
};

const accessMs = 60 * 60_000;
const onlineMs = 24 * 60 * 60_000 - 1000;
const refreshMs = 90 * 24 * 60 * 60_000;
/** A spent refresh token whose answer was lost may be used again for so long, until its replacement is used. */
const againMs = 30 * 24 * 60 * 60_000;

type Refresh = {
  readonly until: number;
  spentAt: number | undefined;
  replacement: string | undefined;
};

export function openDrawer(options: {
  readonly clock: Clock;
  readonly salt: string;
  readonly permanentToken?: string;
}): Drawer {
  const { clock, salt, permanentToken } = options;
  const access = new Map<string, number>(permanentToken === undefined ? [] : [[permanentToken, Infinity]]);
  const refreshes = new Map<string, Refresh>();
  let issued = 0;

  function newToken(prefix: string): string {
    issued += 1;
    const digest = createHash('sha256').update(`${salt} ${prefix} ${issued}`).digest('hex');
    return `${prefix}_${digest.slice(0, 32)}`;
  }
  function newAccess(ms: number): string {
    const token = newToken('shpat');
    access.set(token, clock.now() + ms);
    return token;
  }
  function pairWith(refreshToken: string, until: number): Pair {
    return {
      accessToken: newAccess(accessMs),
      expiresInSeconds: accessMs / 1000,
      refreshToken,
      refreshExpiresInSeconds: Math.floor((until - clock.now()) / 1000),
    };
  }
  function newPair(until: number): Pair {
    const token = newToken('shprt');
    refreshes.set(token, { until, spentAt: undefined, replacement: undefined });
    return pairWith(token, until);
  }
  return {
    issue: () => newPair(clock.now() + refreshMs),
    issueOnline: () => ({ accessToken: newAccess(onlineMs), expiresInSeconds: onlineMs / 1000 }),
    refresh(refreshToken) {
      const token = refreshes.get(refreshToken);
      if (token === undefined || !isGood(token, refreshes, clock.now())) return undefined;
      token.spentAt ??= clock.now();
      const replaced = token.replacement === undefined ? undefined : refreshes.get(token.replacement);
      if (replaced !== undefined && token.replacement !== undefined)
        return pairWith(token.replacement, replaced.until);
      const pair = newPair(clock.now() + refreshMs);
      token.replacement = pair.refreshToken;
      return pair;
    },
    retire(token) {
      return access.get(token) === Infinity && access.delete(token);
    },
    accepts: (token) => clock.now() < (access.get(token) ?? 0),
    revokeAll() {
      access.clear();
      refreshes.clear();
    },
  };
}

/** A replacement that was used itself proves that the answer with it arrived. */
function isGood(token: Refresh, refreshes: ReadonlyMap<string, Refresh>, now: number): boolean {
  if (now >= token.until) return false;
  if (token.spentAt === undefined || token.replacement === undefined) return true;
  const used = refreshes.get(token.replacement)?.spentAt !== undefined;
  return !used && now < token.spentAt + againMs;
}
