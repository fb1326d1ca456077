/** Thrown when the node or its database can't do something now; it is worth trying again, with the same key. */
export class Unavailable extends Error {
  readonly code: string;
  readonly mend: string;
  constructor(code: string, message: string, mend: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.mend = mend;
  }
}
