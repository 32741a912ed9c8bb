// The line between the app's page and the admin around it. Only the admin's own origin, and only the parent, is heard.

import { type FromAdmin, type FromApp, unwrap, wrap } from '../protocol.ts';

export interface Line {
  readonly embedded: boolean;
  send(message: FromApp): void;
  hear(listen: (message: FromAdmin) => void): void;
}

/** Opens the line to the admin at an origin. */
export function openLine(adminOrigin: string): Line {
  const embedded = window.parent !== window;
  return {
    embedded,
    send(message) {
      if (embedded) window.parent.postMessage(wrap(message), adminOrigin);
    },
    hear(listen) {
      window.addEventListener('message', (event: MessageEvent<unknown>) => {
        if (event.origin !== adminOrigin || event.source !== window.parent) return;
        const message = unwrap<FromAdmin>(event.data);
        if (message !== undefined) listen(message);
      });
    },
  };
}
