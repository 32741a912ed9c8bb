// `window.shopify`: the part of App Bridge's global that an app without modals and pickers needs.

import type { Line } from './link.ts';
import type { Tokens } from './token.ts';

export interface ToastOptions {
  readonly duration?: number;
  readonly isError?: boolean;
}

/** A part of App Bridge's `ShopifyGlobal`: names and shapes are Shopify's. */
export interface ShopifyGlobal {
  readonly config: {
    readonly apiKey: string;
    readonly shop: string;
    readonly host: string;
    readonly locale: string;
  };
  readonly environment: { readonly embedded: boolean; readonly mobile: boolean; readonly pos: boolean };
  readonly origin: string;
  readonly ready: Promise<void>;
  readonly toast: { show(message: string, options?: ToastOptions): string; hide(id: string): void };
  idToken(): Promise<string>;
  loading(isLoading?: boolean): void;
}

declare global {
  interface Window {
    shopify: ShopifyGlobal;
  }
}

const toastMs = 5000;

/** Builds the global from what the page and its address say. */
export function openShopify(line: Line, tokens: Tokens, origin: string): ShopifyGlobal {
  const query = new URLSearchParams(location.search);
  // The admin names shop and host once, in the first address; later pages of the same frame remember them.
  const remembered = (name: string) => {
    const value = query.get(name) ?? sessionStorage.getItem(`app-bridge:${name}`) ?? '';
    sessionStorage.setItem(`app-bridge:${name}`, value);
    return value;
  };
  let toasts = 0;
  return {
    config: {
      apiKey: apiKey(),
      shop: remembered('shop'),
      host: remembered('host'),
      locale: remembered('locale') || 'en',
    },
    environment: { embedded: line.embedded, mobile: false, pos: false },
    origin,
    ready: Promise.resolve(),
    idToken: () => tokens.idToken(),
    loading: (isLoading = true) => line.send({ say: 'loading', on: isLoading }),
    toast: {
      show(message, { duration = toastMs, isError = false } = {}) {
        toasts += 1;
        const id = String(toasts);
        line.send({ say: 'toast', id, text: message, isError, ms: duration });
        return id;
      },
      hide: (id) => line.send({ say: 'toast-away', id }),
    },
  };
}

function apiKey(): string {
  const key = document.querySelector<HTMLMetaElement>('meta[name="shopify-api-key"]')?.content;
  if (key === undefined || key === '')
    throw new Error(
      'App Bridge needs <meta name="shopify-api-key"> with the client id, before its own script.',
    );
  return key;
}
