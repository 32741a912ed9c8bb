/** A webhook body before it is text. Ids are bigints, so that no digit of those above 2^53 is lost. */
import { stringify } from 'lossless-json';

export type Json = string | number | bigint | boolean | null | readonly Json[] | JsonObject;

export type JsonObject = { readonly [key: string]: Json };

/** The text of a webhook body, every digit of its ids kept. */
export function bodyText(payload: Json): string {
  return stringify(payload) ?? '';
}

/** Shopify's global id of something it numbers. */
export function gid(type: string, id: bigint): string {
  return `gid://shopify/${type}/${id}`;
}
