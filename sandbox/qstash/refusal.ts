// Why a request is not served.

/** Asked for something that the product does not use, so that the sandbox does not pretend to know it. */
export class Unsupported extends Error {}

/** Asked for something that QStash refuses. */
export class Invalid extends Error {}
