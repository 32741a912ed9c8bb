import { z } from 'zod';
import type { Translate } from '#domain/delivery.ts';
import type { Fact } from '#domain/fact.ts';
import { gid } from '#domain/gid.ts';
import { Park } from '#domain/obstacle.ts';
import { of } from './node.ts';
import { fulfillmentFact, fulfillmentNode, orderFacts, orderNode } from './order-node.ts';
import { parseLossless, read } from './parse.ts';
import { refundFact, refundNode, returnFact, returnNode } from './refund-node.ts';
import { instantOf } from './topic.ts';

/** A part of a bulk operation's file, kept as a delivery (source `shopify-bulk`): whole roots with all their children. */
const partBody = z.object({
  resource: z.enum(['orders', 'fulfillments', 'refunds', 'returns']),
  readAt: z.string(),
  /** As in the file: one JSON object a line, each child somewhere behind its parent. */
  jsonl: z.string(),
});

const node = z
  .looseObject({ __typename: z.string(), id: z.string().nullable(), __parentId: z.string().optional() })
  .transform(({ __typename: type, __parentId: parent, ...fields }) => ({ ...fields, type, parent }));
type Node = z.output<typeof node> & { readonly id: string };

/** The authority's word on many orders at once: what `order-read` says of one. */
export const translateBulk: Translate = (delivery) => {
  const { resource, readAt, jsonl } = read(partBody, parseLossless(delivery.body));
  const lines = jsonl.split('\n').filter((line) => line.trim() !== '');
  // A line of an old refund may have no id; nothing lies below it.
  const nodes = lines.map((line, at) => {
    const { id, ...fields } = read(node, parseLossless(line));
    return { ...fields, id: id ?? `line ${at}` };
  });
  const children = Map.groupBy(once(nodes), (one) => one.parent ?? '');
  const roots = children.get('') ?? [];
  if (roots.length === 0) throw new Park('a part of a file without a root');
  const tree = { children, readAt };
  return roots.flatMap((root) => readers[resource](root, tree));
};

/** A fulfillment of two fulfillment orders stands behind both, and its children twice behind it. */
function once(nodes: readonly Node[]): Node[] {
  return [...new Map(nodes.map((one) => [`${one.parent} ${one.id}`, one])).values()];
}

type Tree = { readonly children: ReadonlyMap<string, readonly Node[]>; readonly readAt: string };

/** Goods, refunds and returns come in files of their own; facts join, so no file takes from the others. */
const readers: Record<z.output<typeof partBody>['resource'], (root: Node, tree: Tree) => Fact[]> = {
  orders(root, tree) {
    const { paymentTerms, refunds } = read(partsOfOrder, root);
    const agreements = agreementsOf(root, tree);
    const whole = {
      ...root,
      paymentTerms: paymentTerms && {
        paymentSchedules: within([root, paymentTerms], tree, (type) => type === 'PaymentSchedule'),
      },
      lineItems: within([root], tree, (type) => type === 'LineItem'),
      fulfillments: [],
      refunds: [],
      returns: { nodes: [] },
      agreements: {
        edges: agreements.map((agreement) => ({
          node: { ...agreement, sales: within([agreement], tree, (type) => type.endsWith('Sale')) },
        })),
      },
    };
    const facts = orderFacts(read(orderNode, whole), { name: of('Order', root.id), readAt: tree.readAt });
    const itemized = new Set(agreements.map((one) => read(refundOfAgreement, one).refund?.id));
    // No file itemizes the refund of a return, so such an order is not read yet: it is asked for by itself.
    return refunds.every(({ id }) => itemized.has(id))
      ? facts
      : facts.filter((one) => one.kind !== 'order_read');
  },

  fulfillments(root, tree) {
    const { orderId } = read(fulfillmentOrderNode, root);
    const name = gid('Order', orderId.slice('gid://shopify/Order/'.length));
    return within([root], tree, (type) => type === 'Fulfillment').nodes.map((one) => {
      const lines = within([one], tree, (type) => type === 'FulfillmentLineItem');
      return fulfillmentFact(read(fulfillmentNode, { ...one, fulfillmentLineItems: lines }), name);
    });
  },

  refunds(root, tree) {
    return agreementsOf(root, tree).flatMap((agreement) => {
      const { refund } = read(refundOfAgreement, agreement);
      if (!refund) return [];
      const under = (is: string) => within([agreement, refund], tree, (type) => type === is);
      const whole = {
        ...refund,
        refundLineItems: under('RefundLineItem'),
        orderAdjustments: under('OrderAdjustment'),
        transactions: under('OrderTransaction'),
      };
      return [refundFact(read(refundNode, whole), orderOf(root))];
    });
  },

  returns(root, tree) {
    return within([root], tree, (type) => type === 'Return').nodes.map((one) => {
      const whole = {
        ...one,
        returnLineItems: within([one], tree, (type) => type.endsWith('ReturnLineItem')),
        exchangeLineItems: within([one], tree, (type) => type === 'ExchangeLineItem'),
      };
      return returnFact(read(returnNode, whole), orderOf(root));
    });
  },
};

const partsOfOrder = z.object({
  paymentTerms: z.looseObject({ id: z.string() }).nullable(),
  refunds: z.array(z.object({ id: z.string() })),
});
const refundOfAgreement = z.object({ refund: z.looseObject({ id: z.string() }).nullish() });
const fulfillmentOrderNode = z.object({ orderId: z.string().startsWith('gid://shopify/Order/') });
const updated = z.object({ updatedAt: z.string() });

/** A child of an object that lies in a node may name either as its parent; the documentation leaves it open. */
function within(
  parents: readonly { readonly id: string }[],
  { children }: Tree,
  isOf: (type: string) => boolean,
): { readonly nodes: readonly Node[] } {
  return { nodes: parents.flatMap(({ id }) => children.get(id) ?? []).filter((one) => isOf(one.type)) };
}

function agreementsOf(root: Node, tree: Tree): readonly Node[] {
  return within([root], tree, (type) => type.endsWith('Agreement')).nodes;
}

function orderOf(root: Node) {
  return { name: of('Order', root.id), updatedAt: instantOf(read(updated, root).updatedAt) };
}
