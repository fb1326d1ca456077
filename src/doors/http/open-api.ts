/** The OpenAPI 3.1 document, made of the table of operations. */
import { z } from 'zod';
import { operations } from '../../contract/operations.ts';
import { pathKeys, routeOf, type Operation } from '../../contract/operation.ts';
import { ANYWHERE, PROBLEMS, statusOf, type ProblemCode } from '../../contract/problems.ts';

type Schema = Record<string, unknown>;

const schemaOf = (type: z.ZodType, io: 'input' | 'output'): Schema => {
  const { $schema: _, ...schema } = z.toJSONSchema(type, {
    io,
    unrepresentable: 'any',
    reused: 'inline',
  }) as Schema;
  return schema;
};

/** The document. */
export function openApi(): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const [name, operation] of operations()) {
    const { method, path } = routeOf(operation);
    (paths[`/v1${path}`] ??= {})[method.toLowerCase()] = operationOf(name, operation);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sayso',
      version: '1',
      description:
        'Says who may grant what a customer asks for: at once, or through the nearest person who can; and sees it through.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      schemas: { Problem: PROBLEM },
    },
  };
}

const PROBLEM: Schema = {
  type: 'object',
  description: 'What is wrong, where, and how to mend it (RFC 9457).',
  required: ['type', 'title', 'status', 'detail', 'code', 'path', 'mend', 'problems'],
  properties: {
    type: { type: 'string', description: 'Where the code is explained.' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string', enum: Object.keys(PROBLEMS) },
    path: { type: 'string', description: 'Where in what was sent.' },
    mend: { type: 'string', description: 'What helps.' },
    problems: {
      type: 'array',
      items: {
        type: 'object',
        required: ['code', 'path', 'message', 'mend'],
        properties: Object.fromEntries(
          ['code', 'path', 'message', 'mend'].map((key) => [key, { type: 'string' }]),
        ),
      },
    },
  },
};

/** An operation's input with its parts told apart: those of the path, and the rest. */
type Parts = {
  inQuery: boolean;
  inPath: ReadonlySet<string>;
  properties: readonly [string, Schema][];
  required: ReadonlySet<string>;
  defs: Record<string, Schema> | undefined;
};

function partsOf(operation: Operation): Parts {
  const { method } = routeOf(operation);
  const input = schemaOf(operation.input, 'input') as {
    properties?: Record<string, Schema>;
    required?: string[];
    $defs?: Record<string, Schema>;
  };
  return {
    inQuery: method === 'GET' || method === 'DELETE',
    inPath: new Set(pathKeys(operation)),
    properties: Object.entries(input.properties ?? {}),
    required: new Set(input.required),
    defs: input.$defs,
  };
}

function operationOf(name: string, operation: Operation): object {
  const parts = partsOf(operation);
  const body = bodyOf(operation, parts);
  return {
    operationId: name,
    summary: operation.does,
    tags: [name.split('.')[0] ?? name],
    parameters: [
      ...parametersOf(parts),
      ...(operation.changes ? [IDEMPOTENCY_KEY] : []),
      ...(operation.versioned ? [IF_MATCH] : []),
    ],
    ...(body && { requestBody: body }),
    responses: {
      [name === 'case.open' ? '201' : '200']: {
        description: 'Done.',
        content: {
          'application/json': {
            schema: schemaOf(operation.output, 'output'),
            example: operation.example.output,
          },
        },
      },
      ...problemsOf(operation.problems),
    },
  };
}

const parametersOf = ({ properties, inPath, inQuery, required }: Parts): object[] =>
  properties
    .filter(([key]) => inPath.has(key) || inQuery)
    .map(([key, schema]) => ({
      name: key,
      in: inPath.has(key) ? 'path' : 'query',
      required: inPath.has(key) || required.has(key),
      schema,
    }));

function bodyOf(
  { example }: Operation,
  { properties, inPath, inQuery, required, defs }: Parts,
): object | undefined {
  const rest = properties.filter(([key]) => !inPath.has(key));
  if (inQuery || rest.length === 0) return undefined;
  const needed = rest.flatMap(([key]) => (required.has(key) ? [key] : []));
  return {
    required: needed.length > 0,
    content: {
      'application/json': {
        schema: {
          type: 'object',
          properties: Object.fromEntries(rest),
          ...(needed.length > 0 && { required: needed }),
          additionalProperties: false,
          ...(defs && { $defs: defs }),
        },
        example: Object.fromEntries(Object.entries(example.input).filter(([key]) => !inPath.has(key))),
      },
    },
  };
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Sent again with the same key, it is carried out once, and answered the same.',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
};
const IF_MATCH = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description: 'The etag of the case as it was seen: if it changed meanwhile, nothing is done (412).',
  schema: { type: 'string' },
};

/** Problems by their status. */
function problemsOf(own: readonly ProblemCode[]): Record<string, object> {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of new Set([...own, ...ANYWHERE])) {
    const status = statusOf(code);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus]
      .toSorted(([a], [b]) => a - b)
      .map(([status, codes]) => [
        String(status),
        {
          description: codes.toSorted().join(', '),
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      ]),
  );
}
