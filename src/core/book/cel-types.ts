/** Which types may be compared, added and so on, and how to say so in a book's words. */
import type { Comparison, Type } from './expression.ts';

export const YES_OR_NO: Type = { kind: 'yes or no' };
export const WHOLE: Type = { kind: 'whole number' };

const UNITS = new Set(['minutes', 'hours', 'days']);

const isUnit = (type: Type): boolean => UNITS.has(type.kind);
/** Whole numbers and whole numbers of a unit are one kind of thing for operators. */
export const isWhole = (type: Type): boolean => type.kind === 'whole number' || isUnit(type);
export const isNumber = (type: Type): boolean => isWhole(type) || type.kind === 'decimal';
export const isText = (type: Type): boolean => type.kind === 'text' || type.kind === 'choice';

/** Whether a value of this type may hold something that can't be compared. */
export function holdsAny(type: Type): boolean {
  if (type.kind === 'any') return true;
  if (type.kind === 'list') return holdsAny(type.of);
  return type.kind === 'shape' && [...type.fields.values()].some(holdsAny);
}

/** "a date", "money(USD)", "one of pending, delivered": what somebody reads about a value. */
export function phrase(type: Type): string {
  switch (type.kind) {
    case 'money':
      return `money(${type.currency})`;
    case 'choice':
      return `one of ${shortList(type.values)}`;
    case 'list':
      return `a list of ${type.of.kind === 'shape' ? type.of.name : plural(type.of)}`;
    case 'shape':
      return `the shape ${type.name}`;
    case 'duration':
      return 'a length of time';
    case 'instant':
      return 'an instant';
    case 'whole number':
    case 'decimal':
    case 'date':
      return `a ${type.kind}`;
    case 'minutes':
    case 'hours':
    case 'days':
      return `a number of ${type.kind}`;
    case 'any':
      return 'of any type';
    default:
      return type.kind;
  }
}

export const shortList = (values: readonly string[]): string =>
  values.length > 8 ? `${values.slice(0, 8).join(', ')}, …` : values.join(', ');

function plural(type: Type): string {
  switch (type.kind) {
    case 'whole number':
    case 'decimal':
    case 'date':
    case 'instant':
      return `${type.kind}s`;
    case 'choice':
      return 'choices';
    case 'any':
      return 'anything';
    case 'list':
      return `lists of ${plural(type.of)}`;
    case 'minutes':
    case 'hours':
    case 'days':
      return type.kind;
    default:
      return phrase(type);
  }
}

/** Whether two values may be compared with that comparison. */
export function comparable(left: Type, right: Type, comparison: Comparison): boolean {
  if (comparison === '==' || comparison === '!=') return equatable(left, right);
  if (isNumber(left) && isNumber(right)) return sameUnit(left, right);
  if (left.kind === 'money' && right.kind === 'money') return left.currency === right.currency;
  return left.kind === right.kind && ['date', 'instant', 'duration', 'text'].includes(left.kind);
}

function equatable(left: Type, right: Type): boolean {
  if (isNumber(left) && isNumber(right)) return sameUnit(left, right);
  if (left.kind === 'choice' && right.kind === 'choice')
    return left.values.some((value) => right.values.includes(value));
  if (isText(left) && isText(right)) return true;
  if (left.kind === 'money' && right.kind === 'money') return left.currency === right.currency;
  if (left.kind === 'list' && right.kind === 'list') return equatable(left.of, right.of);
  if (left.kind === 'shape' && right.kind === 'shape') return left.name === right.name;
  return left.kind === right.kind;
}

/** Minutes are not hours; a plain whole number goes with every unit. */
const sameUnit = (left: Type, right: Type): boolean =>
  !isUnit(left) || !isUnit(right) || left.kind === right.kind;

/** The type that holds both: of the branches of `?:`, the items of a list, the arguments of `min`. */
export function commonType(left: Type, right: Type): Type | undefined {
  if (left.kind === 'choice' && right.kind === 'choice') {
    return { kind: 'choice', values: [...new Set([...left.values, ...right.values])] };
  }
  if (isText(left) && isText(right)) return { kind: 'text' };
  if (isWhole(left) && isWhole(right)) return sameUnit(left, right) ? unitOf(left, right) : undefined;
  if (left.kind === 'list' && right.kind === 'list') {
    const of = commonType(left.of, right.of);
    return (
      of && {
        kind: 'list',
        of,
        least: Math.min(left.least, right.least),
        most: Math.max(left.most, right.most),
      }
    );
  }
  return left.kind === right.kind && equatable(left, right) ? left : undefined;
}

const unitOf = (left: Type, right: Type): Type => (isUnit(left) ? left : right);

/** The type of `left operator right`, or undefined if there is no such thing. */
export function arithmeticType(
  operator: '+' | '-' | '*' | '/' | '%',
  left: Type,
  right: Type,
): Type | undefined {
  if (isWhole(left) && isWhole(right)) return wholeType(operator, left, right);
  if (left.kind === 'decimal' && right.kind === 'decimal') return operator === '%' ? undefined : left;
  if (left.kind === 'money' || right.kind === 'money') return moneyType(operator, left, right);
  if (operator === '+' && isText(left) && isText(right)) return { kind: 'text' };
  return timeType(operator, left, right);
}

function wholeType(operator: string, left: Type, right: Type): Type | undefined {
  if (operator === '*') return isUnit(left) && isUnit(right) ? WHOLE : unitOf(left, right);
  if (!sameUnit(left, right)) return undefined;
  if (operator === '/') return isUnit(right) ? WHOLE : left;
  return unitOf(left, right);
}

function moneyType(operator: string, left: Type, right: Type): Type | undefined {
  if (operator === '+' || operator === '-') return equatable(left, right) ? left : undefined;
  if (operator === '*') {
    if (left.kind === 'money' && isNumber(right)) return left;
    return right.kind === 'money' && isNumber(left) ? right : undefined;
  }
  return operator === '/' && left.kind === 'money' && isWhole(right) ? left : undefined;
}

function timeType(operator: string, left: Type, right: Type): Type | undefined {
  if (operator !== '+' && operator !== '-') return undefined;
  const isDays = right.kind === 'whole number' || right.kind === 'days';
  if (left.kind === 'date' && isDays) return left;
  if (left.kind === 'date' && right.kind === 'date') return operator === '-' ? { kind: 'days' } : undefined;
  if (left.kind === 'instant' && right.kind === 'duration') return left;
  if (left.kind === 'instant' && right.kind === 'instant')
    return operator === '-' ? { kind: 'duration' } : undefined;
  if (left.kind === 'duration' && right.kind === 'instant') return operator === '+' ? right : undefined;
  return left.kind === 'duration' && right.kind === 'duration' ? left : undefined;
}

/** How to bring two values together that can't be; undefined if there is no usual way. */
export function mendTypes(left: Type, right: Type): string | undefined {
  return oneWay(left, right) ?? oneWay(right, left);
}

function oneWay(left: Type, right: Type): string | undefined {
  if (left.kind === 'money') {
    if (isNumber(right))
      return `Write an amount with its currency, such as ${left.currency.toLowerCase()}(50).`;
    if (right.kind === 'money') {
      return `Convert one of them, such as to_${left.currency.toLowerCase()}(…), with a rate declared under \`rates\`.`;
    }
  }
  if (left.kind === 'date' && right.kind === 'text') return "Write a date as date('2026-01-31').";
  if (left.kind === 'instant' && right.kind === 'text')
    return "Write an instant as timestamp('2026-01-31T09:00:00Z').";
  if (left.kind === 'instant' && right.kind === 'date') return "Take the instant's date with date(…).";
  if (left.kind === 'duration' && isNumber(right)) return "Write a length of time as duration('36h').";
  if ((left.kind === 'date' || left.kind === 'instant') && isNumber(right)) {
    return 'Compare the time since then, such as days_since(…) <= 30.';
  }
  if (isUnit(left) && isUnit(right))
    return `Bring both to one unit, such as int(…) * ${left.kind === 'days' ? 24 : 60}.`;
  if (isWhole(left) && right.kind === 'decimal')
    return 'Write 2.0 for a decimal, or turn one into the other with double(…) or int(…).';
  if (isText(left) && isNumber(right)) return 'Write the number without quotes, or the text with quotes.';
  if (left.kind === 'yes or no') return 'Write a yes-or-no fact by itself, or with ! in front for no.';
  if (left.kind === 'list')
    return 'Ask for one element with `in`, or about every one with .all(i, …) or .exists(i, …).';
  return undefined;
}
