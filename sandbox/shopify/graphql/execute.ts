/** Runs one Admin query against the real schema over the store's state, with the rules the schema does not state. */
import {
  execute,
  type GraphQLFieldResolver,
  GraphQLError,
  type GraphQLResolveInfo,
  getNamedType,
  getOperationAST,
  isAbstractType,
  isCompositeType,
  type DocumentNode,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
  type ASTVisitor,
  type ValidationContext,
} from 'graphql';
import type { Page } from './connection.ts';
import type { AdminContext } from './context.ts';
import { isPaid } from './cost.ts';
import { assertDepth, assertPage } from './limit.ts';
import { mutationRoot } from './mutation/root.ts';
import { queryRoot } from './query/root.ts';
import { adminSchema } from './schema.ts';
import { assertAccess } from './scope.ts';

export type AdminQuery = {
  document: DocumentNode;
  variables: Readonly<Record<string, unknown>>;
  operationName?: string;
  /** Whether pages are held to the limits of a request; a bulk operation reads as it likes. */
  isLimited?: boolean;
};

type Read = { document: DocumentNode } | { errors: readonly GraphQLError[] };

const readBefore = new Map<string, Read>();
const readBeforeMax = 200;

/** The document, or what Shopify would say is wrong with it. An app sends the same few texts again and again. */
export function read(query: string): Read {
  const known = readBefore.get(query) ?? readAnew(query);
  if (readBefore.size < readBeforeMax) readBefore.set(query, known);
  return known;
}

function readAnew(query: string): Read {
  try {
    const document = parse(query);
    const errors = validate(adminSchema(), document, [...specifiedRules, pageSizeIsGiven]);
    return errors.length > 0 ? { errors } : { document };
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
}

/** Executes and counts the objects that were paid for. */
export async function run(query: AdminQuery, context: AdminContext) {
  let objects = 0;
  const isLimited = query.isLimited === true;
  const resolve: GraphQLFieldResolver<unknown, unknown, Page> = (source, ...[args, , info]) => {
    const { fieldName: field, parentType } = info;
    const value = fieldOf(source, field);
    if (value === undefined) throw unsupported(parentType.name, field);
    const type = getNamedType(info.returnType);
    const asked = { parent: parentType.name, field, answers: type.name };
    assertAccess(context.scopes, asked);
    const isPage = isLimited && type.name.endsWith('Connection');
    if (isPage) assertPage(args);
    const answer: unknown = takesArguments(value) ? value(args, info) : value;
    if (isPage) assertDepth(answer);
    if (isAbstractType(type))
      for (const each of Array.isArray(answer) ? answer : [answer])
        assertAccess(context.scopes, { ...asked, answers: typenameOf(each) });
    if (isCompositeType(type) && isPaid(type.name))
      objects += Array.isArray(answer) ? answer.length : answer === null ? 0 : 1;
    return answer;
  };
  const operation = getOperationAST(query.document, query.operationName);
  const result = await execute({
    schema: adminSchema(),
    document: query.document,
    rootValue:
      operation?.operation === OperationTypeNode.MUTATION ? mutationRoot(context) : queryRoot(context),
    variableValues: query.variables,
    operationName: query.operationName,
    fieldResolver: resolve,
  });
  return { result, objects };
}

function unsupported(type: string, field: string): GraphQLError {
  return new GraphQLError(`The sandbox's store cannot answer ${type}.${field}.`, {
    extensions: { code: 'SANDBOX_UNSUPPORTED' },
  });
}

function typenameOf(answer: unknown): string {
  const name = fieldOf(answer, '__typename');
  return typeof name === 'string' ? name : '';
}

/** The views are plain records; only their own fields count as known. */
function fieldOf(source: unknown, name: string): unknown {
  if (typeof source !== 'object' || source === null || !Object.hasOwn(source, name)) return undefined;
  return Reflect.get(source, name);
}

/** A view's functions all take the field's arguments, which graphql-js has checked against the schema. */
function takesArguments(value: unknown): value is (args: unknown, info: GraphQLResolveInfo) => unknown {
  return typeof value === 'function';
}

/** The schema has `first` and `last` as optional; the real API refuses a connection without either. */
function pageSizeIsGiven(context: ValidationContext): ASTVisitor {
  return {
    Field(node) {
      const type = context.getType();
      if (type == null || !getNamedType(type).name.endsWith('Connection')) return;
      if (node.arguments?.some(({ name }) => name.value === 'first' || name.value === 'last') === true)
        return;
      context.reportError(
        new GraphQLError('you must provide one of first or last', {
          nodes: node,
          extensions: { code: 'BAD_REQUEST' },
        }),
      );
    },
  };
}
