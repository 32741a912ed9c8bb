/** How Stripe says no: `{ error: { type, code, message, param } }` with the status its documentation gives. */
import type { Json } from './json.ts';

type Extra = {
  readonly code?: string;
  readonly param?: string;
  readonly [more: string]: Json | undefined;
};

export class Refusal extends Error {
  readonly status: number;
  readonly type: string;
  readonly extra: Extra;

  constructor(status: number, error: Extra & { readonly type: string; readonly message: string }) {
    const { type, message, ...extra } = error;
    super(message);
    this.status = status;
    this.type = type;
    this.extra = extra;
  }

  /** Whether the call was turned away before anything of it was carried out, so that its key stays unused. */
  get isEarly(): boolean {
    return this.status === 401 || this.extra.code?.startsWith('parameter_') === true;
  }

  get body(): { error: Readonly<Record<string, Json | undefined>> } {
    const { code } = this.extra;
    const page =
      code === undefined
        ? {}
        : { doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}` };
    return { error: { ...page, ...this.extra, message: this.message, type: this.type } };
  }
}

/** What Stripe may serve but this stand-in does not; answered with 501. */
export class Unsupported extends Error {}

export function invalid(message: string, extra: Extra = {}): Refusal {
  return new Refusal(400, { type: 'invalid_request_error', message, ...extra });
}

export function missing(noun: string, id: string, param = 'id'): Refusal {
  return new Refusal(404, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${noun}: '${id}'`,
    param,
  });
}
