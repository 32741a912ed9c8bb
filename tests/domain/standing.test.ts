import { describe, expect, test } from 'vitest';
import type { Fact } from '#domain/fact.ts';
import { shopLane } from '#domain/lane.ts';
import { standing } from '#domain/shop.ts';
import { at, headerFact, shopSettings } from '#tests/support/order-facts.ts';

const about = { lanes: [shopLane], authority: false } as const;
const uninstalled = (minutes: number): Fact => ({
  ...about,
  kind: 'app',
  key: 'app/uninstalled',
  happenedAt: at(minutes),
  body: {},
});
const compliance = (topic: string, minutes: number): Fact => ({
  ...about,
  kind: 'compliance',
  key: `${topic}/shop`,
  happenedAt: at(minutes),
  body: { topic, customer: null },
});
const installed = shopSettings({ installedAt: at(0) });

describe('the standing of a shop', () => {
  test('news of an uninstallation after the installation make it uninstalled', () => {
    expect(standing([headerFact(), uninstalled(1)], installed)).toBe('uninstalled');
  });

  test('shop/redact makes it redacted, whatever came with it', () => {
    expect(standing([uninstalled(1), compliance('shop/redact', 2)], installed)).toBe('redacted');
    expect(standing([compliance('shop/redact', 2), uninstalled(3)], installed)).toBe('redacted');
  });

  test('late news from before a reinstallation change nothing', () => {
    const reinstalled = shopSettings({ installedAt: at(5) });
    expect(standing([uninstalled(1), compliance('shop/redact', 4)], reinstalled)).toBeNull();
    expect(standing([uninstalled(5)], reinstalled)).toBeNull();
    expect(standing([uninstalled(1), uninstalled(6)], reinstalled)).toBe('uninstalled');
  });

  test.each(['customers/redact', 'customers/data_request'])('%s says nothing of the shop itself', (topic) => {
    expect(standing([compliance(topic, 1)], installed)).toBeNull();
  });

  test('other news of the app and of orders change nothing', () => {
    const scopes: Fact = { ...about, kind: 'app', key: 'app/scopes_update', happenedAt: at(1), body: {} };
    expect(standing([scopes, headerFact()], installed)).toBeNull();
  });
});
