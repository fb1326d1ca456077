/** The OpenAPI 3.1 document, made of the table of operations. */
import { operations } from '../../contract/operations.ts';
import { pathKeys, routeOf, type Operation } from '../../contract/operation.ts';
import { ANYWHERE, PROBLEMS, statusOf } from '../../contract/problems.ts';
import { NAMED_AT, shapesOf, type OperationShapes, type Shape } from '../../contract/shapes.ts';
import { besideOperations } from './open-api-beside.ts';

/** What of the document is read again: to say what changed, and to test it. */
export type OpenApi = {
  openapi: string;
  paths: Record<string, Record<string, DocumentedOperation>>;
  components: { schemas: Record<string, Shape> } & Record<string, unknown>;
} & Record<string, unknown>;

export type DocumentedOperation = {
  operationId: string;
  summary: string;
  parameters?: { name: string; in: string; required: boolean; schema: Shape }[];
  requestBody?: { required: boolean; content: { 'application/json': { schema: Shape; example?: unknown } } };
  responses: Record<string, { content?: Record<string, { schema: Shape }> } & Record<string, unknown>>;
  'x-callers'?: readonly string[];
  'x-problems'?: readonly string[];
} & Record<string, unknown>;

/** The document. `table`: another one than the real, for tests. */
export function openApi(table: readonly (readonly [string, Operation])[] = operations()): OpenApi {
  const shapes = shapesOf(table);
  const paths: OpenApi['paths'] = {};
  const examples: Examples = new Map();
  for (const [name, operation] of table) {
    const { method, path } = routeOf(operation);
    const own = shapes.operations.get(name);
    if (own) (paths[`/v1${path}`] ??= {})[method.toLowerCase()] = operationOf(name, operation, own, examples);
  }
  const beside = besideOperations();
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sayso',
      version: '1',
      description: ABOUT,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    security: [{ token: [] }],
    paths: { ...paths, ...beside.paths },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: '`sayso token --as PERSON` makes one.' },
      },
      headers: HEADERS,
      parameters: PARAMETERS,
      responses: PROBLEM_ANSWERS,
      examples: Object.fromEntries([...examples].map(([name, value]) => [name, { value }])),
      schemas: { ...shapes.named, ...beside.schemas },
    },
  };
}

const ABOUT = [
  'Says who may grant what a customer asks for: at once, or through the nearest person who can; and sees it through.',
  'Keys are snake_case, instants have their offset, amounts are decimals in text. What is wrong is a problem as RFC 9457 has it,',
  'with a `code` that stays: `x-problems` names those of an operation beside what the service itself may answer.',
  'More keys may come in answers; a client skips what it does not know.',
].join(' ');

const HEADERS = {
  ETag: {
    description: 'Of a case: its version, for `If-Match`. Of another answer: send it as `If-None-Match`.',
    schema: { type: 'string' },
  },
  IdempotencyReplayed: {
    description: '`true`: it was carried out before, under the same idempotency key.',
    schema: { type: 'string', const: 'true' },
  },
  RequestId: {
    description:
      'As it was sent, if it was a UUID or other hexadecimal digits, or one that was made; a problem has it as `instance`.',
    schema: { type: 'string' },
  },
  RetryAfter: { description: 'Seconds to wait.', schema: { type: 'integer' } },
};

const PARAMETERS = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description:
      'Sent again with the same key, it is carried out once, and answered again; a command on a case with what happened then, the case as it is now, and the header idempotency-replayed.',
    schema: { type: 'string', minLength: 1, maxLength: 200 },
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    required: false,
    description: 'The etag of the case as it was seen: if it changed meanwhile, nothing is done (412).',
    schema: { type: 'string' },
  },
};

/** Names of problems by their status: `Problem409`. */
const PROBLEM_ANSWERS = Object.fromEntries(
  [...new Set(Object.values(PROBLEMS).map(({ status }) => status))]
    .toSorted((a, b) => a - b)
    .map((status) => [
      `Problem${status}`,
      {
        description: wordsOf(status),
        headers: {
          'X-Request-Id': { $ref: '#/components/headers/RequestId' },
          ...((status === 429 || status === 503) && {
            'Retry-After': { $ref: '#/components/headers/RetryAfter' },
          }),
        },
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
);

function wordsOf(status: number): string {
  const words: Readonly<Record<number, string>> = {
    400: 'It can not be read.',
    401: 'It does not say who calls.',
    403: 'This caller may not do that.',
    404: 'There is no such thing.',
    405: 'This address takes another method.',
    408: 'It did not come in time.',
    409: 'It does not fit how things stand.',
    412: 'It changed since it was seen.',
    413: 'It is too large.',
    415: 'It is of a kind that is not read.',
    422: 'Something in it is wrong.',
    429: 'Too many at a time: send it again after `retry-after`.',
    431: 'Its address and headers are too large.',
    500: 'Something went wrong in Sayso.',
    503: 'Not now: send it again after `retry-after`, with the same idempotency key.',
  };
  return words[status] ?? `A problem with status ${status}.`;
}

/** Of answers with a named shape, by that name. */
type Examples = Map<string, unknown>;

function operationOf(
  name: string,
  operation: Operation,
  shapes: OperationShapes,
  examples: Examples,
): DocumentedOperation {
  const { method } = routeOf(operation);
  const body = bodyOf(operation, shapes.input);
  const parameters = parametersOf(operation, shapes.input);
  return {
    operationId: name,
    summary: operation.does,
    tags: [name.split('.')[0] ?? name],
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: body }),
    responses: {
      [name === 'case.open' ? '201' : '200']: {
        description: 'Done.',
        headers: {
          'X-Request-Id': { $ref: '#/components/headers/RequestId' },
          ETag: { $ref: '#/components/headers/ETag' },
          ...(operation.changes && {
            'Idempotency-Replayed': { $ref: '#/components/headers/IdempotencyReplayed' },
          }),
        },
        content: {
          'application/json': {
            schema: shapes.output,
            ...exampleOf(shapes.output, operation.example.output, examples),
          },
        },
      },
      ...(method === 'GET' && { '304': { description: 'As it was when it had the etag that was sent.' } }),
      ...problemsOf(operation),
    },
    'x-callers': operation.by,
    'x-problems': [...new Set(operation.problems)].toSorted(),
  };
}

/** The example itself; or where it stands, when other operations show the same. */
function exampleOf({ $ref }: Shape, example: unknown, examples: Examples): object {
  const named = $ref?.slice(NAMED_AT.length);
  if (named === undefined) return { example };
  if (!examples.has(named)) examples.set(named, example);
  return JSON.stringify(examples.get(named)) === JSON.stringify(example)
    ? { examples: { [named]: { $ref: `#/components/examples/${named}` } } }
    : { example };
}

const inQuery = (operation: Operation): boolean => ['GET', 'DELETE'].includes(routeOf(operation).method);

function parametersOf(
  operation: Operation,
  { properties = {}, required = [] }: Shape,
): NonNullable<DocumentedOperation['parameters']> {
  const inPath = new Set(pathKeys(operation));
  const own = Object.entries(properties)
    .filter(([key]) => inPath.has(key) || inQuery(operation))
    .map(([key, { description, ...schema }]) => ({
      name: key,
      in: inPath.has(key) ? 'path' : 'query',
      required: inPath.has(key) || required.includes(key),
      ...(description !== undefined && { description }),
      schema,
    }));
  const shared = [
    ...(operation.changes ? ['IdempotencyKey'] : []),
    ...(operation.versioned ? ['IfMatch'] : []),
  ].map((name) => ({ $ref: `#/components/parameters/${name}` }));
  return [...own, ...(shared as never[])];
}

function bodyOf(operation: Operation, input: Shape): DocumentedOperation['requestBody'] {
  const inPath = new Set(pathKeys(operation));
  const rest = Object.entries(input.properties ?? {}).filter(([key]) => !inPath.has(key));
  if (inQuery(operation) || rest.length === 0) return undefined;
  const required = (input.required ?? []).filter((key) => !inPath.has(key));
  return {
    required: required.length > 0,
    content: {
      'application/json': {
        schema: {
          type: 'object',
          properties: Object.fromEntries(rest),
          ...(required.length > 0 && { required }),
          additionalProperties: false,
        },
        example: Object.fromEntries(
          Object.entries(operation.example.input).filter(([key]) => !inPath.has(key)),
        ),
      },
    },
  };
}

/** Problems by their status. */
const problemsOf = ({ problems }: Operation): Record<string, object> =>
  Object.fromEntries(
    [...new Set([...problems, ...ANYWHERE].map(statusOf))]
      .toSorted((a, b) => a - b)
      .map((status) => [String(status), { $ref: `#/components/responses/Problem${status}` }]),
  );
