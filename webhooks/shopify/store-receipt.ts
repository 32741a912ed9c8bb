/** What the store answered to an act of ours, kept as a delivery like any other (source `store-receipt`). */
import { z } from 'zod';
import type { Translate } from '#domain/delivery.ts';
import type { StoreReceiptDelivery } from '#domain/receipt.ts';
import { Park } from '#domain/obstacle.ts';
import { id, of } from './node.ts';
import { read } from './parse.ts';
import { instantOf } from './topic.ts';

const tracking = z.object({
  numbers: z.array(z.string()),
  company: z.string().nullable(),
  urls: z.array(z.string()),
});

const receiptBody: z.ZodType<StoreReceiptDelivery> = z.object({
  lane: z.templateLiteral([z.string(), '/', z.string()]),
  connectionId: z.string(),
  postingKey: z.string(),
  adopted: z.boolean(),
  document: z.object({
    kind: z.enum(['mark_paid', 'fulfill', 'track', 'route']),
    thing: id,
    about: z.string().nullish(),
    tracking: tracking.nullish(),
    at: z.string(),
  }),
});

/** It is news of the order, and no authority on it: the store is asked how the order stands now. */
export const translateStoreReceipt: Translate = ({ body }) => {
  if (body === '') throw new Park('its bytes were let go before it was read');
  const { lane, postingKey, adopted, document } = read(receiptBody, JSON.parse(body));
  const { kind, thing, about = null, tracking: said = null, at } = document;
  const [, type = ''] = /^gid:\/\/shopify\/(\w+)\//.exec(thing) ?? [];
  return [
    {
      kind: 'store_act',
      key: postingKey,
      lanes: [lane],
      happenedAt: instantOf(at),
      authority: false,
      body: { postingKey, kind, thing: of(type, thing), about, adopted, tracking: said },
    },
  ];
};
