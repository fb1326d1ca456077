/** What an implementation of an operation gets and gives. */
import type { Person } from '../../core/organization/organization.ts';
import type { Instant } from '../../core/words/time.ts';
import type { Input, OperationName, Output } from '../../contract/operations.ts';
import type { Engine } from '../engine.ts';
import type { InForce } from '../in-force.ts';
import type { Problems } from '../../core/cases/refusal.ts';

/** Who calls, as a door found out. */
export type Caller = {
  organization: string;
  by: { kind: 'person'; id: string } | { kind: 'customer'; conversation: string };
  /** The idempotency key. */
  key?: string;
  /** The version of the case that the caller saw. */
  version?: number;
};

/** What every operation has at hand: who calls, when, and the book and people of that instant. */
export type Work = Caller & {
  engine: Engine;
  at: Instant;
  inForce: InForce;
  /** The organization's. */
  salt: string;
  /** The person who calls; they work here. Undefined: it is a customer. */
  person: Person | undefined;
};

export type Done<Name extends OperationName> = {
  output: Output<Name>;
  /** Of the case that it is about. */
  version?: number;
};

export type Implementation<Name extends OperationName> = (
  work: Work,
  input: Input<Name>,
) => Promise<Done<Name> | Problems>;

export type Implementations<Names extends OperationName> = { readonly [Name in Names]: Implementation<Name> };

/** The id of the person who calls. What only people may call is not called by others. */
export function personOf({ person }: Work): Person {
  if (!person) throw new Error('an operation of people was called by a customer');
  return person;
}
