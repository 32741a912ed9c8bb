/** Flattens the answer to a bulk query into the lines of its file: one JSON object a node, each child naming its parent. */

export type Flattened = {
  readonly lines: readonly string[];
  /** Nodes of the outermost connection. */
  readonly roots: number;
};

type Node = { readonly line: string; readonly children: readonly Node[] };

/**
 * Grouped, a root's whole family stands behind it; otherwise children stand somewhere behind their parents:
 * here, all of one depth behind all of the depth above.
 */
export function flatten(answer: unknown, groupObjects: boolean): Flattened {
  const roots = childrenOf(answer, undefined).children;
  return { roots: roots.length, lines: groupObjects ? roots.flatMap(family) : byDepth(roots) };
}

function family(node: Node): string[] {
  return [node.line, ...node.children.flatMap(family)];
}

function byDepth(nodes: readonly Node[]): string[] {
  const lines: string[] = [];
  for (let level = nodes; level.length > 0; level = level.flatMap((one) => one.children))
    for (const one of level) lines.push(one.line);
  return lines;
}

/** What is left of a value without its connections, and the nodes of those. */
function childrenOf(value: unknown, parentId: unknown): { own: unknown; children: readonly Node[] } {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { own: value, children: [] };
  const own: Record<string, unknown> = {};
  const children: Node[] = [];
  for (const [key, field] of Object.entries(value)) {
    const nodes = nodesOf(field);
    if (nodes !== undefined) {
      children.push(...nodes.map((one) => nodeOf(one, parentId)));
      continue;
    }
    const inner = childrenOf(field, parentId);
    own[key] = inner.own;
    children.push(...inner.children);
  }
  return { own, children };
}

function nodeOf(value: unknown, parentId: unknown): Node {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
  const { own, children } = childrenOf(value, id);
  const fields = typeof own === 'object' && own !== null ? own : {};
  const named = parentId === undefined ? fields : { ...fields, __parentId: parentId };
  return { line: JSON.stringify(named), children };
}

/** A bulk query selects every connection by `edges` and `node`, and nothing else of the schema has edges. */
function nodesOf(value: unknown): readonly unknown[] | undefined {
  if (typeof value !== 'object' || value === null || !('edges' in value)) return undefined;
  const { edges } = value;
  if (!Array.isArray(edges)) return undefined;
  return edges.map((edge: unknown) =>
    typeof edge === 'object' && edge !== null && 'node' in edge ? edge.node : null,
  );
}
