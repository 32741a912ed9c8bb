/**
 * What runs in the browser beside App Bridge: it gives each page load a fresh session token, and keeps live regions
 * fresh. Text, because the Worker's bundle is one module and its types know no DOM. Shopify's scripts come first.
 */
export const script = String.raw`
'use strict';
(() => {
  const everyMs = 3000;
  let leaving = false;

  // The token lasts a minute and belongs in no history, bookmark or screenshot.
  const here = new URL(location.href);
  const renewed = here.searchParams.has('renewed');
  here.searchParams.delete('id_token');
  here.searchParams.delete('renewed');
  const bounce = document.querySelector('[data-bounce]');
  if (!bounce) history.replaceState(history.state, '', here);

  // A page load carries no header, so its token stands in the address until the page is there.
  async function visit(address, { replace = false, renewing = false } = {}) {
    if (leaving) return;
    leaving = true;
    try {
      const url = new URL(address, location.href);
      url.searchParams.set('id_token', await shopify.idToken());
      if (renewing) url.searchParams.set('renewed', '1');
      if (replace) location.replace(url);
      else location.assign(url);
    } catch {
      leaving = false;
    }
  }

  if (bounce) {
    visit(here, { replace: true, renewing: !renewed });
    return;
  }
  // Back and forward may bring a page out of the browser's memory.
  addEventListener('pageshow', () => { leaving = false; });

  function ours(href) {
    if (!href || href.startsWith('#')) return null;
    const url = new URL(href, location.href);
    return url.origin === location.origin ? url : null;
  }

  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.composedPath().find((one) => one instanceof Element && one.hasAttribute('href'));
    const target = link && link.getAttribute('target');
    const url = link && (!target || target === '_self' || target === 'auto') && ours(link.getAttribute('href'));
    if (!url) return;
    event.preventDefault();
    visit(url);
  });

  // App Bridge says so when the admin's menu or one of its own elements asks for a page of ours.
  document.addEventListener('shopify:navigate', (event) => {
    const url = event.target instanceof Element && ours(event.target.getAttribute('href'));
    if (url) visit(url);
  });

  // Shopify's fields live in shadow roots, so their values are read from the elements themselves.
  function submit(form) {
    const url = new URL(form.getAttribute('action') || location.pathname, location.href);
    for (const field of form.querySelectorAll('[name]')) {
      const value = String(field.value ?? field.getAttribute('value') ?? '').trim();
      if (value) url.searchParams.set(field.getAttribute('name'), value);
    }
    visit(url);
  }
  // A form that changes something is answered with its page as it stands then; its own region is put in place.
  async function send(form) {
    if (form.dataset.busy) return;
    form.dataset.busy = 'yes';
    const body = new URLSearchParams();
    for (const field of form.querySelectorAll('[name]'))
      body.append(field.getAttribute('name'), String(field.value ?? field.getAttribute('value') ?? ''));
    const response = await fetch(form.getAttribute('action'), { method: 'POST', headers: { accept: 'text/html' }, body })
      .finally(() => { delete form.dataset.busy; });
    const region = form.closest('[data-live]');
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const fresh = page.querySelector('[data-live="' + region.dataset.live + '"]');
    if (!fresh) return visit(location.href, { replace: true });
    put(region, fresh);
    region.querySelector('[data-said]')?.focus();
  }
  function sent(form) {
    if (form.method === 'get') submit(form);
    else send(form).catch(() => undefined);
  }
  document.addEventListener('submit', (event) => {
    if (!(event.target instanceof HTMLFormElement)) return;
    event.preventDefault();
    sent(event.target);
  });
  document.addEventListener('keydown', (event) => {
    const field = event.key === 'Enter' && event.target instanceof Element && event.target.closest('form [name]');
    if (!field) return;
    event.preventDefault();
    sent(field.closest('form'));
  });

  for (const way of ['next', 'previous'])
    document.addEventListener(way + 'page', (event) => {
      const rows = event.target.querySelector('[data-' + way + ']');
      if (rows) visit(rows.getAttribute('data-' + way));
    }, true);

  // Compared as the server wrote it: the elements change themselves once they are in the page.
  const shown = new Map();
  const regions = (root) => [...root.querySelectorAll('[data-live]')];
  for (const region of regions(document)) shown.set(region.dataset.live, region.innerHTML);

  function put(region, fresh) {
    shown.set(region.dataset.live, fresh.innerHTML);
    region.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
  }
  function refresh(region, fresh) {
    for (const { name, value } of fresh.attributes)
      if (name.startsWith('data-')) region.setAttribute(name, value);
    for (const name of ['data-next', 'data-previous'])
      if (!fresh.hasAttribute(name)) region.removeAttribute(name);
    const table = region.closest('s-table');
    const after = fresh.closest('s-table');
    if (table && after)
      for (const name of ['hasnextpage', 'haspreviouspage'])
        if (table.hasAttribute(name) !== after.hasAttribute(name)) table.toggleAttribute(name);
    if (shown.get(region.dataset.live) === fresh.innerHTML) return;
    const active = document.activeElement;
    // Whoever is in there keeps their place; where that cannot be kept, the news waits.
    if (active && region.contains(active) && !active.id) return;
    const top = scrollY;
    put(region, fresh);
    if (active && active.id && active !== document.activeElement) document.getElementById(active.id)?.focus({ preventScroll: true });
    if (scrollY !== top) scrollTo(0, top);
  }

  async function look() {
    const response = await fetch(location.pathname + location.search, { headers: { accept: 'text/html' } });
    if (response.status === 401) return false;
    if (!response.ok) return true;
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    const fresh = new Map(regions(page).map((one) => [one.dataset.live, one]));
    const now = regions(document);
    // Another set of regions is another page, such as the first order in an empty list.
    if (now.length !== fresh.size || now.some((one) => !fresh.has(one.dataset.live))) {
      visit(location.href, { replace: true });
      return true;
    }
    for (const region of now) refresh(region, fresh.get(region.dataset.live));
    return true;
  }

  async function keepLooking() {
    let going = true;
    if (document.visibilityState === 'visible' && !leaving) going = await look().catch(() => true);
    if (going) setTimeout(keepLooking, everyMs);
  }
  if (shown.size > 0) setTimeout(keepLooking, everyMs);
})();
`;
