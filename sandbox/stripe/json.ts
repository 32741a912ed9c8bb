/** An answer as plain JSON, the form in which it is expanded, remembered and sent. */

export type Json = string | number | boolean | null | undefined | Json[] | JsonObject;

export type JsonObject = { [name: string]: Json };

/** A copy that nothing done to the object later will change. */
export function jsonOf(view: object): JsonObject {
  // What an object is written as and read back from is a JSON object, whatever its type said.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return JSON.parse(JSON.stringify(view)) as JsonObject;
}
