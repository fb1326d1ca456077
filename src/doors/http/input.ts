/** What came in at an address, as the one flat input that the operation has. */
import { inputSchema, pathKeys, routeOf, type Operation } from '../../contract/operation.ts';
import { doorProblem, type ProblemBody } from './problem.ts';

type Sent = { params: unknown; query: unknown; body: unknown };
type Kind = 'number' | 'flag' | 'list' | 'text';

/** Reads an operation's input from the parts of a request; made once for each route. What is wrong with it is said later. */
export function inputReader(
  operation: Operation,
): (sent: Sent) => { input: unknown } | { problem: ProblemBody } {
  const { method } = routeOf(operation);
  const inPath = pathKeys(operation);
  const inQuery = method === 'GET' || method === 'DELETE';
  const kinds = inQuery ? kindsOf(operation) : new Map<string, Kind>();
  return ({ params, query, body }) => {
    const path = Object.fromEntries(inPath.map((key) => [key, (params as Record<string, unknown>)[key]]));
    if (inQuery)
      return together(
        Object.fromEntries(
          Object.entries(query as Record<string, unknown>).map(([key, value]) => [
            key,
            valueOf(kinds.get(key), value),
          ]),
        ),
        path,
      );
    // Where there is nothing but the path, a body may be left out.
    if (body === undefined || body === null) return { input: path };
    if (typeof body !== 'object' || Array.isArray(body)) return { input: body };
    return together(body, path);
  };
}

/** What stands in the address is said there alone: said twice, one of them would count and the other be lost. */
function together(
  rest: object,
  path: Readonly<Record<string, unknown>>,
): { input: unknown } | { problem: ProblemBody } {
  const twice = Object.keys(path).find((key) => Object.hasOwn(rest, key));
  return twice === undefined
    ? { input: { ...rest, ...path } }
    : {
        problem: doorProblem(
          'unknown-key',
          `"${twice}" stands in the address.`,
          'Leave it out of what is sent.',
          twice,
        ),
      };
}

/** How a key's text in a query is meant, by the schema. */
function kindsOf(operation: Operation): Map<string, Kind> {
  const { properties = {} } = inputSchema(operation) as {
    properties?: Record<string, { type?: string }>;
  };
  return new Map(
    Object.entries(properties).map(([key, { type }]) => [
      key,
      type === 'integer' || type === 'number'
        ? 'number'
        : type === 'boolean'
          ? 'flag'
          : type === 'array'
            ? 'list'
            : 'text',
    ]),
  );
}

/** What is no number or flag stays text, and is refused as that. */
function valueOf(kind: Kind | undefined, value: unknown): unknown {
  if (kind === 'list') return typeof value === 'string' ? [value] : value;
  if (typeof value !== 'string') return value;
  if (kind === 'number') return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  if (kind === 'flag') return value === 'true' ? true : value === 'false' ? false : value;
  return value;
}
