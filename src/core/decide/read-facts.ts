/** The facts of a request: by their declared names, each a value, a claim, or unsure. */
import type { Fact } from '../book/book.ts';
import type { Type, Value } from '../book/expression.ts';
import { readValue, show } from '../book/values.ts';
import { parseInstant } from '../words/time.ts';
import { isObject, own, readText, type Fail, type Raw } from './raw.ts';
import type { Given } from './request.ts';

/** Facts by their declared names, nested ("order": {"status": …}) or dotted ("order.status"). */
export function readFacts(
  facts: ReadonlyMap<string, Fact>,
  raw: unknown,
  ignored: string[],
  fail: Fail,
): Map<string, Given> {
  const given = new Map<string, Given>();
  if (raw === undefined || raw === null) return given;
  if (!isObject(raw)) {
    fail(
      'wrong-type',
      'facts',
      `${show(raw)} are no facts.`,
      'Send an object: "facts": { "amount": "20.00" }.',
    );
    return given;
  }
  const inner = prefixesOf(facts);
  const walk = (node: Raw, path: string): void => {
    for (const [key, value] of Object.entries(node)) {
      const name = path === '' ? key : `${path}.${key}`;
      const fact = facts.get(name);
      if (fact) {
        const read = readGiven(fact, value, `facts.${name}`, fail);
        if (read && given.has(name))
          fail('said-twice', `facts.${name}`, `"${name}" is said twice.`, 'Send it once, nested or dotted.');
        else if (read) given.set(name, read);
      } else if (inner.has(name) && isObject(value)) walk(value, name);
      else ignored.push(`facts.${name}`);
    }
  };
  walk(raw, '');
  return given;
}

const prefixes = new WeakMap<ReadonlyMap<string, Fact>, ReadonlySet<string>>();

/** "order" and "order.shipment" for a fact "order.shipment.date". */
function prefixesOf(facts: ReadonlyMap<string, Fact>): ReadonlySet<string> {
  let found = prefixes.get(facts);
  if (!found) {
    const all = new Set<string>();
    for (const name of facts.keys()) {
      const parts = name.split('.');
      for (let length = 1; length < parts.length; length++) all.add(parts.slice(0, length).join('.'));
    }
    found = all;
    prefixes.set(facts, found);
  }
  return found;
}

const WRAPPER = new Set(['value', 'claimed', 'source', 'at', 'unsure']);

/** A value, or { value, claimed?, source?, at? }, or { unsure: true }. */
function readGiven(fact: Fact, raw: unknown, path: string, fail: Fail): Given | undefined {
  if (isObject(raw) && isWrapper(fact.type, raw)) {
    if (own(raw, 'unsure') === true) return { unsure: true };
    const claimed = own(raw, 'claimed');
    if (claimed !== undefined && typeof claimed !== 'boolean')
      return fail(
        'wrong-type',
        `${path}.claimed`,
        `${show(claimed)} is neither true nor false.`,
        'Send true for what the customer says, unproved.',
      );
    const value = readFactValue(fact, own(raw, 'value'), path, fail);
    if (value === undefined) return undefined;
    const source = readText(own(raw, 'source'), `${path}.source`, fail);
    const at = own(raw, 'at');
    const instant = typeof at === 'string' ? parseInstant(at) : undefined;
    if (at !== undefined && instant === undefined)
      return fail('wrong-type', `${path}.at`, `${show(at)} is no instant.`, 'Send "2026-01-31T09:00:00Z".');
    return {
      value,
      claimed: claimed === true,
      ...(source !== undefined && { source }),
      ...(instant !== undefined && { at: instant }),
    };
  }
  const value = readFactValue(fact, raw, path, fail);
  return value === undefined ? undefined : { value, claimed: false };
}

function isWrapper(type: Type, raw: Raw): boolean {
  const keys = Object.keys(raw);
  const fields = type.kind === 'shape' && (type.fields.has('value') || type.fields.has('unsure'));
  return (
    !fields &&
    keys.every((key) => WRAPPER.has(key)) &&
    (Object.hasOwn(raw, 'value') || own(raw, 'unsure') === true)
  );
}

function readFactValue(fact: Fact, raw: unknown, path: string, fail: Fail): Value | undefined {
  if (raw === null)
    return fact.optional
      ? null
      : fail(
          'null-fact',
          path,
          `"${fact.name}" is null, which means none, and this fact is not optional.`,
          'Leave it out when it is unknown.',
        );
  if (raw === undefined)
    return fail(
      'no-value',
      path,
      `"${fact.name}" has no value.`,
      'Send { "value": … } or { "unsure": true }.',
    );
  const read = readValue(fact.type, raw);
  if ('fault' in read) return fail('wrong-value', `${path}${read.path}`, read.fault, read.mend);
  return read.value;
}
