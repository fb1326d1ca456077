/** What went wrong on the way, as a problem: what the caller did, what passes, and what is ours. */
import type { FastifyError } from 'fastify';
import { isHostLost } from '../../shell/database/hosts.ts';
import { DatabaseFault } from '../../shell/database/fault.ts';
import { Unavailable } from '../../shell/unavailable.ts';
import { StoreFault } from '../../shell/store/fault.ts';
import { NOT_UTF8 } from './guard.ts';
import { doorProblem, problemBody, type ProblemBody } from './problem.ts';

/** Fastify's codes for what a caller sent wrongly. */
const SENT: Readonly<Record<string, () => ProblemBody>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    doorProblem(
      'wrong-content-type',
      'The body is of a kind that is not read here.',
      'Send JSON, with the header content-type: application/json.',
    ),
  FST_ERR_CTP_BODY_TOO_LARGE: () =>
    doorProblem('body-too-large', 'The body is larger than is taken here.', 'Send only what this is about.'),
  FST_ERR_CTP_EMPTY_JSON_BODY: () =>
    doorProblem(
      'not-json',
      'The body is empty.',
      'Send one complete JSON object, or leave out content-type.',
    ),
  FST_ERR_CTP_INVALID_JSON_BODY: () =>
    doorProblem('not-json', 'The body is no JSON.', 'Send one complete JSON object.'),
  [NOT_UTF8]: () => doorProblem('not-json', 'The body is not in UTF-8.', 'Send JSON in UTF-8.'),
  FST_ERR_MAX_PARAM_LENGTH: () =>
    doorProblem('unknown-path', 'There is nothing at this address.', 'An id is never as long as this.'),
  FST_ERR_BAD_URL: () =>
    doorProblem(
      'unknown-path',
      'The address can not be read.',
      'Encode what stands in it (%20 for a blank).',
    ),
  FST_ERR_ASYNC_CONSTRAINT: () =>
    doorProblem('unknown-path', 'There is nothing at this address.', 'Look at /openapi.json.'),
};

/** An error as a problem, and whether it is ours: then it is logged, and its words stay inside. */
export function problemOf(error: unknown): { body: ProblemBody; ours: boolean } {
  if (error instanceof Unavailable)
    return {
      body: problemBody([{ code: error.code, path: '', message: error.message, mend: error.mend }]),
      ours: false,
    };
  if (error instanceof DatabaseFault || isHostLost(error))
    return {
      body: doorProblem(
        'database-away',
        'The database can not be reached now.',
        'Send it again in a moment, with the same idempotency key; another node may have it.',
      ),
      ours: true,
    };
  if (error instanceof StoreFault && error.code === 'text')
    return {
      body: doorProblem('wrong-character', 'A text holds what can not be stored.', error.mend),
      ours: false,
    };
  const { code = '', statusCode = 500 } = (error ?? {}) as Partial<FastifyError>;
  const sent = SENT[code];
  if (sent) return { body: sent(), ours: false };
  if (statusCode === 429)
    return {
      body: doorProblem(
        'too-many-requests',
        'You ask too often.',
        'Wait as long as the header retry-after says; follow events instead of asking again and again.',
      ),
      ours: false,
    };
  if (statusCode >= 400 && statusCode < 500)
    return {
      body: doorProblem('not-json', 'The request can not be read.', 'Send one complete JSON object.'),
      ours: false,
    };
  return {
    body: doorProblem(
      'fault',
      'Something went wrong in Sayso. Nothing was half done.',
      'Send it again, with the same idempotency key; if it stays, give your administrator the request id.',
    ),
    ours: true,
  };
}
