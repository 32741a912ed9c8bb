/** Puts a bulk query as many small ones: the outermost connection page by page, those within it whole. */
import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  getNamedType,
  Kind,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { z } from 'zod';
import { adminSchema } from '../schema.ts';
import { spread } from './rule.ts';

/** The key under which the answer shows whether there is more; a bulk query of an app cannot know it. */
const more = 'furtherPages';

const paging = new Set(['first', 'last', 'after', 'before']);

export type PagedQuery = {
  /** The question for the page behind a cursor. */
  readonly at: (cursor: string | null) => DocumentNode;
  /** Where the page after this answer begins; null when it was the last. */
  readonly next: (answer: unknown) => string | null;
};

export function pagedQuery(document: DocumentNode, pageSize: number): PagedQuery {
  const whole = spread(document);
  const path = outermost(whole);
  return {
    at: (cursor) => withPaging(whole, { path, pageSize, cursor }),
    next(answer) {
      const found = page.safeParse(path.reduce(fieldOf, answer));
      const info = found.success ? found.data[more] : undefined;
      return info?.hasNextPage === true ? info.endCursor : null;
    },
  };
}

const page = z.object({
  [more]: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
});

function fieldOf(source: unknown, name: string): unknown {
  return typeof source === 'object' && source !== null ? Reflect.get(source, name) : undefined;
}

/** The response keys that lead to the first connection of the query. */
function outermost(document: DocumentNode): readonly string[] {
  const types = new TypeInfo(adminSchema());
  const path: string[] = [];
  let found: readonly string[] | undefined;
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: {
        enter(field) {
          path.push(keyOf(field));
          if (found === undefined && isConnection(types)) found = [...path];
        },
        leave: () => void path.pop(),
      },
    }),
  );
  return found ?? [];
}

type Paging = { readonly path: readonly string[]; readonly pageSize: number; readonly cursor: string | null };

function withPaging(document: DocumentNode, { path, pageSize, cursor }: Paging): DocumentNode {
  const types = new TypeInfo(adminSchema());
  const at: string[] = [];
  return visit(
    document,
    visitWithTypeInfo(types, {
      Field: {
        enter: (field) => void at.push(keyOf(field)),
        leave(field) {
          const isPaged = at.join(' ') === path.join(' ');
          at.pop();
          if (!isConnection(types)) return undefined;
          // Shopify ignores the page sizes of a bulk query; of a nested connection there is always all.
          const others = (field.arguments ?? []).filter((one) => !paging.has(one.name.value));
          if (!isPaged) return { ...field, arguments: others };
          const selections = [...(field.selectionSet?.selections ?? []), pageInfo];
          return {
            ...field,
            arguments: [...others, ...pageArguments(pageSize, cursor)],
            selectionSet: { kind: Kind.SELECTION_SET, selections },
          };
        },
      },
    }),
  );
}

function isConnection(types: TypeInfo): boolean {
  const type = types.getType();
  return type != null && getNamedType(type).name.endsWith('Connection');
}

function keyOf(field: FieldNode): string {
  return (field.alias ?? field.name).value;
}

const pageInfo = fieldIn(`{ ${more}: pageInfo { hasNextPage endCursor } }`);

function pageArguments(pageSize: number, cursor: string | null): readonly ArgumentNode[] {
  const after = cursor === null ? '' : `, after: ${JSON.stringify(cursor)}`;
  return fieldIn(`{ page(first: ${pageSize}${after}) }`).arguments ?? [];
}

function fieldIn(text: string): FieldNode {
  const [definition] = parse(text).definitions;
  const [field] = definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : [];
  if (field?.kind !== Kind.FIELD) throw new Error('a field was to be written');
  return field;
}
