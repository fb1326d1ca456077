/** Requests to an operation: by its schema, or changed so that they are what nobody should send. */
import * as fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import { pathKeys, routeOf, type Operation } from '../../src/contract/operation.ts';
import type { Shape } from '../../src/contract/shapes.ts';
import type { Random } from '../torture/random.ts';
import { mutated } from './mutate.ts';
import type { Pool } from './pool.ts';
import type { Sent } from './send.ts';
import type { Values } from './values.ts';

export type Callers = {
  /** A header `authorization` of somebody; undefined: of nobody. `about`: the case that it is about. */
  some: (operation: Operation, about: unknown) => Promise<string | undefined>;
};

const BATCH = 4;
const METHODS: readonly [string, ...string[]] = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'];

export class Requests {
  private readonly random: Random;
  private readonly pool: Pool;
  private readonly callers: Callers;
  private readonly inputs = new Map<string, { arbitrary: Arbitrary<unknown>; ready: unknown[] }>();
  private readonly values: Values;

  constructor(random: Random, pool: Pool, callers: Callers, values: Values) {
    this.random = random;
    this.pool = pool;
    this.callers = callers;
    this.values = values;
  }

  /** The next one for an operation. */
  async next(name: string, operation: Operation, shape: Shape): Promise<Sent> {
    let input = this.input(name, shape);
    const about = (input as { case?: unknown } | undefined)?.case;
    if (this.random.chance(0.45)) input = mutated(input, this.random);
    const authorization = await this.callers.some(operation, about);
    const sent = this.assembled(name, operation, input, {
      ...(authorization !== undefined && { authorization }),
      ...this.conditions(operation),
    });
    if (this.random.chance(0.02)) return this.beside(sent.headers);
    return this.random.chance(0.08) ? this.bent(sent) : sent;
  }

  private input(name: string, shape: Shape): unknown {
    const known = this.inputs.get(name) ?? { arbitrary: this.values.of(shape), ready: [] };
    this.inputs.set(name, known);
    this.values.operation = name;
    if (known.ready.length === 0)
      known.ready = fc.sample(known.arbitrary, { numRuns: BATCH, seed: this.random.whole(0, 2 ** 31) });
    return this.together(known.ready.pop());
  }

  /** Questions and reviews are mostly those of the case that is named. */
  private together(input: unknown): unknown {
    const { case: id, question, review } = input as { case?: string; question?: string; review?: string };
    if (id === undefined || !this.random.chance(0.8)) return input;
    const number = this.random.whole(1, 2);
    return {
      ...(input as object),
      ...(question !== undefined && { question: `${id}/q${number}` }),
      ...(review !== undefined && { review: `${id}/r${number}` }),
    };
  }

  private conditions({ changes, versioned }: Operation): Record<string, string> {
    const { random } = this;
    const key = random.chance(0.3) ? `k-${random.whole(1, 40)}` : `key-${random.whole(0, 2 ** 31)}`;
    return {
      ...(changes && random.chance(0.5) && { 'idempotency-key': key }),
      ...(versioned && random.chance(0.1) && { 'if-match': `"${random.whole(1, 9)}"` }),
      ...(!changes && random.chance(0.05) && { 'if-none-match': random.chance(0.5) ? '*' : '"a"' }),
    };
  }

  /** A request with what goes in at its places: path, query or body. */
  assembled(name: string, operation: Operation, input: unknown, headers: Record<string, string>): Sent {
    const { method, path } = routeOf(operation);
    const inPath = pathKeys(operation);
    const isObject = typeof input === 'object' && input !== null && !Array.isArray(input);
    const all: Record<string, unknown> = isObject ? { ...input } : {};
    let filled = `/v1${path}`;
    for (const key of inPath) {
      filled = filled.replace(`{${key}}`, segment(all[key] ?? this.pool.of(key) ?? 'nothing'));
      delete all[key];
    }
    if (method === 'GET' || method === 'DELETE')
      return { operation: name, method, path: `${filled}${queryText(all)}`, headers, body: undefined };
    const body = isObject ? all : input;
    return {
      operation: name,
      method,
      path: filled,
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body) ?? '',
    };
  }

  /** To what stands beside the operations. */
  private beside(headers: Record<string, string>): Sent {
    const { random } = this;
    const path = random.of([
      '/healthz',
      '/readyz',
      '/metrics',
      '/openapi.json',
      '/problems/',
      '/l/',
      '/c/',
      '/v1/events',
    ]);
    const rest = path.endsWith('/') ? segment(mutated(random.of(['fault', 'a.b.c', 'x']), random)) : '';
    if (path !== '/v1/events')
      return { operation: undefined, method: 'GET', path: `${path}${rest}`, headers, body: undefined };
    const query = random.of(['', '?case=', '?conversation=', '?case=x&case=', '?nothing=']);
    const known = query === '' ? '' : segment(this.pool.of('case') ?? 'x');
    return {
      operation: undefined,
      method: 'GET',
      path: `${path}${query}${known}`,
      headers: {
        ...headers,
        ...(random.chance(0.5) && { 'last-event-id': random.of(['0', '5', 'x', '99999999999', '']) }),
      },
      body: undefined,
      endless: true,
    };
  }

  /** With something else about it changed than what goes in. */
  private bent(sent: Sent): Sent {
    const { random } = this;
    const headers = { ...sent.headers };
    const changed = { ...sent, operation: undefined, headers };
    switch (random.whole(0, 9)) {
      case 0:
        return { ...changed, method: random.of(METHODS) };
      case 1:
        return { ...changed, path: `${sent.path}/${segment(random.of(['', 'x', '..', '%', '\0', '🦊']))}` };
      case 2:
        return {
          ...changed,
          path: sent.path.replace('/v1', random.of(['', '/v2', '/v1/', '/V1', '/v1/%ff'])),
        };
      case 3:
        headers['content-type'] = random.of([
          'text/plain',
          ';',
          'application/json; charset=x',
          'multipart/form-data',
        ]);
        return changed;
      case 4:
        headers['authorization'] = random.of([
          'Bearer x',
          'Basic eDp4',
          'Bearer a.b.c',
          '',
          'x'.repeat(3000),
        ]);
        return changed;
      case 5:
        return { ...changed, body: (sent.body ?? '{}').slice(0, -random.whole(1, 5)) };
      case 6:
        headers['if-match'] = random.of(['x', '"x"', '*', '"1","2"', '']);
        return changed;
      case 7:
        headers['idempotency-key'] = random.of(['', ' ', 'k'.repeat(201), 'ü', '1']);
        return changed;
      case 8:
        return {
          ...changed,
          path: `${sent.path}${sent.path.includes('?') ? '&' : '?'}${random.of(['a=1', 'case=x', 'most=1&most=2', '%', '__proto__=1'])}`,
        };
      default:
        headers['content-encoding'] = random.of(['gzip', 'br', 'identity', 'x']);
        return changed;
    }
  }
}

/** Encoded, where it can be; halves of characters can not, and are sent as what stands for them. */
const segment = (value: unknown): string => encodeURIComponent(textOf(value).toWellFormed().slice(0, 2000));

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined');

function queryText(all: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(all).flatMap(([key, value]) =>
    [value]
      .flat()
      .slice(0, 20)
      .map((one) => `${segment(key)}=${segment(one)}`),
  );
  // More than this is refused with the headers, by Node itself.
  return pairs.length > 0 ? `?${pairs.join('&').slice(0, 6000)}`.replace(/%[0-9A-F]?$/, '') : '';
}
