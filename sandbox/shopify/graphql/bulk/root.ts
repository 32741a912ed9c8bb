/** The fields of the Admin API that are about bulk operations. */
import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import type { Clock } from '../../../clock.ts';
import { connectionOf, type Page } from '../connection.ts';
import { utcTime } from '../../text.ts';
import type { Root, View } from '../context.ts';
import { carryOut, type Mutations } from '../mutation/answer.ts';
import { filterBy, type SearchFields } from '../search.ts';
import type { BulkBook, BulkOperation } from './operation.ts';

type Run = { readonly query: string; readonly groupObjects: boolean };
type Desk = { readonly bulk: BulkBook; readonly clock: Clock };

export function bulkQueries({ bulk, clock }: Desk): Root {
  const view = (operation: BulkOperation) => operationView(operation, clock.now());
  return {
    bulkOperation({ id }: { id: string }) {
      const found = named(bulk, id);
      return found === undefined ? null : view(found);
    },
    bulkOperations(args: Page & { query?: string | null; sortKey?: string | null }) {
      const sortValue = (one: BulkOperation) =>
        args.sortKey === 'COMPLETED_AT' ? (one.completedAt ?? 0) : one.createdAt;
      const found = bulk.all.filter(filterBy(args.query, searchFields));
      return connectionOf(
        found.map((node) => ({ node, place: [sortValue(node), node.id] as const })),
        args,
        view,
      );
    },
    currentBulkOperation({ type }: { type?: string | null }) {
      const last = type === 'MUTATION' ? undefined : bulk.all.at(-1);
      return last === undefined ? null : view(last);
    },
  };
}

export function bulkMutations({ bulk, clock }: Desk): Mutations {
  return {
    bulkOperationRunQuery({ query, groupObjects }: Run, info: GraphQLResolveInfo) {
      const answer = bulk.start({ text: query, groupObjects });
      return carryOut(info, () =>
        'id' in answer
          ? { bulkOperation: operationView(answer, clock.now()) }
          : { userErrors: answer.map((one) => refusal(one)) },
      );
    },
    bulkOperationCancel({ id }: { id: string }, info: GraphQLResolveInfo) {
      const found = named(bulk, id);
      if (found === undefined)
        return carryOut(info, () => ({ userErrors: [userError(['id'], 'Bulk operation does not exist')] }));
      const text = `A bulk operation cannot be canceled when it is ${found.status.toLowerCase()}`;
      const userErrors = bulk.cancel(found) === undefined ? [userError(null, text)] : [];
      return carryOut(info, () => ({ bulkOperation: operationView(found, clock.now()), userErrors }));
    },
  };
}

function refusal({ code, message }: { code: string; message: string }): View {
  // A query that is wrong is shown at its argument; a place that is taken is nobody's fault.
  const field = code === 'INVALID' ? ['query'] : null;
  return { __typename: 'BulkOperationUserError', field, message, code };
}

function userError(field: readonly string[] | null, message: string): View {
  return { __typename: 'UserError', field, message };
}

function named({ all }: BulkBook, id: string): BulkOperation | undefined {
  if (!/^gid:\/\/shopify\/BulkOperation\/\d+$/.test(id)) throw new GraphQLError(`Invalid global id '${id}'`);
  return all.find((one) => gidOf(one) === id);
}

function gidOf({ id }: BulkOperation): string {
  return `gid://shopify/BulkOperation/${id}`;
}

/** The address of a file is shown while it is good. */
function operationView(operation: BulkOperation, now: number): View {
  const { status, errorCode, completedAt, createdAt, query, file } = operation;
  const url = file !== null && now < file.until ? file.url : null;
  return {
    __typename: 'BulkOperation',
    id: gidOf(operation),
    type: 'QUERY',
    query,
    status,
    errorCode,
    createdAt: utcTime(createdAt),
    completedAt: completedAt === null ? null : utcTime(completedAt),
    objectCount: String(operation.objectCount),
    rootObjectCount: String(operation.rootObjectCount),
    fileSize: file === null ? null : String(file.size),
    url: status === 'COMPLETED' ? url : null,
    partialDataUrl: status === 'FAILED' ? url : null,
  };
}

const searchFields: SearchFields<BulkOperation> = {
  id: ({ id }) => id,
  status: ({ status }) => status,
  operation_type: () => 'QUERY',
  created_at: ({ createdAt }) => createdAt,
};
