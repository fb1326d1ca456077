/** What a form has to know of a request type: its facts in the order in which they are worth asking, with what can be put in. */
import type { Book, Fact, RequestType, Text } from './book.ts';
import type { Type } from './expression.ts';
import { reads } from './logic.ts';

/** What a field takes. Amounts are decimals in `unit`; a choice is one of `choices`. */
export type FieldKind = 'yes or no' | 'number' | 'money' | 'date' | 'choice' | 'list' | 'text';

export type Field = {
  fact: string;
  /** "Order value" */
  label: string;
  kind: FieldKind;
  /** A currency, or `minutes`, `hours`, `days`. */
  unit?: string;
  choices?: readonly string[];
  /** The question for the customer. */
  ask?: Text;
  /** What shows it. */
  proof?: Text;
  /** The connected system that knows it. */
  knownBy?: string;
};

/** `order.value` → "Order value" */
export const labelOf = (name: string): string =>
  name.replaceAll(/[._]/g, ' ').replace(/^./, (first) => first.toUpperCase());

/** The facts that the rules of a type read: its amount first, the others in the book's order. */
export function fieldsOf(book: Book, type: RequestType): Field[] {
  const counting = readBy(book, type);
  const place = ({ name }: Fact): number => (name === type.amount?.fact ? 0 : 1);
  return [...type.facts.values()]
    .filter(({ name }) => counting.has(name))
    .toSorted((a, b) => place(a) - place(b))
    .map(fieldOf);
}

function fieldOf({ name, type, ask, proof, knownBy }: Fact): Field {
  return {
    fact: name,
    label: labelOf(name),
    ...kindOf(type),
    ...(ask && { ask }),
    ...(proof && { proof }),
    ...(knownBy !== undefined && { knownBy }),
  };
}

function kindOf(type: Type): Pick<Field, 'kind' | 'unit' | 'choices'> {
  switch (type.kind) {
    case 'yes or no':
      return { kind: 'yes or no' };
    case 'whole number':
    case 'decimal':
      return { kind: 'number' };
    case 'minutes':
    case 'hours':
    case 'days':
      return { kind: 'number', unit: type.kind };
    case 'money':
      return { kind: 'money', unit: type.currency };
    case 'date':
      return { kind: 'date' };
    case 'choice':
      return { kind: 'choice', choices: type.values };
    case 'list':
      return type.of.kind === 'choice' ? { kind: 'list', choices: type.of.values } : { kind: 'list' };
    case 'text':
    case 'instant':
    case 'duration':
    case 'shape':
    case 'any':
      return { kind: 'text' };
  }
}

/** Every fact that a rule of the type reads. */
function readBy(book: Book, { amount, lines, grants, otherwise, consults }: RequestType): Set<string> {
  const expressions = [
    amount?.expr,
    amount?.neverAbove,
    ...[...lines, ...(otherwise ? [otherwise] : [])].map(({ when }) => when),
    ...grants.flatMap(({ when, share }) => [when, share?.of]),
    ...consults.map(({ when }) => when),
  ];
  const found = new Set<string>();
  for (const expr of expressions) if (expr) for (const fact of reads(expr).facts) found.add(fact);
  for (const { ensure } of grants)
    for (const name of ensure) {
      const shown = book.obligations.get(name)?.shownBy;
      if (shown !== undefined) found.add(shown);
    }
  return found;
}

/** All grounds that grants by exception of the type name. */
export const groundsOf = ({ grants }: RequestType): string[] => [
  ...new Set(grants.flatMap(({ exception }) => exception ?? [])),
];
