/** What can go wrong between Sayso and its database, with the way to mend it. */

export type DatabaseFaultCode =
  /** There are no PostgreSQL binaries for this machine, or they don't run on it. */
  | 'binaries'
  /** The server can't be run as another user. */
  | 'user'
  /** The folder for the data can't be used. */
  | 'folder'
  /** The server doesn't come up, or doesn't answer. */
  | 'server'
  /** None of the given hosts takes writes. */
  | 'hosts'
  /** The given URL can't be read. */
  | 'url';

/** A fault of the database: what is wrong and where; `mend` says what to do about it. */
export class DatabaseFault extends Error {
  readonly code: DatabaseFaultCode;
  readonly mend: string;
  constructor(code: DatabaseFaultCode, message: string, mend: string) {
    super(message);
    this.code = code;
    this.mend = mend;
  }
}

/** The code of an error from the system ("EACCES") or from PostgreSQL ("57P01"); '' when it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** What an error says, in one line. */
export function wordsOf(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  return (words || codeOf(error) || 'no reason given').trim().replaceAll(/\s*\n\s*/g, '; ');
}
