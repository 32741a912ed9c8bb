import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { gid } from '#domain/gid.ts';
import { connection, inOrder } from '#sandbox/shopify/graphql/connection.ts';
import type { Admin } from '#src/client/shopify/admin.ts';
import { readOrder } from '#src/client/shopify/read-order.ts';

const variables = z.object({ after: z.string().nullish(), agreementAfter: z.string().nullish() });

/** An order that was edited often: seven agreements of 12 sales each, paged as Shopify pages them. */
function editedOrder(move: (call: number) => boolean = () => false): Admin {
  const agreements = Array.from({ length: 7 }, (_, n) => ({
    id: `agreement ${n}`,
    sales: Array.from({ length: 12 }, (__, of) => ({ id: `sale ${n}-${of}` })),
  }));
  let calls = 0;
  const salesPage = (n: number, after: string | null | undefined, first: number) =>
    connection(inOrder(agreements[n]?.sales ?? []), { first, after: after ?? null });
  const agreementPage = (after: string | null | undefined, first: number) => {
    const shown = agreements.map(({ id }, n) => ({ id, sales: salesPage(n, null, 10) }));
    return connection(inOrder(shown), { first, after: after ?? null });
  };
  return async (query, given) => {
    calls += 1;
    if (move(calls)) agreements.unshift({ id: 'another', sales: [] });
    const { after, agreementAfter } = variables.parse(given);
    if (query.startsWith('query OrderHead')) {
      const none = connection([], { first: 1 });
      const lists = { transactions: [], fulfillments: [], refunds: [] };
      const head = { id: 'the order', paymentTerms: null, lineItems: none, returns: none, ...lists };
      return { order: { ...head, agreements: agreementPage(null, 3) } };
    }
    if (query.startsWith('query OrderAgreements')) return { order: { agreements: agreementPage(after, 3) } };
    const { nodes } = agreementPage(agreementAfter, 1);
    const same = nodes.map(({ id }) => ({
      id,
      sales: salesPage(
        agreements.findIndex((one) => one.id === id),
        after,
        50,
      ),
    }));
    return { order: { agreements: { nodes: same } } };
  };
}

const whole = z.object({
  agreements: z.object({
    edges: z.array(
      z.object({
        node: z.object({ id: z.string(), sales: z.object({ nodes: z.array(z.object({ id: z.string() })) }) }),
      }),
    ),
  }),
});

describe('reading an order that was edited often', () => {
  test('brings every agreement once, each with all of its own sales', async () => {
    const order = whole.parse(await readOrder(editedOrder(), gid('Order', '1')));
    expect(
      order.agreements.edges.map(({ node }) => [node.id, node.sales.nodes.map((one) => one.id)]),
    ).toEqual(
      Array.from({ length: 7 }, (_, n) => [
        `agreement ${n}`,
        Array.from({ length: 12 }, (__, of) => `sale ${n}-${of}`),
      ]),
    );
  });

  test('fails rather than give one agreement the sales of another', async () => {
    const moving = editedOrder((call) => call === 5);
    await expect(readOrder(moving, gid('Order', '1'))).rejects.toThrow('an agreement moved');
  });
});
