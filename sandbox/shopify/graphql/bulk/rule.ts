/** What a bulk query may ask for (Shopify docs: Perform bulk operations, "Operation restrictions"), in Shopify's own words. */
import {
  type DocumentNode,
  type FieldNode,
  getNamedType,
  getNullableType,
  GraphQLError,
  isListType,
  Kind,
  OperationTypeNode,
  parse,
  specifiedRules,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { adminSchema } from '../schema.ts';

const connectionsMax = 5;
const depthMax = 2;

/** The query when it may run, or what is wrong with it. */
export function readBulkQuery(text: string): { document: DocumentNode } | { refusals: readonly string[] } {
  let document: DocumentNode;
  try {
    document = parse(text);
  } catch (error) {
    if (error instanceof GraphQLError) return { refusals: [`Invalid bulk query: ${error.message}`] };
    throw error;
  }
  const [operation, ...others] = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  if (operation?.operation !== OperationTypeNode.QUERY || others.length > 0)
    return { refusals: ['Invalid operation type. Only `query` operations are supported.'] };
  const errors = validate(adminSchema(), document, specifiedRules);
  if (errors.length > 0) return { refusals: errors.map((one) => `Invalid bulk query: ${one.message}`) };
  const refusals = refusalsOf(look(document), operation.selectionSet.selections.length);
  return refusals.length > 0 ? { refusals } : { document };
}

type Seen = {
  connections: number;
  /** Connections that lie in connections; one at the top has none around it. */
  depth: number;
  topLevelNodes: string[];
  /** Connections whose content is not selected by `edges` and `node`. */
  withoutEdges: string[];
  /** Connections with others in them whose own nodes show no id. */
  withoutId: string[];
  inList: boolean;
};

function refusalsOf(seen: Seen, topLevelFields: number): string[] {
  const found: string[] = [];
  const [sample] = seen.withoutEdges;
  if (sample !== undefined)
    found.push(
      `All connection fields in a bulk query must select their contents using 'edges' > 'node', e.g: '${sample} { edges { node {'. ` +
        `Selecting via 'nodes' is not supported. Invalid connection fields: '${seen.withoutEdges.join("', '")}'.`,
    );
  for (const name of seen.topLevelNodes)
    found.push(`Bulk queries cannot contain a top level \`${name}\` field.`);
  if (topLevelFields > 1) found.push('Bulk queries must have exactly one top level field.');
  if (seen.depth > depthMax)
    found.push(`Bulk queries cannot contain connections with a nesting depth greater than ${depthMax}.`);
  if (seen.connections > connectionsMax)
    found.push(`Bulk queries cannot contain more than ${connectionsMax} connections.`);
  if (seen.withoutId.length > 0)
    found.push(
      "The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of 'ID' return type. " +
        `Connection fields without 'id': ${seen.withoutId.join(', ')}.`,
    );
  if (seen.inList)
    found.push('Queries that contain a connection field within a list field are not currently supported.');
  if (seen.connections === 0) found.push('Bulk queries must contain at least one connection.');
  return found;
}

type Place = { readonly field: FieldNode; readonly isConnection: boolean; readonly isList: boolean };

/** Fragments are followed by their text, so a connection in one counts where the fragment is spread. */
function look(document: DocumentNode): Seen {
  const seen: Seen = {
    connections: 0,
    depth: 0,
    topLevelNodes: [],
    withoutEdges: [],
    withoutId: [],
    inList: false,
  };
  const types = new TypeInfo(adminSchema());
  const around: Place[] = [];
  visit(
    spread(document),
    visitWithTypeInfo(types, {
      Field: {
        enter(field) {
          const type = types.getType();
          if (type == null) return;
          const isConnection = getNamedType(type).name.endsWith('Connection');
          const isList = isListType(getNullableType(type)) && field.name.value !== 'edges';
          if (around.length === 0 && ['node', 'nodes'].includes(field.name.value))
            seen.topLevelNodes.push(field.name.value);
          if (isConnection) meet(seen, field, around);
          around.push({ field, isConnection, isList });
        },
        leave: () => void around.pop(),
      },
    }),
  );
  return seen;
}

function meet(seen: Seen, field: FieldNode, around: readonly Place[]): void {
  seen.connections += 1;
  const outer = around.filter((one) => one.isConnection);
  seen.depth = Math.max(seen.depth, outer.length);
  if (nodeOf(field) === undefined) seen.withoutEdges.push(field.name.value);
  if (around.some((one) => one.isList)) seen.inList = true;
  const parent = outer.at(-1)?.field;
  if (parent === undefined || seen.withoutId.includes(parent.name.value)) return;
  const node = nodeOf(parent);
  if (node !== undefined && inside(node, 'id') === undefined) seen.withoutId.push(parent.name.value);
}

function nodeOf(connection: FieldNode): FieldNode | undefined {
  const edges = inside(connection, 'edges');
  return edges === undefined ? undefined : inside(edges, 'node');
}

/** A field by its own name; one with an alias does not count. */
function inside(field: FieldNode, name: string): FieldNode | undefined {
  return field.selectionSet?.selections
    .filter((one) => one.kind === Kind.FIELD)
    .find((one) => one.name.value === name && one.alias === undefined);
}

/** The document with each named fragment put where it is spread. */
export function spread(document: DocumentNode): DocumentNode {
  const fragments = new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [],
    ),
  );
  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  return visit(
    { ...document, definitions: operations },
    {
      FragmentSpread(node) {
        const fragment = fragments.get(node.name.value);
        if (fragment === undefined) return undefined;
        return {
          kind: Kind.INLINE_FRAGMENT,
          typeCondition: fragment.typeCondition,
          selectionSet: fragment.selectionSet,
        };
      },
    },
  );
}
