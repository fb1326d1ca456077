/** Which request an operation is. */
import { ROUTES } from './routes.ts';
import type { Operations } from './types.ts';

export type Request = {
  method: string;
  /** With its query, from the root of the service. */
  path: string;
  body?: unknown;
  /** The idempotency key. */
  key?: string;
  /** The version that the caller saw. */
  version?: number;
  signal?: AbortSignal;
  /** Nobody has to be signed in for it. */
  isOpen?: boolean;
};

/**
 * Keys of its path stand there, the rest in the query of a look, in the body of anything else. A change has a key, the same
 * however often it is sent.
 * @throws TypeError when a key of the path can not stand there
 */
export function requestOf(name: keyof Operations, input: object, key: string | undefined): Request {
  const [how = '', route = ''] = ROUTES[name].split(' ');
  const method = how.replace('*', '');
  const rest: Record<string, unknown> = { ...input };
  const path = `/v1${route.replaceAll(/\{(\w+)\}/g, (_, part: string) => {
    const value = rest[part];
    delete rest[part];
    return inPath(name, part, value);
  })}`;
  const made = how.endsWith('*') ? { key: key ?? newKey() } : {};
  if (method !== 'GET' && method !== 'DELETE') return { method, path, body: rest, ...made };
  const query = new URLSearchParams();
  for (const [part, value] of Object.entries(rest) as [string, Scalar | Scalar[] | undefined][])
    for (const one of value === undefined ? [] : [value].flat()) query.append(part, String(one));
  return { method, path: withQuery(path, query), ...made };
}

type Scalar = string | number | boolean;

/** A path with what is asked of it. */
export const withQuery = (path: string, query: URLSearchParams): string =>
  query.size === 0 ? path : `${path}?${query.toString()}`;

/** Nothing, "." and ".." would lead to another address. */
function inPath(name: string, part: string, value: unknown): string {
  if (typeof value === 'string' && !/^\.{0,2}$/.test(value)) return encodeURIComponent(value);
  throw new TypeError(
    `${name}: "${part}" is ${JSON.stringify(value) ?? 'left out'}. Send an id of the service.`,
  );
}

/** A new idempotency key. Not randomUUID, which a browser has on pages by https alone. */
export const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );

/** What stands above a request, for whoever calls. */
export const headersOf = (
  { body, key, version }: Pick<Request, 'body' | 'key' | 'version'>,
  accept: string,
  bearer: string | undefined,
): Headers =>
  new Headers({
    accept,
    ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(key !== undefined && { 'idempotency-key': key }),
    ...(version !== undefined && { 'if-match': `"${version}"` }),
  });

/** `https://sayso.example.org/` and `https://sayso.example.org` are the same. */
export const addressOf = (url: string, path: string): string => `${url.replace(/\/+$/, '')}${path}`;
