/** Notes and tags of orders. */
import { Refused } from '../../model/act.ts';
import type { StoreOrder } from '../../model/order.ts';
import type { AdminContext } from '../context.ts';
import { orderView } from '../view/order.ts';
import { carryOut, type Mutations } from './answer.ts';
import { orderNamed } from './find.ts';
import { assertNotGiven } from './input.ts';

type UpdateInput = {
  readonly input: {
    readonly id: string;
    readonly note?: string | null;
    readonly tags?: readonly string[] | null;
  };
};

type TagInput = { readonly id: string; readonly tags: readonly string[] };

const notModelled = [
  'customAttributes',
  'email',
  'localizationExtensions',
  'localizedFields',
  'metafields',
  'phone',
  'poNumber',
  'shippingAddress',
];

// Shopify docs: tags have no more than 40 characters, and a resource no more than 250 of them.
const tagMax = 40;
const tagsMax = 250;

export function tagMutations(context: AdminContext): Mutations {
  return {
    orderUpdate: ({ input }: UpdateInput, info) => {
      assertNotGiven(input, notModelled);
      return carryOut(info, () => {
        const order = orderNamed(context, input.id, { message: 'Order does not exist', at: ['id'] });
        const { note } = input;
        const tags = input.tags == null ? null : merged([], input.tags);
        if (note !== undefined || tags !== null)
          context.acts.changeNote(order, {
            ...(note !== undefined && { note: note ?? '' }),
            ...(tags !== null && { tags }),
          });
        return { order: orderView(context, order) };
      });
    },
    tagsAdd: (args: TagInput, info) =>
      carryOut(info, () => {
        const order = tagged(context, args.id);
        return retag(context, order, merged(order.tags, args.tags));
      }),
    tagsRemove: (args: TagInput, info) =>
      carryOut(info, () => {
        const order = tagged(context, args.id);
        const gone = new Set(written(args.tags).map((tag) => tag.toLowerCase()));
        return retag(
          context,
          order,
          order.tags.filter((tag) => !gone.has(tag.toLowerCase())),
        );
      }),
  };
}

/** Other things have tags in the real store; only those of orders can be changed in this one. */
function tagged(context: AdminContext, id: string): StoreOrder {
  if (!id.startsWith('gid://shopify/Order/'))
    assertNotGiven({ [`id of a ${id.split('/')[3] ?? 'thing'}`]: id }, [
      `id of a ${id.split('/')[3] ?? 'thing'}`,
    ]);
  return orderNamed(context, id, { message: 'Order does not exist', at: ['id'] });
}

function retag(
  context: AdminContext,
  order: StoreOrder,
  tags: readonly string[],
): { readonly node: unknown } {
  const isChanged = tags.length !== order.tags.length || tags.some((tag) => !order.tags.includes(tag));
  if (isChanged) context.acts.changeNote(order, { tags });
  return { node: orderView(context, order) };
}

/** A tag may be several, separated by commas. */
function written(tags: readonly string[]): string[] {
  return tags
    .flatMap((text) => text.split(','))
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
}

/** Tags differ in more than their case, and are kept in alphabetical order. */
function merged(known: readonly string[], added: readonly string[]): readonly string[] {
  const tags = new Map(known.map((tag) => [tag.toLowerCase(), tag]));
  for (const tag of written(added)) {
    if (tag.length > tagMax)
      throw new Refused('TOO_LONG', `Tag "${tag}" is too long (maximum is ${tagMax} characters)`, ['tags']);
    if (!tags.has(tag.toLowerCase())) tags.set(tag.toLowerCase(), tag);
  }
  if (tags.size > tagsMax) throw new Refused('INVALID', `Tags cannot be more than ${tagsMax}`, ['tags']);
  return [...tags.values()].toSorted((left, right) => left.localeCompare(right, 'en'));
}
