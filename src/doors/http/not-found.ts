/** What stands at no address, or takes another method there. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { operations } from '../../contract/operations.ts';
import { routeOf } from '../../contract/operation.ts';
import { besideOperations } from './open-api-beside.ts';
import { doorProblem, sendProblem } from './problem.ts';

type Address = { methods: Set<string>; pattern: RegExp };

const ADDRESSES: readonly Address[] = addresses();

function addresses(): Address[] {
  const found = new Map<string, Address>();
  const add = (method: string, path: string): void => {
    const source = `^${path.replaceAll('.', String.raw`\.`).replaceAll(/\{\w+\}/g, '[^/]+')}$`;
    const known = found.get(source) ?? { methods: new Set(), pattern: new RegExp(source) };
    found.set(source, known);
    known.methods.add(method);
    if (method === 'GET') known.methods.add('HEAD');
  };
  for (const [, operation] of operations()) {
    const { method, path } = routeOf(operation);
    add(method, `/v1${path}`);
  }
  for (const [path, methods] of Object.entries(besideOperations().paths))
    for (const method of Object.keys(methods)) add(method.toUpperCase(), path);
  return [...found.values()];
}

/** Answers what no route takes: which methods an address has, or that there is none. */
export function notFound({ method, url }: FastifyRequest, reply: FastifyReply): FastifyReply {
  const [path = ''] = url.split('?');
  const methods = new Set(
    ADDRESSES.filter(({ pattern }) => pattern.test(path)).flatMap((one) => [...one.methods]),
  );
  if (methods.size === 0)
    return sendProblem(
      reply,
      doorProblem(
        'unknown-path',
        'There is nothing at this address.',
        'Look up the addresses: /openapi.json.',
      ),
    );
  reply.header('allow', [...methods, 'OPTIONS'].toSorted().join(', '));
  if (method === 'OPTIONS') return reply.code(204).send();
  const others = [...methods].filter((other) => other !== 'HEAD').toSorted();
  return sendProblem(
    reply,
    doorProblem('wrong-method', `${method} does nothing here.`, `Send ${others.join(' or ')}.`),
  );
}
