/** What is wrong with an answer. */
import { OPERATIONS } from '../../src/contract/operations.ts';
import type { Operation } from '../../src/contract/operation.ts';
import { ANYWHERE, PROBLEMS } from '../../src/contract/problems.ts';
import type { Came, Sent } from './send.ts';

type Problem = { code?: unknown; path?: unknown; message?: unknown; mend?: unknown };

/** In a few words, the same for the same fault; undefined: nothing is. */
export function whatIsWrong(sent: Sent, came: Came): string | undefined {
  const { status, headers, text } = came;
  if (status >= 500) return `${status} ${codeOf(text)}`;
  if (sent.method === 'HEAD' || status === 204 || status === 304) return undefined;
  if (!String(headers['content-type']).includes('json')) return sent.operation && 'an answer that is no JSON';
  if (status < 400) return typeof parsed(text) === 'object' ? undefined : 'an answer that is no JSON';
  if (headers['content-type'] !== 'application/problem+json; charset=utf-8')
    return `${status} with content-type ${String(headers['content-type'])}`;
  const body = parsed(text) as { problems?: Problem[]; status?: unknown; instance?: unknown };
  if (body.status !== status) return `${status} whose body says ${String(body.status)}`;
  if (body.instance !== headers['x-request-id']) return 'a problem that names another request';
  for (const problem of body.problems ?? []) {
    const wrong = wrongProblem(sent, problem);
    if (wrong !== undefined) return wrong;
  }
  return (body.problems?.length ?? 0) > 0 ? undefined : 'a problem without problems';
}

function wrongProblem({ operation }: Sent, { code, path, message, mend }: Problem): string | undefined {
  if (typeof code !== 'string' || !Object.hasOwn(PROBLEMS, code))
    return `a code that nobody explains: ${String(code)}`;
  if (typeof path !== 'string' || !message || !mend) return `${code} without words`;
  if (operation === undefined) return undefined;
  const { problems }: Operation = OPERATIONS[operation as keyof typeof OPERATIONS];
  return [...problems, ...ANYWHERE].some((one) => one === code)
    ? undefined
    : `a code that it does not declare: ${code}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The code of a problem. */
export const codeOf = (text: string): string =>
  (parsed(text) as { code?: string } | undefined)?.code ?? text.slice(0, 40);
