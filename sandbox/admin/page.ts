// The markup of the admin around the app.

import { readFileSync } from 'node:fs';

import { html } from 'hono/html';

import { drawings } from './drawing.ts';

/** How the admin looks. */
export const stylesheet = readFileSync(new URL('./admin.css', import.meta.url), 'utf8');

interface Shown {
  /** The path of the app in the admin. */
  readonly base: string;
  /** The store's name in addresses. */
  readonly handle: string;
}

type Markup = ReturnType<typeof html>;

const appName = 'Plumbline';

function drawing(name: string): Markup {
  return html`<svg viewBox="0 0 20 20" aria-hidden="true"><path d="${drawings[name] ?? ''}" /></svg>`;
}

/** The admin with the app in it. */
export function adminPage({ src, ...shown }: Shown & { readonly src: string }): Markup {
  return shell(
    shown,
    html`
      <div class="app-bar">
        <span class="app-icon" aria-hidden="true">P</span>
        <h1>${appName}</h1>
        <span id="loading" role="status">Loading</span>
      </div>
      <iframe id="app" title="${appName}" src="${src}" allow="clipboard-write"></iframe>
    `,
  );
}

/** Any other page of the admin: there is only the app here. */
export function elsewherePage(shown: Shown): Markup {
  return shell(
    shown,
    html`
      <div class="elsewhere">
        <h1>Only in Shopify</h1>
        <p>This page belongs to Shopify’s own admin. The local admin holds the app and nothing else.</p>
        <p><a href="${shown.base}">Open ${appName}</a></p>
      </div>
    `,
  );
}

function shell({ base, handle }: Shown, content: Markup): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${appName}</title>
        <link rel="stylesheet" href="/local-admin.css" />
        <script src="/local-admin.js" defer></script>
      </head>
      <body data-base="${base}" data-name="${appName}">
        <header class="top">
          <button id="menu-button" type="button" aria-label="Menu" aria-expanded="false" aria-controls="menu">
            ${drawing('menu')}
          </button>
          <span class="brand">Local admin</span>
          <span class="search" aria-hidden="true">${drawing('search')} Search</span>
          <span class="store"
            ><span class="avatar" aria-hidden="true">${initials(handle)}</span>${handle}</span
          >
        </header>
        <nav id="menu" aria-label="Admin">${menu(base)}</nav>
        <main>${content}</main>
        <div id="toasts" role="status" aria-live="polite"></div>
      </body>
    </html>`;
}

/** What Shopify's admin has besides apps, by icon. There is nothing behind it here. */
const absentPages = {
  home: 'Home',
  order: 'Orders',
  product: 'Products',
  person: 'Customers',
  'chart-vertical': 'Analytics',
};

function menu(base: string): Markup {
  const absent = Object.entries(absentPages).map(
    ([icon, name]) => html`<li class="absent">${drawing(icon)} ${name}</li>`,
  );
  return html`<ul>
      ${absent}
    </ul>
    <p class="group">Apps</p>
    <a id="app-home" href="${base}"><span class="app-icon" aria-hidden="true">P</span> ${appName}</a>
    <ul id="app-items" hidden></ul>`;
}

function initials(handle: string): string {
  return handle
    .split('-')
    .map((word) => word.charAt(0).toUpperCase())
    .join('')
    .slice(0, 2);
}
