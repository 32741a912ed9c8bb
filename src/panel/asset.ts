/** The panel's own style and script, each at an address that changes with its content. */
import { createHash } from 'node:crypto';
import { script } from './script.ts';
import { style } from './style.ts';

export type Asset = { readonly path: string; readonly type: string; readonly text: string };

export const assets = {
  style: asset('css', 'text/css', style),
  script: asset('js', 'text/javascript', script),
};

function asset(extension: string, type: string, text: string): Asset {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return { path: `/panel/assets/${hash}.${extension}`, type: `${type}; charset=utf-8`, text };
}

/** Public, because it says nothing of anyone; for ever, because its address would change first. */
export function serveAsset({ type, text }: Asset): Response {
  return new Response(text, {
    headers: {
      'content-type': type,
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    },
  });
}
