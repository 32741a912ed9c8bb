/** What a query costs, and the leaky bucket that pays for it. */
import {
  getNamedType,
  getNullableType,
  isCompositeType,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { Clock } from '#sandbox/clock.ts';

type ThrottleStatus = { maximumAvailable: number; currentlyAvailable: number; restoreRate: number };

export type Bucket = {
  /** Takes the points, or answers false when they are not there. */
  take(points: number): boolean;
  giveBack(points: number): void;
  status(): ThrottleStatus;
};

export function openBucket(clock: Clock, size: { maximumAvailable: number; restoreRate: number }): Bucket {
  let level = size.maximumAvailable;
  let seenAt = clock.now();
  function refill(): void {
    level = Math.min(size.maximumAvailable, level + ((clock.now() - seenAt) / 1000) * size.restoreRate);
    seenAt = clock.now();
  }
  return {
    take(points) {
      refill();
      if (points > level) return false;
      level -= points;
      return true;
    },
    giveBack(points) {
      level = Math.min(size.maximumAvailable, level + points);
    },
    status() {
      refill();
      return { ...size, currentlyAvailable: Math.floor(level) };
    },
  };
}

/** Money and page information are free, as in the costs that connectors publish beside their queries. */
const freeTypes = new Set(['MoneyBag', 'MoneyV2', 'PageInfo']);

export type CostedQuery = {
  schema: GraphQLSchema;
  document: DocumentNode;
  variables: Readonly<Record<string, unknown>>;
};

/**
 * Scalars are free, an object costs one point, a connection its content times a factor that grows with the
 * logarithm of the page. Shopify publishes no formula; the factor fits what a published connector measured
 * (10 a page: about 5 times the content; 25: about 6).
 */
export function requestedCost(query: CostedQuery): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let cost = 0;
  for (const definition of query.document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const weigh = (selections: SelectionSetNode, typeName: string): number => {
    let points = 0;
    for (const selection of selections.selections) {
      if (selection.kind === Kind.FIELD) points += weighField(selection, typeName);
      else if (selection.kind === Kind.INLINE_FRAGMENT)
        points += weigh(selection.selectionSet, selection.typeCondition?.name.value ?? typeName);
      else {
        const fragment = fragments.get(selection.name.value);
        if (fragment !== undefined) points += weigh(fragment.selectionSet, fragment.typeCondition.name.value);
      }
    }
    return points;
  };
  const weighField = (field: FieldNode, typeName: string): number => {
    const type = fieldTypeName(query.schema, typeName, field);
    if (type === undefined || field.selectionSet === undefined) return 0;
    const content = weigh(field.selectionSet, type);
    if (type.endsWith('Connection'))
      return Math.ceil(content * (Math.log2(pageOf(field, query.variables)) + 1));
    return content + (type.endsWith('Edge') || freeTypes.has(type) ? 0 : 1);
  };
  for (const definition of query.document.definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION)
      cost += weigh(definition.selectionSet, query.schema.getRootType(definition.operation)?.name ?? '');
  return cost;
}

/** True for objects that count towards the actual cost. */
export function isPaid(typeName: string): boolean {
  return !freeTypes.has(typeName) && !typeName.endsWith('Connection') && !typeName.endsWith('Edge');
}

function fieldTypeName(schema: GraphQLSchema, parent: string, field: FieldNode): string | undefined {
  const type = schema.getType(parent);
  if (!isObjectType(type) && !isInterfaceType(type)) return undefined;
  const found = type.getFields()[field.name.value];
  if (found === undefined) return undefined;
  const named = getNamedType(getNullableType(found.type));
  return isCompositeType(named) ? named.name : undefined;
}

function pageOf(field: FieldNode, variables: Readonly<Record<string, unknown>>): number {
  const size = field.arguments?.find(
    (each) => each.name.value === 'first' || each.name.value === 'last',
  )?.value;
  const given =
    size?.kind === Kind.VARIABLE ? variables[size.name.value] : size?.kind === Kind.INT ? size.value : 1;
  return Math.max(1, Number(given) || 1);
}
