/** Shopify's global id of one thing. Ids above 2^53 survive in it, because it is text. */
export type Gid<Kind extends string = string> = `gid://shopify/${Kind}/${string}`;

export function gid<Kind extends string>(kind: Kind, id: string): Gid<Kind> {
  return `gid://shopify/${kind}/${id}`;
}

/** The part of a global id after its kind: "820982911946154508". */
export function legacyId(id: Gid): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
