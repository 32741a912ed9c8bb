import type { Json } from './canonical.ts';

/** Domain values as JSON: minor units become decimal strings, because no JSON reader may round them. */
export function encode(value: unknown): Json {
  return toJson(
    JSON.parse(JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part))),
  );
}

/**
 * The way back: every `{ minor: "…", currency: "…" }` becomes an amount again.
 * The type is the caller's claim; it holds for what `encode` wrote, which is all that is stored.
 */
export function decode<Value>(value: Json): Value {
  return asWritten<Value>(revive(value));
}

function revive(value: Json): unknown {
  if (Array.isArray(value)) return value.map((part: Json) => revive(part));
  if (typeof value !== 'object' || value === null) return value;
  const record = Object.entries(value);
  const { minor, currency } = Object.fromEntries(record);
  if (typeof minor === 'string' && typeof currency === 'string' && record.length === 2)
    return { minor: BigInt(minor), currency };
  return Object.fromEntries(record.map(([key, part]) => [key, part === undefined ? part : revive(part)]));
}

// What JSON.parse returns is JSON.
function toJson(parsed: unknown): Json {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the guarantee is stated above
  return parsed as Json;
}

// Only values that `encode` wrote are decoded, and `encode` is given typed values.
function asWritten<Value>(revived: unknown): Value {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the guarantee is stated above
  return revived as Value;
}
