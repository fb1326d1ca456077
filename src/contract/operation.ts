/**
 * What an operation is: a name, what goes in, what comes out, what can be wrong, and an example. HTTP, OpenAPI, the command
 * line and the client's types are made of this.
 */
import { z } from 'zod';
import type { ProblemCode } from './problems.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Who may call an operation. Whether this one may is said by what is behind it. */
export type CallerKind =
  /** A person or AI agent of an organization. */
  | 'person'
  /** The customer, by the link to their page: sees one conversation, their own. */
  | 'customer';

export type Operation<I extends z.ZodObject = z.ZodObject, O extends z.ZodType = z.ZodType> = {
  /** One sentence, without its full stop. */
  does: string;
  /** Method and path under `/v1`: `GET /cases/{case}`. What is in braces is a key of the input. */
  http: `${Method} /${string}`;
  by: readonly CallerKind[];
  /**
   * Everything that goes in, flat: keys of the path, and the rest in the query of a GET or DELETE, in the body otherwise.
   * A value in a query is text, and is read as the number or flag that stands here.
   */
  input: I;
  output: O;
  /** What is refused, beside what every operation may answer ({@link ANYWHERE}). */
  problems: readonly ProblemCode[];
  /** As they stand on the wire. */
  example: { input: z.input<I>; output: z.input<O> };
  /** It changes something: takes an idempotency key, and is carried out once under it. */
  changes?: true;
  /** It changes a case: takes the version that the caller saw. */
  versioned?: true;
  /** How much a body may have, in bytes; what a service allows when left out. */
  mostBytes?: number;
};

/** An operation, with its types as they are. */
export const operation = <I extends z.ZodObject, O extends z.ZodType>(
  one: Operation<I, O>,
): Operation<I, O> => one;

/** An operation's method and path. */
export function routeOf({ http }: Pick<Operation, 'http'>): { method: Method; path: string } {
  const at = http.indexOf(' ');
  return { method: http.slice(0, at) as Method, path: http.slice(at + 1) };
}

/** The keys of the input that stand in the path. */
export const pathKeys = ({ http }: Pick<Operation, 'http'>): string[] =>
  [...http.matchAll(/\{(\w+)\}/g)].map(([, key]) => key ?? '');

/** The JSON Schema of an operation's input, as it is sent: what doors make options and readers of. */
export const inputSchema = ({ input }: Pick<Operation, 'input'>): object =>
  z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' });
