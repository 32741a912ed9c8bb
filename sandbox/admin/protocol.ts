// What the app's page and the admin frame around it say to each other, as App Bridge and Shopify's admin do.

export interface NavigationItem {
  readonly label: string;
  /** As written in the app's own markup. */
  readonly href: string;
}

/** From the app's page to the admin. */
export type FromApp =
  | { readonly say: 'token'; readonly id: number }
  | { readonly say: 'location'; readonly path: string; readonly title: string }
  | { readonly say: 'navigation'; readonly items: readonly NavigationItem[] }
  | { readonly say: 'loading'; readonly on: boolean }
  | {
      readonly say: 'toast';
      readonly id: string;
      readonly text: string;
      readonly isError: boolean;
      readonly ms: number;
    }
  | { readonly say: 'toast-away'; readonly id: string }
  | { readonly say: 'open'; readonly path: string };

/** From the admin to the app's page. */
export type FromAdmin =
  | { readonly say: 'token'; readonly id: number; readonly token: string }
  | { readonly say: 'no-token'; readonly id: number; readonly why: string }
  | { readonly say: 'go'; readonly href: string };

/** Tells our messages from those of anybody else who posts to the window. */
export const channel = 'local-admin';

export interface Envelope<Message> {
  readonly channel: typeof channel;
  readonly message: Message;
}

/** Puts a message in its envelope. */
export function wrap<Message>(message: Message): Envelope<Message> {
  return { channel, message };
}

/**
 * The message in an envelope. Its shape is taken on trust once its origin has been checked: both ends are built from
 * this file, and served by one process.
 */
export function unwrap<Message extends { readonly say: string }>(data: unknown): Message | undefined {
  if (typeof data !== 'object' || data === null || !('channel' in data) || data.channel !== channel) return;
  if (!('message' in data)) return;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- trusted by origin, as said above
  return data.message as Message;
}
