/** What an app has subscribed to: in its shopify.app.toml, or in one shop by the Admin API. */
import { readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import { z } from 'zod';

export type Subscription = {
  readonly topics: readonly string[];
  /** Where it is delivered; a path is one of the app's own address. */
  readonly uri: string;
  /** Dot paths of what the body shall contain; everything when there are none. */
  readonly includeFields: readonly string[];
  readonly name?: string;
  /** Shopify removes a subscription made by the Admin API that keeps failing; the app's own ones stay. */
  readonly by: 'app' | 'api';
};

const entry = z.strictObject({
  topics: z.array(z.string()).optional(),
  compliance_topics: z.array(z.string()).optional(),
  uri: z.string(),
  include_fields: z.array(z.string()).optional(),
  name: z
    .string()
    .regex(/^[\w-]{1,50}$/)
    .optional(),
  filter: z.string().optional(),
});

const appFile = z.object({ webhooks: z.object({ subscriptions: z.array(entry) }) });

/** The subscriptions of an app's configuration; the product's own file unless another text is given. */
export function declaredSubscriptions(toml = productToml()): Subscription[] {
  return appFile.parse(parse(toml)).webhooks.subscriptions.map((declared) => {
    if (declared.filter !== undefined)
      throw new Error(`The store filters no webhooks, and "${declared.filter}" would not be obeyed.`);
    const { name, uri, include_fields: includeFields = [] } = declared;
    const topics = [...(declared.topics ?? []), ...(declared.compliance_topics ?? [])];
    if (topics.length === 0) throw new Error(`A subscription to ${uri} names no topic.`);
    return { topics, uri, includeFields, by: 'app', ...(name === undefined ? {} : { name }) };
  });
}

function productToml(): string {
  return readFileSync(new URL('../../webhooks/shopify/shopify.app.toml', import.meta.url), 'utf8');
}
