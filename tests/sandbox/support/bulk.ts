/** Asks a store for bulk operations as an app does, and reads their files. */
import { z } from 'zod';
import { ask, type World } from '../shopify-world.ts';

const operation = z.object({
  id: z.string(),
  status: z.string(),
  errorCode: z.string().nullable(),
  objectCount: z.string(),
  rootObjectCount: z.string(),
  fileSize: z.string().nullable(),
  url: z.string().nullable(),
  partialDataUrl: z.string().nullable(),
});
const userError = z.object({
  field: z.array(z.string()).nullable(),
  message: z.string(),
  code: z.string().optional(),
});
const payload = z.object({ bulkOperation: operation.nullable(), userErrors: z.array(userError) });
const shown = 'id status errorCode objectCount rootObjectCount fileSize url partialDataUrl';

export async function start({ store }: World, query: string, groupObjects = false) {
  const { answer } = await ask(
    store,
    `mutation Run($query: String!, $groupObjects: Boolean!) {
      bulkOperationRunQuery(query: $query, groupObjects: $groupObjects) {
        bulkOperation { ${shown} } userErrors { field message code }
      }
    }`,
    { query, groupObjects },
  );
  return z.object({ data: z.object({ bulkOperationRunQuery: payload }) }).parse(answer).data
    .bulkOperationRunQuery;
}

export async function look({ store }: World, id = '') {
  const document = `query Look($id: ID!) { bulkOperation(id: $id) { ${shown} } }`;
  const { answer } = await ask(store, document, { id });
  return z.object({ data: z.object({ bulkOperation: operation }) }).parse(answer).data.bulkOperation;
}

export async function cancel({ store }: World, id = '') {
  const { answer } = await ask(
    store,
    `mutation Cancel($id: ID!) { bulkOperationCancel(id: $id) {
      bulkOperation { ${shown} } userErrors { field message } } }`,
    { id },
  );
  return z.object({ data: z.object({ bulkOperationCancel: payload }) }).parse(answer).data
    .bulkOperationCancel;
}

/** Starts an operation and shows it when it has ended. */
export async function run(world: World, query: string, groupObjects = false) {
  const { bulkOperation: started } = await start(world, query, groupObjects);
  await world.clock.run();
  return look(world, started?.id);
}

const line = z
  .looseObject({ id: z.string(), __typename: z.string(), __parentId: z.string().optional() })
  .transform(({ __typename: type, __parentId: parent, ...rest }) => ({ ...rest, type, parent }));

/** What the file at an address says, a line each. */
export async function linesAt({ store }: World, url: string | null) {
  const response = await store.fetch(new Request(url ?? ''));
  const text = await response.text();
  return text
    .trim()
    .split('\n')
    .map((one) => line.parse(JSON.parse(one)));
}
