/** Where the client sends what, made of the table of operations: `sdk/routes.ts`. */
import { routeOf } from '../../src/contract/operation.ts';
import { operations } from '../../src/contract/operations.ts';

/** The whole text of the file. */
export function sdkRoutes(): string {
  const rows = operations().map(([name, operation]) => {
    const { method, path } = routeOf(operation);
    return `  '${name}': '${method}${operation.changes ? '*' : ''} ${path}',`;
  });
  return [
    '// Made by `npm run generate` of the table of operations (src/contract).',
    "import type { Operations } from './types.ts';",
    '',
    '/** Method and path of every operation; a star: it changes something, once under its idempotency key. */',
    'export const ROUTES: Readonly<Record<keyof Operations, string>> = {',
    ...rows,
    '};',
    '',
  ].join('\n');
}
