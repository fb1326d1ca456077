/** The client: calls operations by their names, again where that is safe, and follows what happens. */
import { backoff, pause } from './again.ts';
import { follow, type Follow, type Following } from './events.ts';
import type { ClientOptions } from './options.ts';
import { Refused, Unreachable } from './problems.ts';
import { ROUTES } from './routes.ts';
import type { Operations, Problem } from './types.ts';

export type CallOptions = {
  /** Under this key the change is carried out once, however often it is sent; made when left out. */
  key?: string;
  /** Only if the case still has this version. */
  version?: number;
  signal?: AbortSignal;
};

export type SignInWays = {
  ways: ('demo' | 'token')[];
  organization?: string;
  people?: {
    id: string;
    name: string;
    kind: 'person' | 'ai agent';
    unit: string | null;
    grade: string | null;
    manager: string | null;
  }[];
};
export type SignedIn = { token: string; expires_at: string; person: { id: string; name: string } };

export type Client = {
  /**
   * Calls an operation.
   * @throws Refused when the service refuses it
   * @throws Unreachable when it did not answer, however often it was tried
   */
  call: <N extends keyof Operations>(
    name: N,
    input: Operations[N]['input'],
    options?: CallOptions,
  ) => Promise<Operations[N]['output']>;
  /** Follows what happens, from now on or from a place on; it goes on by itself where it was broken off. */
  follow: (what: Follow) => Following;
  /** How one signs in. */
  signInWays: () => Promise<SignInWays>;
  /** Signs in at a demo, as somebody. */
  signIn: (as: { person: string }) => Promise<SignedIn>;
};

const RETRIES = 4;
const TIMEOUT_MS = 15_000;
const AGAIN: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);

/** A client of one service, as one caller. */
export function createClient(options: ClientOptions): Client {
  const send = sender(options);
  return {
    call: (name, input, { key, version, signal } = {}) =>
      send({
        ...requestOf(name, input, key),
        ...(version !== undefined && { version }),
        ...(signal && { signal }),
      }) as Promise<never>,
    follow: (what) => follow(options, what),
    signInWays: () => send({ method: 'GET', path: '/v1/sign-in', isOpen: true }) as Promise<SignInWays>,
    signIn: (as) =>
      send({ method: 'POST', path: '/v1/sign-in', body: as, isOpen: true }) as Promise<SignedIn>,
  };
}

type Request = {
  method: string;
  path: string;
  body?: unknown;
  key?: string;
  version?: number;
  signal?: AbortSignal;
  /** Nobody has to be signed in for it. */
  isOpen?: boolean;
};

/** Which request an operation is: keys of its path, the rest in the query of a look, in the body of anything else. */
function requestOf(name: keyof Operations, input: object, key: string | undefined): Request {
  const [how = '', route = ''] = ROUTES[name].split(' ');
  const method = how.replace('*', '');
  const rest: Record<string, unknown> = { ...input };
  const path = route.replaceAll(/\{(\w+)\}/g, (_, part: string) => {
    const value = rest[part];
    delete rest[part];
    return encodeURIComponent(String(value));
  });
  const made = how.endsWith('*') ? { key: key ?? crypto.randomUUID() } : {};
  if (method !== 'GET' && method !== 'DELETE') return { method, path: `/v1${path}`, body: rest, ...made };
  const query = new URLSearchParams();
  for (const [part, value] of Object.entries(rest)) if (value !== undefined) query.set(part, String(value));
  return { method, path: `/v1${path}${query.size === 0 ? '' : `?${query}`}`, ...made };
}

function sender({
  url,
  token,
  fetch: ownFetch,
  retries = RETRIES,
  timeoutMs = TIMEOUT_MS,
  onUnauthorized,
}: ClientOptions): (request: Request) => Promise<unknown> {
  const once = async (request: Request): Promise<Response> => {
    const bearer = request.isOpen ? undefined : await token();
    const timeout = AbortSignal.timeout(timeoutMs);
    return (ownFetch ?? fetch)(`${url}${request.path}`, {
      method: request.method,
      headers: {
        accept: 'application/json',
        ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
        ...(request.body !== undefined && { 'content-type': 'application/json' }),
        ...(request.key !== undefined && { 'idempotency-key': request.key }),
        ...(request.version !== undefined && { 'if-match': `"${request.version}"` }),
      },
      ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
      signal: request.signal ? AbortSignal.any([request.signal, timeout]) : timeout,
    });
  };
  return async (request) => {
    for (let tried = 0; ; tried++) {
      let wait: number | undefined;
      try {
        const response = await once(request);
        const text = await response.text();
        if (response.ok) return JSON.parse(text) as unknown;
        if (response.status === 401 && !request.isOpen) onUnauthorized?.();
        const problem = problemIn(text);
        if (problem && (!AGAIN.has(response.status) || tried >= retries))
          throw new Refused(response.status, problem);
        if (!AGAIN.has(response.status) || tried >= retries)
          throw new Unreachable(`the service answered ${response.status}`);
        wait = Number(response.headers.get('retry-after') ?? Number.NaN) * 1000;
      } catch (error) {
        if (request.signal?.aborted || error instanceof Refused) throw error;
        if (tried >= retries)
          throw error instanceof Unreachable
            ? error
            : new Unreachable('the service can not be reached', error);
      }
      await pause(Number.isFinite(wait) ? (wait ?? 0) : backoff(tried), request.signal);
    }
  };
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
