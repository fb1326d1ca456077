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

/**
 * The service can not be reached, or can not answer now; the cause says why, as the service's own `Refused` where it said so
 * itself. What was asked may have been done: ask again under the same key.
 */
export class Unreachable extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'Unreachable';
  }
}

/** What an answer that is none comes to. What the service did not write itself is a fault on the way to it. */
export function faultOf({ status, headers }: Response, text: string): Refused | Unreachable {
  const problem = problemIn(text);
  if (!problem) {
    const type = headers.get('content-type') ?? 'no content-type';
    return new Unreachable(
      `What answered is not the service: ${status}, ${type}. See to the address, and to what stands between.`,
    );
  }
  const refused = new Refused(status, problem);
  return status < 500 ? refused : new Unreachable(problem.detail, refused);
}

function problemIn(text: string): Problem | undefined {
  try {
    const found = JSON.parse(text) as Partial<Problem> | null;
    return typeof found?.code === 'string' && typeof found.detail === 'string'
      ? (found as Problem)
      : undefined;
  } catch {
    return undefined;
  }
}
