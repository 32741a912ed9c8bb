/** The types of Shopify's elements in our JSX, derived from Shopify's own package so that they cannot drift from it. */
import type { Child } from 'hono/jsx';

type Polaris = JSX.IntrinsicElements;
type Tag = Extract<keyof Polaris, `s-${string}`>;

/**
 * What an attribute takes. On these elements `loading="false"` is on, and Hono writes `false` out as text, so a
 * switch is `true` or left out.
 */
type Value<Property> = 0 extends 1 & Property
  ? string
  : NonNullable<Property> extends boolean
    ? true
    : Extract<Property, string | number>;

type Attributes<Properties> = {
  readonly [Name in keyof Properties as Name extends string ? AttributeName<Name> : never]?:
    | Value<Properties[Name]>
    | undefined;
};

/** The manifest's attributes are lower case; events and framework properties are none. */
type AttributeName<Name extends string> = Name extends `on${Capitalize<string>}` | 'children' | 'key' | 'ref'
  ? never
  : Lowercase<Name>;

type Global = {
  readonly id?: string;
  readonly slot?: string;
  readonly children?: Child;
  readonly [data: `data-${string}`]: string | undefined;
};

export type Elements = { readonly [Name in Tag]: Attributes<Omit<Polaris[Name], keyof Global>> & Global };

declare module 'hono/jsx' {
  namespace JSX {
    interface IntrinsicElements extends Elements {
      /** App Bridge's menu; it is no element of the manifest. */
      's-app-nav': Global;
      /** App Bridge reads which link of its menu is the app's own start. */
      's-link': Elements['s-link'] & { readonly rel?: 'home' };
    }
  }
}
