// The app's part of the admin's menu.

import type { NavigationItem } from '../protocol.ts';

let place = '/';

/** On a phone the menu is folded behind a button. */
export function foldMenu(): void {
  const button = document.querySelector('#menu-button');
  button?.addEventListener('click', () => openMenu(button.getAttribute('aria-expanded') !== 'true'));
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') openMenu(false);
  });
}

function openMenu(open: boolean): void {
  document.querySelector('#menu')?.toggleAttribute('data-open', open);
  document.querySelector('#menu-button')?.setAttribute('aria-expanded', String(open));
}

/** Shows the app's pages in the menu. A click tells the app where to go. */
export function showItems(items: readonly NavigationItem[], base: string, go: (href: string) => void): void {
  const list = document.querySelector('#app-items');
  list?.replaceChildren(
    ...items.map(({ label, href }) => {
      const link = document.createElement('a');
      link.href = base + new URL(href, 'https://app.invalid').pathname;
      link.textContent = label;
      link.dataset['href'] = href;
      link.addEventListener('click', (event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        openMenu(false);
        go(href);
      });
      const item = document.createElement('li');
      item.append(link);
      return item;
    }),
  );
  if (list instanceof HTMLElement) list.hidden = items.length === 0;
  mark();
}

/** Marks the entry of the page that is open. */
export function showPlace(path: string): void {
  place = new URL(path, 'https://app.invalid').pathname;
  mark();
}

function mark(): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('#app-items a')];
  const pathOf = (link: HTMLAnchorElement) =>
    new URL(link.dataset['href'] ?? '/', 'https://app.invalid').pathname;
  const fitting = links
    .filter((link) => place === pathOf(link) || place.startsWith(`${pathOf(link)}/`))
    .toSorted((one, other) => pathOf(other).length - pathOf(one).length);
  for (const link of links) setCurrent(link, link === fitting[0]);
  const home = document.querySelector('#app-home');
  if (home !== null) setCurrent(home, fitting.length === 0);
}

function setCurrent(link: Element, current: boolean): void {
  if (current) link.setAttribute('aria-current', 'page');
  else link.removeAttribute('aria-current');
}
