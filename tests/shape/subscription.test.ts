import { describe, expect, test } from 'vitest';
import { topics } from '#webhooks/shopify/topics.ts';
import { readProjectFile } from './support/tree.ts';

describe('webhooks/shopify/shopify.app.toml', () => {
  test('subscribes to exactly the topics that are read', () => {
    const lists = [
      ...readProjectFile('webhooks/shopify/shopify.app.toml').matchAll(
        /^(?:compliance_)?topics = \[([^\]]*)\]/gm,
      ),
    ];
    const subscribed = lists.flatMap(([, list = '']) =>
      [...list.matchAll(/"([^"]+)"/g)].map(([, topic = '']) => topic),
    );
    expect(subscribed.toSorted()).toEqual([...topics.keys()].toSorted());
  });
});
