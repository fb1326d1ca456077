/** The one table of operations: what every door offers, and in which words. */
import type { z } from 'zod';
import type { Operation } from './operation.ts';
import { cases } from './operations/cases.ts';
import { conversations } from './operations/conversations.ts';
import { customers } from './operations/customers.ts';
import { decisions } from './operations/decisions.ts';
import { records } from './operations/records.ts';
import { triggers } from './operations/triggers.ts';

export const OPERATIONS = {
  ...decisions,
  ...cases,
  ...conversations,
  ...records,
  ...customers,
  ...triggers,
} as const satisfies Readonly<Record<string, Operation>>;

export type OperationName = keyof typeof OPERATIONS;

/** What an operation gets, read. */
export type Input<Name extends OperationName> = z.output<(typeof OPERATIONS)[Name]['input']>;
/** What it answers. */
export type Output<Name extends OperationName> = z.input<(typeof OPERATIONS)[Name]['output']>;

/** The operations, with their names. */
export const operations = (): [OperationName, Operation][] =>
  Object.entries(OPERATIONS) as unknown as [OperationName, Operation][];
