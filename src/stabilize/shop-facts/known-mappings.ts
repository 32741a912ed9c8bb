/** The mappings that this isolate has read, so that a claim asks Postgres only whether they are still the same. */
import { type MappingKind, mappingKinds, type ShopFacts } from '#domain/shop.ts';

type Mappings = ShopFacts['mappings'];
type Sources = Readonly<Partial<Record<MappingKind, readonly string[]>>>;

/** One shop's. */
export type KnownMappings = {
  /** Of the mappings that were read last; null when none were. */
  readonly tag: string | null;
  /** What Postgres said of that tag: the mappings in full, or that they are as they were. */
  readonly read: (said: {
    readonly mapping_tag: string | null;
    readonly mappings: Sources | null;
  }) => Mappings;
};

const shopsMax = 200;

/** Every shop's; of those that were not asked for longest, the mappings are forgotten. */
export function openKnownMappings(): (shopId: string) => KnownMappings {
  const byShop = new Map<string, { readonly tag: string | null; readonly mappings: Mappings }>();
  return (shopId) => {
    const known = byShop.get(shopId);
    return {
      tag: known?.tag ?? null,
      read({ mapping_tag: tag, mappings: sources }) {
        const now = sources === null && known !== undefined ? known : { tag, mappings: mappingsOf(sources) };
        byShop.delete(shopId);
        byShop.set(shopId, now);
        const [longest] = byShop.keys();
        if (longest !== undefined && byShop.size > shopsMax) byShop.delete(longest);
        return now.mappings;
      },
    };
  };
}

/** Mappings that nothing is known of. */
export const noMappings: KnownMappings = { tag: null, read: ({ mappings }) => mappingsOf(mappings) };

function mappingsOf(sources: Sources | null): Mappings {
  return new Map(
    mappingKinds.flatMap((kind) => {
      const of = sources?.[kind];
      return of === undefined ? [] : [[kind, new Set(of)] as const];
    }),
  );
}
