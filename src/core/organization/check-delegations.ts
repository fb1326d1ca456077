/** Delegations held against what a book lets people delegate. */
import type { Book } from '../book/book.ts';
import type { Path } from '../book/yaml.ts';
import { formatMoney } from '../words/money.ts';
import { DAY, offsetAt, type Zone } from '../words/time.ts';
import type { Delegation, Organization, Person, Span } from './organization.ts';
import { gradeIn } from './people.ts';
import type { Report } from './report.ts';

type Context = { book: Book; organization: Organization; report: Report };

/** Whether the book lets these two, this much and this long. */
export function checkDelegation(context: Context, person: Person, index: number): void {
  const { book, organization, report } = context;
  const delegation = person.delegations[index];
  const delegate = organization.people.get(delegation?.to ?? '');
  if (!delegation || !delegate) return;
  const path = ['people', person.id, 'delegations', index];
  for (const [i, name] of (delegation.functions ?? []).entries()) {
    if (!book.functions.includes(name)) unknownFunction(book, report, [...path, 'for', i], name);
  }
  const rule = book.delegation;
  if (!rule) {
    report.add(path, 'value', {
      code: 'delegation-not-allowed',
      message: `The book "${book.name}" lets nobody delegate.`,
      mend: 'Remove it, or say under "delegation" in the book who may delegate to whom.',
    });
    return;
  }
  const least = (grade: string): number => book.grades.indexOf(grade);
  if (gradeIn(person, 'any', book) < least(rule.from)) {
    report.add(path, 'value', {
      code: 'delegation-not-allowed',
      message: `"${person.id}" may not delegate: the book asks for the grade ${rule.from} or higher.`,
      mend: `Let somebody from ${rule.from} on delegate, or remove it.`,
    });
  }
  if (gradeIn(delegate, 'any', book) < least(rule.to)) {
    report.add([...path, 'to'], 'value', {
      code: 'delegate-not-allowed',
      message: `"${delegate.id}" may not act for others: the book asks for the grade ${rule.to} or higher.`,
      mend: `Name somebody from ${rule.to} on.`,
    });
  }
  checkDelegationBounds(context, delegation, path);
}

function checkDelegationBounds(
  { book, organization, report }: Context,
  { upTo, span }: Delegation,
  path: Path,
): void {
  const { upTo: most, atMostMs } = book.delegation ?? {};
  if (upTo && upTo.currency !== book.currency) {
    report.add([...path, 'up to'], 'value', {
      code: 'delegation-currency',
      message: `This is in ${upTo.currency}, and the book counts in ${book.currency}.`,
      mend: `Write the amount in ${book.currency}.`,
    });
  } else if (upTo && most !== undefined && upTo.minor > most) {
    report.add([...path, 'up to'], 'value', {
      code: 'delegation-above-cap',
      message: `The book lets nobody delegate more than ${formatMoney(most, book.currency)}.`,
      mend: `Write at most ${formatMoney(most, book.currency)}.`,
    });
  }
  if (atMostMs !== undefined && wallMs(span, organization.zone) > atMostMs) {
    report.add([...path, 'until'], 'value', {
      code: 'delegation-too-long',
      message: `The book lets a delegation last ${lengthOf(atMostMs)} at most, first and last day included.`,
      mend: 'End it earlier, and give a new one when it is still needed.',
    });
  }
}

/** The length on the wall clock: fourteen days are fourteen days also when one of them has 25 hours. */
const wallMs = ({ from, until }: Span, zone: Zone): number =>
  until + offsetAt(zone, until) - from - offsetAt(zone, from);

const lengthOf = (ms: number): string =>
  ms % DAY === 0 ? `${ms / DAY} days` : `${Math.floor(ms / 60_000)} minutes`;

/** Says that the book has no such function. */
export const unknownFunction = (book: Book, report: Report, at: Path, name: string): void =>
  report.add(at, 'value', {
    code: 'unknown-function',
    message: `The book "${book.name}" has no function "${name}".`,
    mend: report.suggest(name, book.functions, `Functions: ${book.functions.join(', ')}.`),
  });
