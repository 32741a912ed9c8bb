/** What an UNMAPPED difference is about, and how people call it. */
import type { MappingKind } from '#domain/shop.ts';
import type { Source } from '#src/panel/query/mapping.ts';
import { spoken } from './voice.ts';

export const mappingKinds = [
  'gateway',
  'tax',
  'sku',
  'location',
  'currency',
] as const satisfies MappingKind[];

const said: Readonly<Record<MappingKind, { readonly name: string; readonly target: string }>> = {
  gateway: { name: 'Gateway', target: 'Account in the ERP' },
  tax: { name: 'Tax', target: 'Tax code in the ERP' },
  sku: { name: 'SKU', target: 'Item in the ERP' },
  location: { name: 'Location', target: 'Warehouse in the ERP' },
  currency: { name: 'Currency', target: 'Currency code in the ERP' },
};

/** "gateway moonbeam_pay" as its kind and its source; null when it is about nothing that can be mapped. */
export function sourceOf(about: string): Source | null {
  const kind = mappingKinds.find((one) => about.startsWith(`${one} `));
  return kind === undefined ? null : { kind, source: about.slice(kind.length + 1) };
}

/** "Gateway moonbeam pay". */
export function sourceName({ kind, source }: Source): string {
  return `${said[kind].name} ${kind === 'gateway' ? spoken(source) : source}`;
}

/** "Account in the ERP". */
export function targetName(kind: MappingKind): string {
  return said[kind].target;
}
