// The entry of the script that stands in for Shopify's app-bridge.js.

import { openLine } from './link.ts';
import { defineAppNav, followLocation, obeyMenu, openAdminLinks } from './navigation.ts';
import { openShopify } from './shopify.ts';
import { fetchWithToken, openTokens } from './token.ts';

const script = document.currentScript;
if (!(script instanceof HTMLScriptElement) || script.async || script.defer || script.type === 'module')
  throw new Error('App Bridge must be loaded by a plain script tag, without async, defer or type=module.');

// Whoever serves App Bridge is the admin: production knows its address, here it is where the script came from.
const adminOrigin = new URL(script.src).origin;
const line = openLine(adminOrigin);
const tokens = openTokens(line);

window.shopify = openShopify(line, tokens, adminOrigin);
window.fetch = fetchWithToken(window.fetch.bind(window), tokens);
defineAppNav(line);
openAdminLinks(line);
obeyMenu(line);

const reload = new URLSearchParams(location.search).get('shopify-reload');
if (reload === null) followLocation(line);
else void reloadWithToken(reload);

/** A page that was asked for without a token sends the browser here, to come back with one. */
async function reloadWithToken(address: string): Promise<void> {
  const url = new URL(address, location.href);
  if (url.origin !== location.origin) throw new Error('shopify-reload leads to another origin.');
  url.searchParams.set('id_token', await tokens.renew());
  location.replace(url);
}
