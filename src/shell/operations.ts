/** Carrying out operations: the one thing that all doors call. */
import { employedAt } from '../core/organization/people.ts';
import { readBy } from '../core/cases/read-command.ts';
import { problem, type Problems } from '../core/cases/refusal.ts';
import { OPERATIONS, type OperationName } from '../contract/operations.ts';
import type { Operation } from '../contract/operation.ts';
import type { Engine } from './engine.ts';
import { inForceKept } from './in-force.ts';
import { books } from './operations/books.ts';
import { cases } from './operations/cases.ts';
import { conversations } from './operations/conversations.ts';
import { customers } from './operations/customers.ts';
import { decisions } from './operations/decisions.ts';
import { people } from './operations/people.ts';
import { precedents } from './operations/precedents.ts';
import { records } from './operations/records.ts';
import { replies } from './operations/replies.ts';
import { triggers } from './operations/triggers.ts';
import { unknownOrganization } from './refusals.ts';
import type { Caller, Done, Implementations, Work } from './operations/implementation.ts';

const IMPLEMENTATIONS: Implementations<OperationName> = {
  ...decisions,
  ...cases,
  ...conversations,
  ...people,
  ...precedents,
  ...records,
  ...replies,
  ...customers,
  ...triggers,
  ...books,
};

/**
 * Carries out an operation for a caller.
 * @param raw its input as it was sent, all keys together
 * @throws Unavailable, or a fault of the database as it is
 */
export async function carryOut<Name extends OperationName>(
  engine: Engine,
  caller: Caller,
  name: Name,
  raw: unknown,
): Promise<Done<Name> | Problems> {
  const operation: Operation = OPERATIONS[name];
  if (!operation.by.includes(caller.by.kind))
    return caller.by.kind === 'customer'
      ? problem('not-for-customers', '', 'That is not for customers.', 'Ask whoever serves you.')
      : problem(
          'not-for-you',
          '',
          'That is for customers alone, by their own page.',
          'Use the link to the page.',
        );
  const read = readBy(operation.input, name, raw);
  if ('problems' in read) return read;
  const work = await workOf(engine, caller);
  if ('problems' in work) return work;
  const implementation = IMPLEMENTATIONS[name] as (
    work: Work,
    input: unknown,
  ) => Promise<Done<Name> | Problems>;
  return implementation(work, read.value);
}

/** What an operation works with; or why this caller may call nothing now. */
export async function workOf(engine: Engine, caller: Caller): Promise<Work | Problems> {
  const at = engine.clock.now();
  const versions = await inForceKept(engine, caller.organization, at);
  if (!versions) return { problems: [{ ...unknownOrganization(caller.organization), path: '' }] };
  if ('refused' in versions) return { problems: [versions.refused] };
  const { salt, ...inForce } = versions;
  const person = caller.by.kind === 'person' ? inForce.organization.people.get(caller.by.id) : undefined;
  if (caller.by.kind === 'person' && (!person || !employedAt(person, at)))
    return problem(
      'not-here',
      '',
      `${person?.name ?? `"${caller.by.id}"`} does not work here now.`,
      'Call as somebody who does: sayso token --as PERSON.',
    );
  return { ...caller, engine, at, inForce, salt, person };
}
