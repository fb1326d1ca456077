/** Problems as RFC 9457 has them: what is wrong, where, and how to mend it. */
import type { FastifyReply } from 'fastify';
import { PROBLEMS, statusOf, type ProblemKind } from '../../contract/problems.ts';
import type { Refusal } from '../../core/cases/refusal.ts';
import { note } from './observe.ts';
import { saidHere } from './said-here.ts';

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

export type ProblemBody = {
  /** Where the code is explained, from the root of the service. */
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  /** Where in what was sent; empty: all of it. */
  path: string;
  mend: string;
  /** All that is wrong, the first one included. */
  problems: readonly Refusal[];
};

/** The body of a problem; the first of several says the status. */
export function problemBody(refusals: readonly Refusal[]): ProblemBody {
  const problems = refusals.map((one) => ({ ...one, mend: saidHere(one.mend) }));
  const [first] = problems;
  if (!first) throw new Error('a problem without a problem');
  const known = (PROBLEMS as Readonly<Record<string, ProblemKind>>)[first.code];
  return {
    type: `/problems/${first.code}`,
    title: known?.means ?? first.code,
    status: statusOf(first.code),
    detail: first.message,
    code: first.code,
    path: first.path,
    mend: first.mend,
    problems,
  };
}

/** A problem of the door's own. */
export const doorProblem = (
  code: keyof typeof PROBLEMS,
  message: string,
  mend: string,
  path = '',
): ProblemBody => problemBody([{ code, path, message, mend }]);

/** Answers with a problem, which names the request. */
export function sendProblem(reply: FastifyReply, body: ProblemBody): FastifyReply {
  note(reply.request, { problem: body.code });
  // What can not be routed passes no hook, and has its id from here.
  reply.header('x-request-id', reply.request.id);
  if (body.status === 401) reply.header('www-authenticate', 'Bearer');
  return reply
    .code(body.status)
    .type(PROBLEM_TYPE)
    .send({ ...body, instance: reply.request.id });
}
