/** The client: calls operations by their names, again where that is safe, and follows what happens. */
import { againAfter, backoff, wait } from './again.ts';
import { follow, type Follow, type Following } from './events.ts';
import type { ClientOptions } from './options.ts';
import { faultOf, Refused, Unreachable } from './problems.ts';
import { addressOf, headersOf, requestOf, type Request } from './request.ts';
import type { Operations } from './types.ts';

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
   * @throws the signal's reason when it is called off: an AbortError, where none was given
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
/** Where the service asks to wait for longer, its caller hears at once that it does not answer now. */
const MOST_PATIENCE_MS = 30_000;

/** A client of one service, as one caller. */
export function createClient(options: ClientOptions): Client {
  const send = sender(options);
  return {
    call: async (name, input, { key, version, signal } = {}) =>
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

/** Looks change nothing and changes have a key, so all may be sent again. */
function sender(options: ClientOptions): (request: Request) => Promise<unknown> {
  const { token, retries = RETRIES, onUnauthorized } = options;
  return async (request) => {
    for (let tried = 0; ; tried++) {
      const bearer = request.isOpen ? undefined : await token();
      const came = await sent(options, request, bearer);
      if ('output' in came) return came.output;
      const { fault, afterMs } = came;
      if (fault instanceof Refused && fault.status === 401 && !request.isOpen) onUnauthorized?.(bearer);
      if (afterMs === undefined || afterMs > MOST_PATIENCE_MS || tried >= retries) throw fault;
      await wait(afterMs + backoff(tried), request.signal);
    }
  };
}

type Came = { output: unknown } | { fault: Refused | Unreachable; afterMs: number | undefined };

/** One try. */
async function sent(
  { url, fetch: ownFetch, timeoutMs = TIMEOUT_MS }: ClientOptions,
  request: Request,
  bearer: string | undefined,
): Promise<Came> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const init: RequestInit = {
    method: request.method,
    headers: headersOf(request, 'application/json', bearer),
    ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
    signal: request.signal ? AbortSignal.any([request.signal, timeout]) : timeout,
  };
  let response: Response;
  let text: string;
  try {
    response = await (ownFetch ?? fetch)(addressOf(url, request.path), init);
    text = await response.text();
  } catch (error) {
    request.signal?.throwIfAborted();
    const says = timeout.aborted
      ? `The service did not answer within ${timeoutMs} ms.`
      : 'The service can not be reached.';
    return { fault: new Unreachable(says, error), afterMs: 0 };
  }
  if (!response.ok) return { fault: faultOf(response, text), afterMs: againAfter(response) };
  try {
    return { output: JSON.parse(text) as unknown };
  } catch {
    // Cut off on the way, or a page of what stands between.
    return { fault: faultOf(response, text), afterMs: 0 };
  }
}
