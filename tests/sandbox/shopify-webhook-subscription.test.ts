import { describe, expect, test } from 'vitest';
import { declaredSubscriptions } from '#sandbox/shopify/subscription.ts';
import { topics } from '#webhooks/shopify/topics.ts';

const subscription = (lines: string) => `[[webhooks.subscriptions]]\nuri = "/here"\n${lines}`;

describe('the subscriptions an app declares', () => {
  test('are those of the product: every topic it handles, at its own address', () => {
    const declared = declaredSubscriptions();
    expect(declared.flatMap((each) => each.topics).toSorted()).toEqual([...topics.keys()].toSorted());
    expect(new Set(declared.map(({ uri, by }) => `${by} ${uri}`))).toEqual(
      new Set(['app /webhooks/shopify']),
    );
  });

  test('may name fields and themselves', () => {
    const [declared] = declaredSubscriptions(
      subscription('topics = ["orders/updated"]\ninclude_fields = ["id", "line_items.id"]\nname = "short"'),
    );
    expect(declared).toEqual({
      topics: ['orders/updated'],
      uri: '/here',
      includeFields: ['id', 'line_items.id'],
      name: 'short',
      by: 'app',
    });
  });

  test.for([
    ['a filter', 'topics = ["orders/updated"]\nfilter = "id:*"', 'id:*'],
    ['no topic', '', 'names no topic'],
    ['a setting nobody knows', 'topics = ["orders/updated"]\nsub_topic = "x"', 'sub_topic'],
    ['a name of other signs', 'topics = ["orders/updated"]\nname = "two words"', 'name'],
  ] as const)('are refused with %s', ([, lines, problem]) => {
    expect(() => declaredSubscriptions(subscription(lines))).toThrow(problem);
  });
});
