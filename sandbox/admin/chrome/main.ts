// The script of the admin page: gives the app its tokens, its place in the menu and in the address bar, and its toasts.

import { type FromAdmin, type FromApp, unwrap, wrap } from '../protocol.ts';
import { foldMenu, showItems, showPlace } from './menu.ts';
import { hideToast, showToast } from './toast.ts';

const frame = document.querySelector<HTMLIFrameElement>('iframe#app');
const base = document.body.dataset['base'] ?? '';
const appName = document.body.dataset['name'] ?? '';

foldMenu();
if (frame !== null) serveFrame(frame);

function serveFrame(app: HTMLIFrameElement): void {
  const appOrigin = new URL(app.src).origin;
  const send = (message: FromAdmin) => app.contentWindow?.postMessage(wrap(message), appOrigin);
  const go = (href: string) => send({ say: 'go', href });

  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.origin !== appOrigin || event.source !== app.contentWindow) return;
    const message = unwrap<FromApp>(event.data);
    if (message !== undefined) hear(message);
  });
  document.querySelector('#app-home')?.addEventListener('click', (event) => {
    event.preventDefault();
    go('/');
  });

  function hear(message: FromApp): void {
    switch (message.say) {
      case 'token':
        void answerToken(message.id, send);
        break;
      case 'location':
        app.dataset['ready'] = '';
        history.replaceState(null, '', base + message.path.replace(/^\/$/, ''));
        document.title = message.title === '' ? appName : `${message.title} · ${appName}`;
        loading(false);
        showPlace(message.path);
        break;
      case 'navigation':
        showItems(message.items, base, go);
        break;
      case 'loading':
        loading(message.on);
        break;
      case 'toast':
        showToast(message);
        break;
      case 'toast-away':
        hideToast(message.id);
        break;
      case 'open':
        location.assign(base.replace(/\/apps\/.*$/, '') + message.path);
        break;
    }
  }
}

async function answerToken(id: number, send: (message: FromAdmin) => void): Promise<void> {
  const answer = await fetch('/session-token', { method: 'POST' }).catch(() => undefined);
  if (answer?.ok === true) send({ say: 'token', id, token: await answer.text() });
  else send({ say: 'no-token', id, why: `The admin could not sign a session token (${answer?.status}).` });
}

function loading(on: boolean): void {
  document.querySelector('#loading')?.toggleAttribute('hidden', !on);
}
