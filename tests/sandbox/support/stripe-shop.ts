/** A shop that takes payments through Stripe, and Stripe's own client to look what came of them. */
import { virtualClock } from '#sandbox/clock.ts';
import { openStore } from '#sandbox/shopify/store.ts';
import { openMirroredStripe } from '#sandbox/stripe/mirrored.ts';
import { shopSettings } from '#sandbox/traffic/profile.ts';
import { clientOf, dayMs, secretKey, start } from '../stripe-world.ts';

export function openStripeShop({ country = 'DE', seed = 1 } = {}) {
  const clock = virtualClock(start);
  const shop = shopSettings(seed, country);
  const stripe = openMirroredStripe({ clock, secretKey, currency: shop.currency, seed });
  const store = openStore({
    clock,
    clientSecret: 'hush-this-is-the-client-secret',
    accessToken: 'shpat_sandbox',
    webhookUrl: 'https://app.plumbline.test/webhooks/shopify',
    shop,
    installed: false,
    deliver: async () => new Response(),
    changed: (order) => stripe.look(order),
  });
  const client = clientOf(stripe);
  const pass = async (days: number) => clock.run({ until: clock.now() + days * dayMs });
  return { clock, store, stripe, client, pass };
}

export type StripeShop = ReturnType<typeof openStripeShop>;

async function all<Item>(list: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of list) items.push(item);
  return items;
}

/** Everything that the account shows, page by page, the newest first. */
export async function readAll({ client }: Pick<StripeShop, 'client'>) {
  const limit = 100;
  return {
    intents: await all(client.paymentIntents.list({ limit })),
    charges: await all(client.charges.list({ limit })),
    refunds: await all(client.refunds.list({ limit })),
    disputes: await all(client.disputes.list({ limit })),
    payouts: await all(client.payouts.list({ limit })),
    balance: await all(client.balanceTransactions.list({ limit, expand: ['data.source'] })),
  };
}

/** What an automatic payout took to the bank. */
export async function partsOf({ client }: Pick<StripeShop, 'client'>, payout: string) {
  const made = await all(client.balanceTransactions.list({ payout, limit: 100 }));
  return made.filter(({ type }) => type !== 'payout');
}
