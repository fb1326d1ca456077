/** Which rules of a book its cases show. */
import type { Book } from '../book/book.ts';
import type { Decision } from '../decide/decision.ts';

/** The keys of all rules that a decision can name, in book order. */
export function rulesOf(book: Book): string[] {
  const rules = book.lines.map((line) => line.id);
  for (const type of book.types.values()) {
    rules.push(...type.lines.map((line) => line.id));
    if (type.amount?.neverAbove) rules.push(`${type.name}/never above`);
    rules.push(...[...type.grants, ...type.consults].map((rule) => rule.id));
    if (type.otherwise) rules.push(type.otherwise.id);
  }
  if (book.specialClients && book.specialClients.cleared.size > 0) rules.push('special clients/cleared');
  rules.push('residual authority', ...[...book.signals.keys()].map((name) => `signals/${name}`));
  if (book.asksForAPerson) rules.push('asks for a person');
  return [...new Set(rules)];
}

/** Rules, and request types, that no decision was carried by or found to hold. */
export function unshown(book: Book, decisions: readonly Decision[]): string[] {
  const types = new Set(decisions.map((decision) => decision.type));
  const shown = new Set(
    decisions.flatMap(({ rule, reasons }) => [
      ...(rule === null ? [] : [rule]),
      ...reasons.flatMap((reason) => (reason.outcome === 'holds' ? [reason.rule] : [])),
    ]),
  );
  return [
    ...[...book.types.keys()].filter((type) => !types.has(type)),
    ...rulesOf(book).filter((rule) => !shown.has(rule)),
  ];
}
