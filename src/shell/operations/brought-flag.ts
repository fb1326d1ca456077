/** The flag of a special client that comes with a request, instead of from where it is set. */
import type { DoorCommand } from '../../core/cases/command.ts';
import type { Refusal } from '../../core/cases/refusal.ts';
import { mayNotCare } from '../../core/customers/flag.ts';
import type { Work } from './implementation.ts';

/**
 * Why this caller may not bring a flag with a case; undefined: they bring none, or may. Whoever may not set one does not bring
 * one either: it widens what may be granted, and to set it is an operation of its own, on the record.
 */
export function mayNotBringFlag(
  { inForce, person }: Pick<Work, 'inForce' | 'person'>,
  command: DoorCommand,
): { problems: readonly Refusal[] } | undefined {
  const brought = broughtBy(command);
  if (!person || !brought || !brought.special) return undefined;
  const refused = mayNotCare(inForce, person, { customer: '' }, undefined);
  return refused && { problems: refused.problems.map((one) => ({ ...one, path: brought.path })) };
}

function broughtBy(command: DoorCommand): { special: unknown; path: string } | undefined {
  switch (command.do) {
    case 'open':
      return { special: command.request['special'], path: 'request.special' };
    case 'tell':
      return { special: command.special, path: 'special' };
    default:
      return undefined;
  }
}
