import { lane, shopLane } from '#domain/lane.ts';
import { read } from './parse.ts';
import { bulkOperationPayload, redactPayload, scopesPayload } from './schema.ts';
import { noted, type Topic } from './topic.ts';

/** The payload of `app/uninstalled` is the shop's record, which we do not need to act. */
export const uninstalled: Topic = {
  translate: (_, said) => [noted('app', { key: 'app/uninstalled', lanes: [shopLane], at: null, said }, {})],
};

export const shopUpdated: Topic = {
  translate: (_, said) => [noted('app', { key: 'shop/update', lanes: [shopLane], at: null, said }, {})],
};

export const scopesUpdated: Topic = {
  translate(payload, said) {
    const scopes = read(scopesPayload, payload);
    const about = { key: 'app/scopes_update', lanes: [shopLane] as const, at: scopes.updated_at, said };
    return [noted('app', about, { scopes: scopes.current.join(',') })];
  },
};

export const bulkOperation: Topic = {
  translate(payload, said) {
    const operation = read(bulkOperationPayload, payload);
    const id = operation.admin_graphql_api_id;
    const lanes = [lane('bulk_operation', id.slice(id.lastIndexOf('/') + 1))] as const;
    return [
      noted(
        'bulk_operation',
        { key: id, lanes, at: operation.completed_at, said },
        { status: operation.status ?? null },
      ),
    ];
  },
};

/** The three compliance topics. Only ids are noted: the person's data stays in the sealed delivery. */
export const compliance: Topic = {
  translate(payload, said) {
    const request = read(redactPayload, payload);
    const subject = request.data_request?.id ?? request.customer?.id ?? 'shop';
    const about = { key: `${said.topic}/${subject}`, lanes: [shopLane] as const, at: null, said };
    return [noted('compliance', about, { topic: said.topic, customer: request.customer?.id ?? null })];
  },
};
