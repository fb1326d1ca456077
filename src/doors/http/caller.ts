/** Who calls, and under which key and version: from the headers. */
import type { FastifyRequest } from 'fastify';
import type { Operation } from '../../contract/operation.ts';
import type { Caller } from '../../shell/operations/implementation.ts';
import type { Tokens } from '../../shell/tokens.ts';
import type { Instant } from '../../core/words/time.ts';
import { doorProblem, type ProblemBody } from './problem.ts';

type Found<T> = T | { problem: ProblemBody };

const BEARER = /^Bearer +([\w.~+/=-]{1,4000})$/i;

/** Who calls, by the token of the header `authorization`. */
export async function callerOf(
  { headers }: Pick<FastifyRequest, 'headers'>,
  tokens: Tokens,
  at: Instant,
): Promise<Found<{ caller: Caller; expires: Instant }>> {
  const { authorization } = headers;
  if (authorization === undefined)
    return {
      problem: doorProblem(
        'no-token',
        'The request does not say who calls.',
        'Send the header authorization: Bearer TOKEN. A token: sayso token --as PERSON.',
      ),
    };
  const token = BEARER.exec(authorization)?.[1];
  const checked = token === undefined ? ({ wrong: 'not-ours' } as const) : await tokens.check(token, at);
  if ('wrong' in checked)
    return {
      problem:
        checked.wrong === 'expired'
          ? doorProblem('expired-token', 'The token has expired.', 'Make a new one: sayso token --as PERSON.')
          : doorProblem(
              'wrong-token',
              'The token was not made by this installation.',
              'Make one here: sayso token --as PERSON; nodes of one installation share their secret.',
            ),
    };
  const { bearer } = checked;
  const by =
    'person' in bearer
      ? ({ kind: 'person', id: bearer.person } as const)
      : ({ kind: 'customer', conversation: bearer.conversation } as const);
  return { caller: { organization: bearer.organization, by }, expires: checked.expires };
}

/** `"12"`, `"12-5f3a"`, `W/"12"`: the version stands first. */
const VERSION = /^(?:W\/)?"(\d{1,15})(?:-[\w-]*)?"$/;

/** Idempotency key and version, from their headers. */
export function conditionsOf(
  { headers }: Pick<FastifyRequest, 'headers'>,
  { changes, versioned }: Pick<Operation, 'changes' | 'versioned'>,
): Found<Pick<Caller, 'key' | 'version'>> {
  if (!changes) return {};
  const key = headers['idempotency-key'];
  const match = headers['if-match'];
  if (Array.isArray(key))
    return {
      problem: doorProblem(
        'wrong-header',
        'There are several idempotency keys.',
        'Send one.',
        'idempotency-key',
      ),
    };
  // Carrying it out all the same would be worse than to say that nothing is compared here.
  if (match !== undefined && !versioned)
    return {
      problem: doorProblem(
        'wrong-header',
        'This operation compares no version.',
        'Leave the header if-match out.',
        'if-match',
      ),
    };
  const version = match === undefined || match === '*' ? undefined : VERSION.exec(match.trim())?.[1];
  if (match !== undefined && match !== '*' && version === undefined)
    return {
      problem: doorProblem(
        'wrong-header',
        'The header if-match names no version.',
        'Send the etag of the case as it came.',
        'if-match',
      ),
    };
  return { ...(key !== undefined && { key }), ...(version !== undefined && { version: Number(version) }) };
}
