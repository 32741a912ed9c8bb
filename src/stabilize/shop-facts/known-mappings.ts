/** The mappings that this isolate has read, so that a claim asks Postgres only whether they are still the same. */
import { type MappingKind, mappingKinds, type ShopFacts } from '#domain/shop.ts';

type Mappings = Required<Pick<ShopFacts, 'mappings' | 'locations'>>;
type Sources = Readonly<Partial<Record<MappingKind, readonly string[]>>>;

/** One shop's. */
export type KnownMappings = {
  /** Of the mappings that were read last; null when none were. */
  readonly tag: string | null;
  /** What Postgres said of that tag: the mappings in full, or that they are as they were. */
  readonly read: (said: {
    readonly mapping_tag: string | null;
    readonly mappings: Sources | null;
    readonly locations: Readonly<Record<string, string>> | null;
  }) => Mappings;
};

const shopsMax = 200;

/** Every shop's; of those that were not asked for longest, the mappings are forgotten. */
export function openKnownMappings(): (shopId: string) => KnownMappings {
  const byShop = new Map<string, { readonly tag: string | null; readonly all: Mappings }>();
  return (shopId) => {
    const known = byShop.get(shopId);
    return {
      tag: known?.tag ?? null,
      read(said) {
        const { mapping_tag: tag, mappings } = said;
        const now = mappings === null && known !== undefined ? known : { tag, all: mappingsOf(said) };
        byShop.delete(shopId);
        byShop.set(shopId, now);
        const [longest] = byShop.keys();
        if (longest !== undefined && byShop.size > shopsMax) byShop.delete(longest);
        return now.all;
      },
    };
  };
}

/** Mappings that nothing is known of. */
export const noMappings: KnownMappings = { tag: null, read: mappingsOf };

function mappingsOf({
  mappings: sources,
  locations,
}: {
  readonly mappings: Sources | null;
  readonly locations: Readonly<Record<string, string>> | null;
}): Mappings {
  const mappings = mappingKinds.flatMap((kind) => {
    const of = sources?.[kind];
    return of === undefined ? [] : [[kind, new Set(of)] as const];
  });
  return { mappings: new Map(mappings), locations: new Map(Object.entries(locations ?? {})) };
}
