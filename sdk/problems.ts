/** What can come of a call beside its answer. */
import type { Problem } from './types.ts';

/** The service says no to the call itself: what is wrong, where, and how to mend it. */
export class Refused extends Error {
  readonly status: number;
  readonly problem: Problem;
  constructor(status: number, problem: Problem) {
    super(problem.detail);
    this.name = 'Refused';
    this.status = status;
    this.problem = problem;
  }
}

/** The service can not be reached, or can not answer now. What was asked may have been done: ask again under the same key. */
export class Unreachable extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'Unreachable';
  }
}
