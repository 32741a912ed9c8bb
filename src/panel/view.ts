import type { Child } from 'hono/jsx';

/** What a page shows; the shell around it is the same for all. */
export type View = {
  readonly status: 200 | 400 | 403 | 404 | 422;
  readonly heading: string;
  /** Where the way back leads, on pages below another. */
  readonly back?: { readonly href: string; readonly label: string };
  readonly main: Child;
  readonly aside?: Child;
  /** A notice stands alone, without the menu of a shop that may not see it. */
  readonly alone?: true;
};
