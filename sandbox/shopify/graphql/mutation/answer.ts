/** What a mutation answers: its payload, or the store's refusals as the payload's user errors. */
import {
  getNamedType,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  isEnumType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { Refused } from '../../model/act.ts';
import type { View } from '../context.ts';

/** Mutations by name. The arguments have been checked against the schema. */
export type Mutations = Readonly<Record<string, (args: never, info: GraphQLResolveInfo) => View>>;

type Fields = Readonly<Record<string, unknown>>;

/** Several refusals at once, as Shopify answers when more than one input is wrong. */
class RefusedInputs extends Error {
  override readonly name = 'RefusedInputs';
  readonly all: readonly Refused[];

  constructor(all: readonly Refused[]) {
    super(all.map(({ message }) => message).join(' '));
    this.all = all;
  }
}

/** Throws if anything is refused, all of it together. */
export function refuseAll(refused: readonly Refused[]): void {
  if (refused.length > 0) throw new RefusedInputs(refused);
}

/**
 * Carries a mutation out. Fields of the payload that it does not answer are null. What it refuses becomes the user
 * errors, under `at` where the refusal names no field, beside what is `still` answered. A code that the schema does
 * not have for this mutation is null, as in the real store.
 */
export function carryOut(
  info: GraphQLResolveInfo,
  act: () => Fields,
  refused: { readonly at?: readonly string[]; readonly still?: () => Fields } = {},
): View {
  const type = payloadOf(info);
  try {
    return { __typename: type.name, ...emptyFields(type), ...act() };
  } catch (error) {
    const refusals = refusalsOf(error);
    const errors = errorFields(type, refusals, refused.at ?? null);
    return { __typename: type.name, ...emptyFields(type), ...refused.still?.(), ...errors };
  }
}

/** Whether a payload says that nothing was done. */
export function isRefusal({ userErrors }: View): boolean {
  return Array.isArray(userErrors) && userErrors.length > 0;
}

function payloadOf({ returnType, fieldName }: GraphQLResolveInfo): GraphQLObjectType {
  const type = getNamedType(returnType);
  if (!isObjectType(type)) throw new Error(`${fieldName} has no payload.`);
  return type;
}

/** Lists that must be there are empty, all else is null. */
function emptyFields(type: GraphQLObjectType): Fields {
  const fields = Object.values(type.getFields());
  return Object.fromEntries(fields.map((field) => [field.name, isNonNullType(field.type) ? [] : null]));
}

function errorFields(
  type: GraphQLObjectType,
  refusals: readonly Refused[],
  at: readonly string[] | null,
): Fields {
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const errorType = getNamedType(field.type);
    const isError = isObjectType(errorType) && errorType.getInterfaces().some(isDisplayable);
    return isError ? [[field.name, refusals.map((each) => errorView(errorType, each, at))] as const] : [];
  });
  return Object.fromEntries(fields);
}

function isDisplayable({ name }: { readonly name: string }): boolean {
  return name === 'DisplayableError';
}

function errorView(type: GraphQLObjectType, refused: Refused, at: readonly string[] | null): View {
  const code = type.getFields()['code'];
  const codes = code === undefined ? null : getNamedType(code.type);
  const isKnown = isEnumType(codes) && codes.getValue(refused.code) !== undefined;
  return {
    __typename: type.name,
    field: refused.field ?? at,
    message: refused.message,
    code: isKnown ? refused.code : null,
  };
}

function refusalsOf(error: unknown): readonly Refused[] {
  if (error instanceof Refused) return [error];
  if (error instanceof RefusedInputs) return error.all;
  throw error;
}
