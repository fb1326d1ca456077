/** The tallies of a request: what the ledger has counted, by counter. */
import type { AmountType, Book, Counter } from '../book/book.ts';
import { readValue, show } from '../book/values.ts';
import { isObject, type Fail } from './raw.ts';
import { goodFaithCounter, subjectCounter, type Tallies } from './request.ts';

/** Totals by counter id; amounts as decimals in the counter's unit, per person or unit as an object. */
export function readTallies(book: Book, raw: unknown, ignored: string[], fail: Fail): Tallies {
  const tallies = new Map<string, number | Map<string, number>>();
  if (raw === undefined || raw === null) return tallies;
  if (!isObject(raw)) {
    fail('wrong-type', 'tallies', `${show(raw)} are no tallies.`, 'Send { "COUNTER": 2 }.');
    return tallies;
  }
  const units = counterTypes(book);
  for (const [id, value] of Object.entries(raw)) {
    const type = units.get(id);
    if (!type) {
      ignored.push(`tallies.${id}`);
      continue;
    }
    const one = (item: unknown, path: string): number | undefined => {
      const read = readValue(type, item);
      if ('fault' in read) return fail('wrong-value', path, read.fault, read.mend);
      if (typeof read.value === 'number' && read.value >= 0) return read.value;
      return fail('wrong-value', path, 'A total is at least 0.', 'Send what was granted so far.');
    };
    if (isObject(value)) {
      const each = new Map<string, number>();
      for (const [key, item] of Object.entries(value)) {
        const read = one(item, `tallies.${id}.${key}`);
        if (read !== undefined) each.set(key, read);
      }
      tallies.set(id, each);
    } else {
      const read = one(value, `tallies.${id}`);
      if (read !== undefined) tallies.set(id, read);
    }
  }
  return tallies;
}

const known = new WeakMap<Book, ReadonlyMap<string, AmountType>>();

/** Every counter that a book reads, the built-in ones too, with the unit of its total. */
function counterTypes(book: Book): ReadonlyMap<string, AmountType> {
  let types = known.get(book);
  if (!types) {
    const all = new Map<string, AmountType>(
      [...book.counters.values()].map((counter: Counter) => [
        counter.id,
        counter.of ?? { kind: 'whole number' },
      ]),
    );
    for (const type of book.types.values()) {
      if (type.amount) all.set(subjectCounter(type.name), type.amount.type);
      for (const fact of type.facts.values())
        if (fact.goodFaith.kind === 'up to')
          all.set(goodFaithCounter(fact.name), { kind: 'money', currency: book.currency });
    }
    types = all;
    known.set(book, types);
  }
  return types;
}
