/** The fields of the Admin API that are about webhook subscriptions. */
import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import { connectionOf, type Page } from '../connection.ts';
import { utcTime } from '../../text.ts';
import type { Root, View } from '../context.ts';
import { carryOut, type Mutations } from '../mutation/answer.ts';
import { nameOf, topicOf } from '../../subscription-topic.ts';
import type { Fault, Registered, SubscriptionDesk, Wish } from './desk.ts';

type Desk = { readonly subscriptions: SubscriptionDesk };

type Input = {
  readonly uri?: string | null;
  readonly callbackUrl?: string | null;
  readonly includeFields?: readonly string[] | null;
  readonly name?: string | null;
  readonly [other: string]: unknown;
};

type Filter = Page & {
  readonly topics?: readonly string[] | null;
  readonly uri?: string | null;
  readonly callbackUrl?: string | null;
  readonly format?: string | null;
  readonly query?: string | null;
  readonly sortKey?: string | null;
};

export function subscriptionQueries({ subscriptions }: Desk): Root {
  const view = (one: Registered) => subscriptionView(one, subscriptions.apiVersion);
  return {
    webhookSubscription({ id }: { id: string }) {
      const found = named(subscriptions, id);
      return found === undefined ? null : view(found);
    },
    webhookSubscriptions(args: Filter) {
      if (args.query) throw unsupported('a search among webhook subscriptions');
      const address = args.uri ?? args.callbackUrl;
      const found = subscriptions
        .all()
        .filter(({ topic }) => args.topics?.includes(nameOf(topic)) ?? true)
        .filter(({ subscription }) => address == null || subscription.uri === address)
        .filter(() => args.format !== 'XML');
      const place = (one: Registered) => [args.sortKey === 'ID' ? 0 : one.createdAt, one.id] as const;
      return connectionOf(
        found.map((node) => ({ node, place: place(node) })),
        args,
        view,
      );
    },
    webhookSubscriptionsCount({ query }: { query?: string | null }) {
      if (query) throw unsupported('a search among webhook subscriptions');
      return { __typename: 'Count', count: subscriptions.all().length, precision: 'EXACT' };
    },
  };
}

export function subscriptionMutations({ subscriptions }: Desk): Mutations {
  const { apiVersion } = subscriptions;
  const answer = (info: GraphQLResolveInfo, result: Registered | readonly Fault[]) =>
    carryOut(info, () =>
      'id' in result
        ? { webhookSubscription: subscriptionView(result, apiVersion) }
        : { userErrors: result.map(userError) },
    );
  return {
    webhookSubscriptionCreate(args: { topic: string; webhookSubscription: Input }, info: GraphQLResolveInfo) {
      const topic = topicOf(args.topic);
      if (topic === undefined) throw unsupported(`the topic ${args.topic}`);
      return answer(info, subscriptions.create(wishOf(topic, args.webhookSubscription)));
    },
    webhookSubscriptionUpdate(args: { id: string; webhookSubscription: Input }, info: GraphQLResolveInfo) {
      const found = named(subscriptions, args.id);
      if (found === undefined) return answer(info, [missing]);
      const { uri, includeFields, name = null } = found.subscription;
      const wish = wishOf(found.topic, { uri, includeFields, name, ...args.webhookSubscription });
      return answer(info, subscriptions.update(found, wish));
    },
    webhookSubscriptionDelete({ id }: { id: string }, info: GraphQLResolveInfo) {
      const found = named(subscriptions, id);
      if (found === undefined) return answer(info, [missing]);
      subscriptions.remove(found);
      return carryOut(info, () => ({ deletedWebhookSubscriptionId: id }));
    },
  };
}

const missing: Fault = { field: ['id'], message: 'Webhook subscription does not exist' };

function userError({ field, message }: Fault): View {
  return { __typename: 'UserError', field, message };
}

/** What the store would not obey it does not take. */
function wishOf(topic: string, input: Input): Wish {
  if (input['filter']) throw unsupported('a filter of webhooks');
  if (input['format'] === 'XML') throw unsupported('webhooks in XML');
  for (const name of ['metafields', 'metafieldNamespaces']) {
    const asked = input[name];
    if (Array.isArray(asked) && asked.length > 0) throw unsupported(`${name} in webhooks`);
  }
  const uri = input.uri ?? input.callbackUrl ?? '';
  if (/^(arn:|pubsub:)/.test(uri)) throw unsupported('webhooks to EventBridge and Pub/Sub');
  return { topic, uri, includeFields: input.includeFields ?? [], name: input.name ?? null };
}

function unsupported(what: string): GraphQLError {
  return new GraphQLError(`The sandbox's store does not know ${what}.`, {
    extensions: { code: 'SANDBOX_UNSUPPORTED' },
  });
}

function named(desk: SubscriptionDesk, id: string): Registered | undefined {
  if (!/^gid:\/\/shopify\/WebhookSubscription\/\d+$/.test(id))
    throw new GraphQLError(`Invalid global id '${id}'`);
  return desk.all().find((one) => gidOf(one) === id);
}

function gidOf({ id }: Registered): string {
  return `gid://shopify/WebhookSubscription/${id}`;
}

function subscriptionView(one: Registered, apiVersion: string): View {
  const { uri, includeFields, name = null } = one.subscription;
  return {
    __typename: 'WebhookSubscription',
    id: gidOf(one),
    legacyResourceId: String(one.id),
    apiVersion: {
      __typename: 'ApiVersion',
      handle: apiVersion,
      displayName: apiVersion,
      supported: true,
    },
    topic: nameOf(one.topic),
    uri,
    callbackUrl: uri,
    endpoint: { __typename: 'WebhookHttpEndpoint', callbackUrl: uri },
    format: 'JSON',
    filter: null,
    includeFields,
    metafieldNamespaces: [],
    metafields: [],
    name,
    createdAt: utcTime(one.createdAt),
    updatedAt: utcTime(one.updatedAt),
  };
}
