import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** A value that JSON can carry; amounts travel as strings. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/** One byte-exact text for equal values, whatever the order of their keys (RFC 8785). */
export function canonical(value: Json): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('a value has no canonical JSON');
  return text;
}

/** The SHA-256 of the canonical text, in hex: equal bodies, equal digests. */
export function digest(value: Json): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}
