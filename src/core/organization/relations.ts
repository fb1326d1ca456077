/** What is between people: who reports to whom, who acts for whom, and what they may not share. */
import { delegationCircles, reportingCircles } from './circles.ts';
import type { Person } from './organization.ts';
import { unknownPerson, type Context } from './person.ts';

/** Managers that exist, and no circles of them. */
export function checkManagers(context: Context): void {
  const managers = new Map<string, string>();
  for (const [id, { manager }] of Object.entries(context.data.people)) {
    if (manager === undefined) continue;
    if (Object.hasOwn(context.data.people, manager)) managers.set(id, manager);
    else unknownPerson(context, ['people', id, 'manager'], 'unknown-manager', manager);
  }
  for (const circle of reportingCircles(managers)) {
    const [first = ''] = circle;
    const message =
      circle.length === 1
        ? `"${first}" reports to themselves.`
        : `These people report to each other in a circle: ${listCircle(circle)}.`;
    context.report.add(['people', first, 'manager'], 'value', {
      code: 'reporting-circle',
      message,
      mend: 'Whoever is at the top has no manager: remove the key there.',
    });
  }
}

/** "a → b → a", the middle left out when there are many. */
function listCircle(ids: readonly string[]): string {
  const named = ids.length > 12 ? [...ids.slice(0, 6), `… (${ids.length - 8} more)`, ...ids.slice(-2)] : ids;
  return [...named, ids[0]].join(' → ');
}

/** No circles of people who act for each other. */
export function checkDelegations({ report }: Context, people: ReadonlyMap<string, Person>): void {
  const given = new Map(
    [...people].flatMap(([id, { delegations }]) =>
      delegations.length > 0 ? [[id, delegations] as const] : [],
    ),
  );
  const circles = delegationCircles(given);
  if (!circles) {
    report.add(['people'], 'key', {
      code: 'delegation-circle',
      message: 'The delegations hang together in too many ways to look for circles.',
      mend: 'Delegate to fewer people, or for shorter times.',
    });
  }
  for (const { from, index, ids } of circles ?? []) {
    report.add(['people', from, 'delegations', index, 'to'], 'value', {
      code: 'delegation-circle',
      message: `These people act for each other in a circle at the same time: ${listCircle(ids)}.`,
      mend: 'Let one of them delegate to somebody outside the circle, or at another time.',
    });
  }
}

/** What only one person can have, and what two people rarely share. */
export function checkShared({ report }: Context, people: ReadonlyMap<string, Person>): void {
  const customers = new Map<string, string>();
  const mails = new Map<string, string>();
  for (const [id, person] of people) {
    for (const [i, number] of person.customers.entries()) {
      const other = customers.get(number);
      if (other !== undefined) {
        report.add(['people', id, 'customer numbers', i], 'value', {
          code: 'duplicate-customer',
          message: `The customer number "${number}" is also that of "${other}".`,
          mend: 'A customer is one person: remove it from one of the two.',
        });
      } else customers.set(number, id);
    }
    for (const { kind, address } of person.channels) {
      const other = kind === 'mail' ? mails.get(address.toLowerCase()) : undefined;
      if (other !== undefined && other !== id) {
        report.add(['people', id, 'channels', 'mail'], 'value', {
          severity: 'notice',
          code: 'same-mail',
          message: `"${id}" and "${other}" have the same mail address.`,
          mend: 'Mend it if it is a slip; a shared address is read by both.',
        });
      } else if (kind === 'mail') mails.set(address.toLowerCase(), id);
    }
  }
}
