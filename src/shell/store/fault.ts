/** What the store refuses, with the way to mend it. */
import { codeOf, wordsOf } from '../database/fault.ts';

export { wordsOf };

export type StoreFaultCode =
  /** The database lacks a role, or was entered as the wrong one. */
  | 'roles'
  /** The tables can't be brought to this version. */
  | 'migration'
  /** The ledger has no place for the month. */
  | 'month'
  /** A text that no database holds: a NUL, or half a character. */
  | 'text'
  /** An organization's id that can't be one, or that is unknown or taken. */
  | 'organization'
  /** The secret that tokens are signed with can't be used. */
  | 'secret'
  /** The address of the mail server is none. */
  | 'mail'
  /** A backup that can't be written, or not be restored. */
  | 'backup'
  /** The folder for anchors can't be used. */
  | 'anchors';

/** A fault of the store: what is wrong and where; `mend` says what to do about it. */
export class StoreFault extends Error {
  readonly code: StoreFaultCode;
  readonly mend: string;
  constructor(code: StoreFaultCode, message: string, mend: string) {
    super(message);
    this.code = code;
    this.mend = mend;
  }
}

/** A database's error as a fault where it is one that somebody can mend; otherwise as it came. */
export function storeFaultOf(error: unknown): unknown {
  switch (codeOf(error)) {
    case 'SY003':
      return new StoreFault(
        'month',
        `Nothing was written: ${wordsOf(error)}`,
        'Run `migrate` or `ensureMonths` as sayso_owner: they make this month and three more. Is the month wrong, set the clock.',
      );
    case '22P05':
    case '22P02':
      return new StoreFault(
        'text',
        `Nothing was written: a text holds what can't be stored (${wordsOf(error)})`,
        'Send it without NUL characters and halves of surrogate pairs.',
      );
    default:
      return error;
  }
}
