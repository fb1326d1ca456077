/** What of a rule a matrix can hold: its cells, and the rest in words, so that nothing is dropped in silence. */
import type { AmountType, Book, Grant, Limit, Line, RequestType, Text } from '../book/book.ts';
import type { Expr } from '../book/expression.ts';
import { keyWords, windowWords } from '../book/phrases.ts';
import { formatDay } from '../words/time.ts';
import { writtenAmount } from './amounts.ts';
import type { Column } from './columns.ts';
import { percentOf } from './rows.ts';
import { writtenCounted } from './write-book.ts';

export type HeldRow = { rule: string; cells: Partial<Record<Column, string>>; lost: string[] };

/** What the matrix declares beside amounts: the facts that its rows name. */
export type HeldFacts = ReadonlyMap<string, 'date' | 'number'>;

type Holder = { book: Book; type: RequestType; facts: HeldFacts; lost: string[] };

/** `days_since(FACT) <= N`, whether it stands there or under a term's name. */
export function daysOf(when: Expr | undefined): { fact: string; days: number; term?: string } | undefined {
  if (when?.op === 'term') {
    const inner = daysOf(when.expr);
    return inner && { ...inner, term: when.name };
  }
  if (
    when?.op !== 'compare' ||
    when.comparison !== '<=' ||
    when.left.op !== 'call' ||
    when.left.function !== 'days_since'
  )
    return undefined;
  const [fact] = when.left.args;
  const { right } = when;
  if (fact?.op !== 'fact' || fact.path.length > 0 || fact.type.kind !== 'date') return undefined;
  if (
    right.op !== 'literal' ||
    typeof right.value !== 'number' ||
    !Number.isInteger(right.value) ||
    right.value < 0 ||
    right.value > 999_999
  )
    return undefined;
  return { fact: fact.fact, days: right.value };
}

/** The fact that a share is of, where it is one of the amount's kind. */
export function shareOf(grant: Grant, amount: AmountType | undefined): string | undefined {
  const of = grant.share?.of;
  return of?.op === 'fact' && of.path.length === 0 && of.type.kind === amount?.kind ? of.fact : undefined;
}

export function heldGrant(book: Book, type: RequestType, grant: Grant, facts: HeldFacts): HeldRow {
  const holder: Holder = { book, type, facts, lost: [] };
  const { lost } = holder;
  const days = daysOf(grant.when);
  if (grant.when && !days) lost.push(`its condition: ${grant.when.text}`);
  if (grant.atLeast !== undefined) lost.push(`at least ${amountWords(holder, grant.atLeast)}`);
  if (grant.inForce.from !== undefined) lost.push(`in force from ${formatDay(grant.inForce.from)}`);
  if (grant.inForce.until !== undefined) lost.push(`in force until ${formatDay(grant.inForce.until)}`);
  if (grant.exception) lost.push(`by exception: ${grant.exception.join(', ')}`);
  if (grant.ensure.length > 0) lost.push(`what it obliges to: ${grant.ensure.join(', ')}`);
  const cells: HeldRow['cells'] = {
    function: plain(holder, grant.function),
    name: plain(holder, grant.name),
    grade: gradeCell(holder, grant),
    limit: limitCell(holder, grant),
    usual: grant.usual === undefined ? '' : amountWords(holder, grant.usual),
    days: days ? String(days.days) : '',
    since: days?.fact ?? '',
    times: countedCell(holder, 'times', grant.times),
    total: countedCell(holder, 'total', grant.total),
    also: alsoCell(holder, grant),
    wording: grant.say ? textCell(holder, grant.say, 'wording') : '',
  };
  return { rule: grant.id, cells, lost };
}

/** The row of a type's `never` or `otherwise`. */
export function heldNo(book: Book, type: RequestType, line: Line, facts: HeldFacts): HeldRow {
  const holder: Holder = { book, type, facts, lost: [] };
  const { lost } = holder;
  if (line.settled) lost.push(`settled by ${line.settled.by} on ${formatDay(line.settled.on)}`);
  if (line.noAlternative) lost.push(`why there is no alternative, agreed by ${line.noAlternative.agreedBy}`);
  const cells: HeldRow['cells'] = {
    function: plain(holder, type.function),
    grade: line.name,
    wording: line.tell ? textCell(holder, line.tell, 'wording') : '',
    kind: line.kind,
    instead: line.instead.flatMap((name) => insteadItem(holder, name) ?? []).join('; '),
  };
  return { rule: line.id, cells, lost };
}

function insteadItem(holder: Holder, name: string): string | undefined {
  const { book, lost } = holder;
  const alternative = book.alternatives.get(name);
  if (!alternative) {
    const target = book.types.get(name);
    const isHeld =
      target !== undefined &&
      (target.grants.length > 0 ||
        target.otherwise !== undefined ||
        target.lines.some((line) => line.id === `${name}/never`));
    if (isHeld && !/[;:]/.test(name)) return name;
    lost.push(`the alternative "${name}"`);
    return undefined;
  }
  const tell = alternative.tell ? textCell(holder, alternative.tell, `alternative "${name}"`) : '';
  const fits =
    tell !== '' &&
    alternative.serves.length === 0 &&
    !/[;]|:\s/.test(name) &&
    !tell.includes(';') &&
    !book.types.has(name);
  if (fits) return `${name}: ${tell}`;
  lost.push(`the alternative "${name}"`);
  return undefined;
}

function gradeCell(holder: Holder, grant: Grant): string {
  for (const key of ['role', 'person'] as const) {
    const name = grant[key];
    if (name !== undefined) return `${key}: ${plain(holder, name)}`;
  }
  const grade = plain(holder, grant.from ?? '');
  if (/^(never|otherwise)$|^(role|person)\s*:/i.test(grade))
    holder.lost.push(`the grade "${grade}", a word of the matrix`);
  return grade;
}

function limitCell(holder: Holder, grant: Grant): string {
  const parts = grant.upTo === undefined ? [] : [amountWords(holder, grant.upTo)];
  const fact = shareOf(grant, holder.type.amount?.type);
  if (grant.share && fact !== undefined) parts.push(`${percentOf(grant.share.basisPoints)} of ${fact}`);
  else if (grant.share)
    holder.lost.push(`at most ${percentOf(grant.share.basisPoints)} of ${grant.share.of.text}`);
  return parts.join('; ');
}

/** An amount of the type; another currency than the book's has no place in a matrix. */
function amountWords({ book, type, lost }: Holder, units: number): string {
  const amount = type.amount?.type;
  if (!amount) return String(units);
  if (amount.kind !== 'money' || amount.currency === book.currency)
    return writtenAmount({ kind: amount.kind, units }, book.currency);
  const words = writtenAmount({ kind: 'money', units }, amount.currency);
  lost.push(`an amount in another currency: ${words}`);
  return words;
}

function countedCell(holder: Holder, measure: 'times' | 'total', limit: Limit | undefined): string {
  if (!limit) return '';
  const counter = holder.book.counters.get(limit.counter);
  const own =
    counter &&
    `${measure} of ${holder.type.name} per ${keyWords(counter.per)}${windowWords(counter.window)}` ===
      counter.id;
  const amount = measure === 'times' ? 'whole number' : holder.type.amount?.type.kind;
  if (!counter || !own || typeof counter.per !== 'string' || !amount) {
    const max = measure === 'total' ? amountWords(holder, limit.max) : String(limit.max);
    holder.lost.push(`${measure}: ${max} of ${limit.counter}`);
    return '';
  }
  if (measure === 'total') amountWords(holder, limit.max);
  return writtenCounted(
    { max: { kind: amount, units: limit.max }, rest: ` per ${counter.per}${windowWords(counter.window)}` },
    measure,
    holder.book.currency,
  );
}

function alsoCell(holder: Holder, { also }: Grant): string {
  if (!also) return '';
  const units = also.units.map((unit) => plain(holder, unit));
  const text = units.join('; ');
  if (also.units.some((unit) => unit.includes(';')) || /^\d{1,3} of /.test(text))
    holder.lost.push(`the units: ${also.units.join(', ')}`);
  return also.count === also.units.length ? text : `${also.count} of ${text}`;
}

/** Words in the book's language whose placeholders the matrix knows; what else there is goes to `lost`. */
export function textCell(
  { book, facts, lost }: Pick<Holder, 'book' | 'facts' | 'lost'>,
  text: Text,
  what: string,
): string {
  const words = text[book.language] ?? '';
  const others = Object.keys(text).filter((language) => language !== book.language);
  if (others.length > 0) lost.push(`the ${what} in ${others.join(', ')}`);
  const strange = [...words.matchAll(/\{([^{}]*)\}/g)]
    .map((match) => match[1] ?? '')
    .filter((name) => !['amount', 'headroom'].includes(name) && !facts.has(name));
  if (strange.length > 0) lost.push(`the facts that the ${what} names: ${strange.join(', ')}`);
  return plain({ lost }, words);
}

/** A cell loses white space around its text, and carriage returns. */
export function plain({ lost }: Pick<Holder, 'lost'>, text: string): string {
  const bare = text.replaceAll('\r\n', '\n').trim();
  if (bare !== text) lost.push(`white space in ${JSON.stringify(text)}`);
  return bare;
}
