/** Reads the session token that an app hands in, as strictly as the store that signed it. */
import { jwtVerify } from 'jose';

/** The user it is about, or undefined for whatever is forged, expired, or meant for another app or store. */
export async function readSessionToken(
  token: string,
  expected: {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly domain: string;
    readonly now: number;
  },
): Promise<{ readonly user: string } | undefined> {
  try {
    const { payload } = await jwtVerify(token, new TextEncoder().encode(expected.clientSecret), {
      algorithms: ['HS256'],
      audience: expected.clientId,
      issuer: `https://${expected.domain}/admin`,
      currentDate: new Date(expected.now),
    });
    if (payload['dest'] !== `https://${expected.domain}` || payload.sub === undefined) return undefined;
    return { user: payload.sub };
  } catch {
    return undefined;
  }
}
