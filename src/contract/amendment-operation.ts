/** How a sales order is amended and canceled, as the OpenAPI document says it. */
import type { AmendmentKind } from '#domain/amendment.ts';
import { amendmentMethods, amendmentPath, versionOf } from './amendment.ts';
import { amendmentExamples, callbackExamples } from './example.ts';
import { idempotencyKey, json, shared } from './operation.ts';

type Change = {
  readonly kind: AmendmentKind;
  readonly body: string;
  readonly summary: string;
  readonly description: string;
};

const changes: readonly Change[] = [
  {
    kind: 'amend_sales_order',
    body: 'SalesOrderAmendment',
    summary: 'Have a sales order of ours hold what was ordered since',
    description:
      'Lines and charges take the place of those it held. It never comes to less than was invoiced of it. Refuse it for one that is closed or canceled.',
  },
  {
    kind: 'cancel_sales_order',
    body: 'SalesOrderCancellation',
    summary: 'Cancel a sales order of ours of which nothing was invoiced',
    description: 'The order was called off in the store, and whatever was paid has gone back.',
  },
];

/** By their path. */
export function amendmentItems() {
  return Object.fromEntries(
    changes.map((one) => [
      amendmentPath(one.kind, '{id}'),
      { [amendmentMethods[one.kind].toLowerCase()]: operation(one) },
    ]),
  );
}

function operation({ kind, body, summary, description }: Change) {
  const { data } = callbackExamples['sales_order.changed'];
  const { key } = amendmentExamples[kind];
  const status = kind === 'cancel_sales_order' ? 'canceled' : data.status;
  return {
    operationId: kind,
    summary,
    description: `${description} Never under another state than the one that If-Match names; the document then says this key in \`amendedWith\`.`,
    parameters: [id, version(data), idempotencyKey],
    requestBody: { required: true, content: json(body, amendmentExamples[kind]) },
    responses: {
      '200': {
        description: 'The document as it is now; also where this very change was made before.',
        content: json('Document', { ...data, status, amendedWith: key }),
      },
      '401': shared('Unauthorized'),
      '409': shared('KeyReused'),
      '412': shared('Changed'),
      '422': shared('Refused'),
      '429': shared('TooManyRequests'),
      '5XX': shared('ServerError'),
    },
  };
}

const id = {
  name: 'id',
  in: 'path',
  required: true,
  description: "The ERP's own id of the sales order.",
  schema: { type: 'string' },
};

function version(example: { readonly modifiedAt: string }) {
  return {
    name: 'If-Match',
    in: 'header',
    required: true,
    description: `The state that we saw: its \`modifiedAt\` in quotes, as ${versionOf(example)}.`,
    schema: { type: 'string' },
  };
}
