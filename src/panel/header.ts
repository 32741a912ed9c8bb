import type { PanelDeps } from './deps.ts';

/**
 * What App Bridge reaches beside its own host: web vitals and error reports. The panel works without them; a host
 * that is missing here shows as a refused request in the browser's console and nowhere else.
 */
const appBridgeReports = [
  'https://monorail-edge.shopifysvc.com',
  'https://otlp-http-production.shopifysvc.com',
] as const;

/** The headers of every page: framed by the proven shop and Shopify's admin alone, and kept by nobody. */
export function pageHeaders(
  { cdn, admin }: Pick<PanelDeps, 'cdn' | 'admin'>,
  shop: string | null,
): Record<string, string> {
  const policy = {
    'default-src': ["'none'"],
    'script-src': ["'self'", cdn],
    // Shopify's elements style themselves; whether by sheets or by inline styles is theirs to change. Scripts stay strict.
    'style-src': ["'self'", "'unsafe-inline'", cdn],
    'font-src': [cdn],
    'img-src': ["'self'", cdn, 'data:'],
    'connect-src': ["'self'", cdn, ...appBridgeReports],
    // Without a proven shop there is only the admin, which every embedded app is opened in.
    'frame-ancestors': shop === null ? [admin] : [`https://${shop}`, admin],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
  };
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': Object.entries(policy)
      .map(([name, sources]) => `${name} ${sources.join(' ')}`)
      .join('; '),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
}
