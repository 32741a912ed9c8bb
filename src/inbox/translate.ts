/** Opens what was kept: each delivery becomes the facts that it tells. */
import { digest } from '#domain/canonical.ts';
import type { Delivery, Translate } from '#domain/delivery.ts';
import { encode } from '#domain/encode.ts';
import type { Fact } from '#domain/fact.ts';
import { Park } from '#domain/obstacle.ts';
import type { ShopSettings } from '#domain/shop.ts';

/** One fact that a delivery told, with the digest of its body. */
type Learned = { readonly fact: Fact; readonly digest: string; readonly deliveryId: string };

type Translated = { learned: Learned[]; done: string[]; parked: { deliveryId: string; reason: string }[] };

type Readers = {
  readonly shop: ShopSettings;
  /** How each source's deliveries are read, by source name. */
  readonly translators: ReadonlyMap<string, Translate>;
};

/** A delivery that cannot be read is parked with its reason; the others of its lane go on. */
export function translate(deliveries: readonly Delivery[], { shop, translators }: Readers): Translated {
  const result: Translated = { learned: [], done: [], parked: [] };
  for (const delivery of deliveries) {
    try {
      const facts = factsOf(delivery, { shop, translators });
      result.learned.push(
        ...facts.map((fact) => ({ fact, digest: digest(encode(fact.body)), deliveryId: delivery.id })),
      );
      result.done.push(delivery.id);
    } catch (error) {
      if (!(error instanceof Park)) throw error;
      result.parked.push({ deliveryId: delivery.id, reason: error.message });
    }
  }
  return result;
}

/** Sources that speak unasked; the others answer what we asked or posted. */
const pushed = new Set(['shopify', 'erp']);

function factsOf(delivery: Delivery, { shop, translators }: Readers): readonly Fact[] {
  const translator = translators.get(delivery.source);
  if (translator === undefined) throw new Park(`no one reads deliveries of ${delivery.source}`);
  const facts = translator(delivery, { shop: shop.domain, erpConnectionId: shop.erpConnectionId });
  const lifecycle = facts.every((fact) => fact.kind === 'app' || fact.kind === 'compliance');
  // Data of a merchant who left is not ours to learn from; what the law asks of us still is.
  if (shop.state !== 'installed' && !lifecycle && pushed.has(delivery.source))
    throw new Park('the shop has uninstalled the app');
  return facts;
}
