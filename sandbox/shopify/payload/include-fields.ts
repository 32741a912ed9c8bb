import type { Json, JsonObject } from './json.ts';

/**
 * What is left of a body when a subscription names its fields (Shopify docs: modify your payloads). A dot goes into
 * an object or into every element of a list; a field that is not there is left out.
 */
export function includeFields(payload: Json, paths: readonly string[]): Json {
  return paths.length === 0 ? payload : pick(payload, treeOf(paths));
}

type Tree = Map<string, Tree>;

function treeOf(paths: readonly string[]): Tree {
  const root: Tree = new Map();
  for (const path of paths) {
    let at = root;
    for (const name of path.split('.')) {
      const next: Tree = at.get(name) ?? new Map();
      at.set(name, next);
      at = next;
    }
  }
  return root;
}

function pick(value: Json, tree: Tree): Json {
  if (tree.size === 0 || value === null || typeof value !== 'object') return value;
  if (isList(value)) return value.map((each) => pick(each, tree));
  const picked: Record<string, Json> = {};
  for (const [name, below] of tree) {
    const field = value[name];
    if (field !== undefined) picked[name] = pick(field, below);
  }
  return picked;
}

function isList(value: readonly Json[] | JsonObject): value is readonly Json[] {
  return Array.isArray(value);
}
