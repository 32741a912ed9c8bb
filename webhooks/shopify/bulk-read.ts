import { z } from 'zod';
import type { Translate } from '#domain/delivery.ts';
import type { Fact } from '#domain/fact.ts';
import { gid } from '#domain/gid.ts';
import { Park } from '#domain/obstacle.ts';
import { fulfillmentFact, fulfillmentNode, of, orderFacts, orderNode } from './order-node.ts';
import { parseLossless, read } from './parse.ts';

/** A part of a bulk operation's file, kept as a delivery (source `shopify-bulk`): whole roots with all their children. */
const partBody = z.object({
  resource: z.enum(['orders', 'fulfillments']),
  readAt: z.string(),
  /** As in the file: one JSON object a line, each child somewhere behind its parent. */
  jsonl: z.string(),
});

const node = z
  .looseObject({ __typename: z.string(), id: z.string(), __parentId: z.string().optional() })
  .transform(({ __typename: type, __parentId: parent, ...fields }) => ({ ...fields, type, parent }));
type Node = z.output<typeof node>;

/** The authority's word on many orders at once: what `order-read` says of one. */
export const translateBulk: Translate = (delivery) => {
  const { resource, readAt, jsonl } = read(partBody, parseLossless(delivery.body));
  const lines = jsonl.split('\n').filter((line) => line.trim() !== '');
  const nodes = lines.map((line) => read(node, parseLossless(line)));
  const children = Map.groupBy(once(nodes), (one) => one.parent ?? '');
  const roots = children.get('') ?? [];
  if (roots.length === 0) throw new Park('a part of a file without a root');
  const tree = { children, readAt };
  return roots.flatMap((root) => (resource === 'orders' ? order(root, tree) : fulfillments(root, tree)));
};

/** A fulfillment of two fulfillment orders stands behind both, and its children twice behind it. */
function once(nodes: readonly Node[]): Node[] {
  return [...new Map(nodes.map((one) => [`${one.parent} ${one.id}`, one])).values()];
}

type Tree = { readonly children: ReadonlyMap<string, readonly Node[]>; readonly readAt: string };

function below(parent: Node, { children }: Tree, isOf: (type: string) => boolean): readonly Node[] {
  return (children.get(parent.id) ?? []).filter((one) => isOf(one.type));
}

/** Goods come in a file of their own, so an order here has none; facts join, so neither takes from the other. */
function order(root: Node, tree: Tree): Fact[] {
  const whole = {
    ...root,
    lineItems: { nodes: below(root, tree, (type) => type === 'LineItem') },
    fulfillments: [],
    agreements: {
      edges: below(root, tree, (type) => type.endsWith('Agreement')).map((agreement) => ({
        node: { ...agreement, sales: { nodes: below(agreement, tree, (type) => type.endsWith('Sale')) } },
      })),
    },
  };
  return orderFacts(read(orderNode, whole), { name: of('Order', root.id), readAt: tree.readAt });
}

const fulfillmentOrderNode = z.object({ orderId: z.string().startsWith('gid://shopify/Order/') });

function fulfillments(root: Node, tree: Tree): Fact[] {
  const { orderId } = read(fulfillmentOrderNode, root);
  const name = gid('Order', orderId.slice('gid://shopify/Order/'.length));
  return below(root, tree, (type) => type === 'Fulfillment').map((one) => {
    const lines = below(one, tree, (type) => type === 'FulfillmentLineItem');
    const whole = { ...one, fulfillmentLineItems: { nodes: lines } };
    return fulfillmentFact(read(fulfillmentNode, whole), name);
  });
}
