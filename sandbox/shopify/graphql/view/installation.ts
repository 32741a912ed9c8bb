import type { AdminContext, View } from '../context.ts';

// The app is the only one of this store, so its installation is the first.
const number = 1;

export function installationView({ scopes, state }: AdminContext): View {
  const handle = state.shop.domain.replace(/\.myshopify\.com$/, '');
  return {
    __typename: 'AppInstallation',
    id: `gid://shopify/AppInstallation/${number}`,
    accessScopes: [...scopes].map((scope) => ({
      __typename: 'AccessScope',
      handle: scope,
      description: scope.replaceAll('_', ' '),
    })),
    launchUrl: `https://admin.shopify.com/store/${handle}/apps/${number}`,
    uninstallUrl: null,
    activeSubscriptions: [],
  };
}
