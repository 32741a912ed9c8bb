/** Why the ERP will not do a thing: a word for programs and a sentence for people. */
export type Refusal = { readonly code: string; readonly message: string };

/** What a person gets to see who tries what the ERP does not allow. */
export class Refused extends Error {
  readonly code: string;

  constructor({ code, message }: Refusal) {
    super(message);
    this.name = 'Refused';
    this.code = code;
  }
}
