// Where the app is: told to the admin, whose address bar and menu follow it, and changed when the admin says so.

import type { NavigationItem } from '../protocol.ts';
import type { Line } from './link.ts';

/** Parameters that the admin adds to the first request, and that are no part of the page's address. */
const launch = [
  'embedded',
  'shop',
  'host',
  'id_token',
  'locale',
  'timestamp',
  'hmac',
  'session',
  'shopify-reload',
];

/** The path and query of the page, as the admin's address bar shows them. */
function place(): string {
  const url = new URL(location.href);
  for (const name of launch) url.searchParams.delete(name);
  return url.pathname + url.search + url.hash;
}

/** Tells the admin where the app is, now and whenever that changes. */
export function followLocation(line: Line): void {
  const tell = () => line.send({ say: 'location', path: place(), title: document.title });
  for (const name of ['pushState', 'replaceState'] as const) {
    const original = history[name].bind(history);
    history[name] = (...parameters) => {
      original(...parameters);
      tell();
    };
  }
  for (const event of ['popstate', 'hashchange', 'pageshow']) window.addEventListener(event, tell);
  tell();
}

/** Goes where a click in the admin's menu leads: by the app's own link, so that a script of the app may take over. */
export function obeyMenu(line: Line): void {
  line.hear((message) => {
    if (message.say !== 'go') return;
    const links = document.querySelectorAll<HTMLElement>('s-app-nav > [href]');
    const link = [...links].find((one) => one.getAttribute('href') === message.href);
    const click = new MouseEvent('click', { bubbles: true, cancelable: true });
    if (link?.dispatchEvent(click) !== false) location.assign(message.href);
  });
}

/** Links to pages of the admin itself open there, not in the frame. */
export function openAdminLinks(line: Line): void {
  document.addEventListener('click', (event) => {
    for (const passed of event.composedPath()) {
      if (!(passed instanceof HTMLAnchorElement)) continue;
      const path = adminPath(passed.getAttribute('href') ?? '');
      if (path === undefined) return;
      event.preventDefault();
      line.send({ say: 'open', path });
      return;
    }
  });
}

function adminPath(href: string): string | undefined {
  return /^shopify:(?:\/\/)?admin(?<path>\/.*)$/.exec(href)?.groups?.['path'];
}

/** `s-app-nav`: its links are the app's part of the admin's menu and are not shown in the page. */
export function defineAppNav(line: Line): void {
  class AppNav extends HTMLElement {
    readonly #observer = new MutationObserver(() => this.#tell());

    connectedCallback(): void {
      this.hidden = true;
      this.style.setProperty('display', 'none');
      this.#observer.observe(this, { childList: true, subtree: true, characterData: true, attributes: true });
      this.#tell();
    }

    disconnectedCallback(): void {
      this.#observer.disconnect();
    }

    #tell(): void {
      const items: NavigationItem[] = [...this.querySelectorAll('[href]')]
        // The link that names the app's own home is the app's name in the menu, not an entry below it.
        .filter((link) => link.getAttribute('rel') !== 'home')
        .map((link) => ({ label: link.textContent.trim(), href: link.getAttribute('href') ?? '' }));
      line.send({ say: 'navigation', items });
    }
  }
  customElements.define('s-app-nav', AppNav);
}
