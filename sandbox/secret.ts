/** The fixed secrets of the sandbox: they open nothing but it. */

export const secrets = {
  masterSecrets: `sandbox:${Buffer.alloc(32, 'plumbline').toString('base64')}`,
  shopifyApiKey: 'sandbox-client-id',
  shopifyApiSecret: 'sandbox-client-secret',
  storeToken: 'shpat_sandbox',
  erpToken: 'erp-sandbox-token',
  qstashToken: 'qstash-sandbox-token',
  qstashSigningKeys: { current: 'sig_sandbox_current', next: 'sig_sandbox_next' },
  stripeKey: 'sk_test_sandbox',
  workerPassword: 'sandbox-worker',
} as const;

export const hosts = {
  app: 'https://app.plumbline.test',
  database: 'db.plumbline.test',
  qstash: 'https://qstash.upstash.io',
  erp: 'https://erp.plumbline.test',
} as const;

/** The login of the Worker: a member of the app's role, neither owner nor able to bypass row-level security. */
export const workerLogin = 'plumbline_worker';

/** What wrangler.toml names, filled for the sandbox. */
export function bindingsFor(database: string): Record<string, string> {
  return {
    APP_URL: hosts.app,
    DATABASE_URL: `postgresql://${workerLogin}:${secrets.workerPassword}@${hosts.database}/${database}`,
    MASTER_SECRETS: secrets.masterSecrets,
    SHOPIFY_API_KEY: secrets.shopifyApiKey,
    SHOPIFY_API_SECRET: secrets.shopifyApiSecret,
    SHOPIFY_CDN: 'https://cdn.shopify.com',
    SHOPIFY_ADMIN: 'https://admin.shopify.com',
    QSTASH_URL: hosts.qstash,
    QSTASH_TOKEN: secrets.qstashToken,
    QSTASH_CURRENT_SIGNING_KEY: secrets.qstashSigningKeys.current,
    QSTASH_NEXT_SIGNING_KEY: secrets.qstashSigningKeys.next,
    RAW_RETENTION_DAYS: '30',
  };
}
