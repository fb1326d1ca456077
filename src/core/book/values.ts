/** One way from raw data (a request's JSON, a book's literal) to a typed value, with the reason when it does not fit. */
import type { Json } from '../words/hash.ts';
import { decimalsOf, formatMinor, parseScaled } from '../words/money.ts';
import { formatDay, formatInstant, parseDay, parseInstant } from '../words/time.ts';
import { typeName, type Type, type Value } from './expression.ts';
import { amountFault, isFault, readMoney } from './phrases.ts';

/** `path` is the part of the value at fault: "[0].new.price". */
export type ValueFault = { path: string; fault: string; mend: string };

const MAX_TEXT = 10_000;

/**
 * Reads a raw value as a fact's type: units as in {@link Type}. Absent fields of a shape stay unknown,
 * undeclared ones are dropped. `null` is the caller's affair (it means none for an optional fact).
 */
export function readValue(type: Type, raw: unknown, path = ''): { value: Value } | ValueFault {
  const wrong = (mend: string): ValueFault => ({
    path,
    fault: `${show(raw)} is not of type ${typeName(type)}.`,
    mend,
  });
  switch (type.kind) {
    case 'yes or no':
      if (raw === true || raw === 'yes') return { value: true };
      if (raw === false || raw === 'no') return { value: false };
      return wrong('Send true or false (a book may say yes or no).');
    case 'whole number':
    case 'minutes':
    case 'hours':
    case 'days':
    case 'duration': {
      const units =
        typeof raw === 'number' || typeof raw === 'string' ? parseScaled(raw, 0) : 'not a decimal';
      return typeof units === 'number'
        ? { value: units }
        : wrong('Send a whole number, such as 3 (at most 9,007,199,254,740,991).');
    }
    case 'decimal': {
      const text = typeof raw === 'number' || typeof raw === 'string' ? String(raw).trim() : '';
      return /^-?\d{1,15}(\.\d{1,15})?$/.test(text)
        ? { value: Number(text) }
        : wrong('Send a decimal number.');
    }
    case 'text':
      if (typeof raw !== 'string') return wrong('Send a text.');
      return raw.length > MAX_TEXT ? wrong(`Send at most ${MAX_TEXT} characters.`) : { value: raw };
    case 'choice':
      return typeof raw === 'string' && type.values.includes(raw)
        ? { value: raw }
        : wrong(`Send one of: ${type.values.join(', ')}.`);
    case 'date': {
      const day = typeof raw === 'string' ? parseDay(raw) : undefined;
      return day === undefined ? wrong('Send a date of the calendar such as "2026-01-31".') : { value: day };
    }
    case 'instant': {
      const instant = typeof raw === 'string' ? parseInstant(raw) : undefined;
      return instant === undefined
        ? wrong('Send an instant with its offset such as "2026-01-31T09:00:00Z".')
        : { value: instant };
    }
    case 'money':
      return readMoneyValue(type.currency, raw, path, wrong);
    case 'list':
      return readList(type, raw, path, wrong);
    case 'shape':
      return readShape(type, raw, path, wrong);
    case 'any':
      return { value: typeof raw === 'string' ? raw : (JSON.stringify(raw) ?? '') };
  }
}

function readMoneyValue(
  currency: string,
  raw: unknown,
  path: string,
  wrong: (mend: string) => ValueFault,
): { value: Value } | ValueFault {
  if (typeof raw !== 'number' && typeof raw !== 'string') return wrong('Send a decimal such as "12.50".');
  if (typeof raw === 'string' && /[A-Z]{3}$/.test(raw)) {
    const money = readMoney(raw);
    if (isFault(money)) return { path, ...money };
    return money.currency === currency ? { value: money.minor } : wrong(`Send the amount in ${currency}.`);
  }
  const minor = parseScaled(raw, decimalsOf(currency));
  return typeof minor === 'number'
    ? { value: minor }
    : { path, ...amountFault(String(raw), minor, decimalsOf(currency)) };
}

function readList(
  type: Extract<Type, { kind: 'list' }>,
  raw: unknown,
  path: string,
  wrong: (mend: string) => ValueFault,
): { value: Value } | ValueFault {
  if (!Array.isArray(raw)) return wrong('Send a list.');
  if (raw.length < type.least || raw.length > type.most) {
    return {
      path,
      fault: `The list has ${raw.length} elements.`,
      mend: `Send ${type.least} to ${type.most}.`,
    };
  }
  const items: Value[] = [];
  for (const [i, item] of raw.entries()) {
    const read = readValue(type.of, item, `${path}[${i}]`);
    if ('fault' in read) return read;
    items.push(read.value);
  }
  return { value: items };
}

function readShape(
  type: Extract<Type, { kind: 'shape' }>,
  raw: unknown,
  path: string,
  wrong: (mend: string) => ValueFault,
): { value: Value } | ValueFault {
  if (raw === null || typeof raw !== 'object' || Array.isArray(raw))
    return wrong('Send an object with its fields.');
  const fields = new Map<string, Value>();
  for (const [name, fieldType] of type.fields) {
    const field = Object.hasOwn(raw, name) ? (raw as Record<string, unknown>)[name] : undefined;
    if (field === undefined || field === null) continue;
    const read = readValue(fieldType, field, `${path}.${name}`);
    if ('fault' in read) return read;
    fields.set(name, read.value);
  }
  return { value: fields };
}

/** A value as it would be sent: what {@link readValue} reads as the same value again. */
export function writeValue(type: Type, value: Value): Json {
  if (typeof value === 'number') {
    if (type.kind === 'money') return formatMinor(value, type.currency);
    if (type.kind === 'date') return formatDay(value);
    return type.kind === 'instant' ? formatInstant(value) : value;
  }
  if (value === null || typeof value !== 'object') return value;
  if (!(value instanceof Map)) {
    const of: Type = type.kind === 'list' ? type.of : { kind: 'any' };
    return [...value].map((item) => writeValue(of, item));
  }
  const fields = type.kind === 'shape' ? type.fields : new Map<string, Type>();
  return Object.fromEntries(
    [...value].map(([name, field]) => [
      name,
      writeValue(fields.get(name) ?? { kind: 'any' }, field as Value),
    ]),
  );
}

/** The offending value in a few words. */
export function show(raw: unknown): string {
  const text = raw === undefined ? 'nothing' : (JSON.stringify(raw) ?? typeof raw);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
