/**
 * What two books differ in, rule by rule, in words that a policy owner reads. Compared is what is written, so that nothing
 * that stands in a book can change unseen; layout and comments are no difference.
 */
import { canonical, type Json } from '../words/hash.ts';
import { nounOf, show, TEXTS } from './difference-words.ts';

export type Change = {
  /** Where it stands: "refund/may/small", "terms/recent", "residual authority". */
  place: string;
  what: 'added' | 'removed' | 'renamed' | 'changed' | 'moved';
  /** One sentence without its full stop. */
  words: string;
};

type Fields = Readonly<Record<string, Json>>;

/** Named things, one below the other, under these keys of a book. */
const SECTIONS: ReadonlySet<string> = new Set([
  'units',
  'called',
  'signals',
  'shapes',
  'facts',
  'counters',
  'tables',
  'rates',
  'terms',
  'obligations',
  'alternatives',
  'red lines',
  'reserved',
  'requests',
  'notices',
  'accepted',
]);
const SECTIONS_OF_TYPE: ReadonlySet<string> = new Set(['facts', 'red lines', 'reserved', 'may', 'consult']);
/** Where the first that holds is taken, or named first. */
const ORDERED: ReadonlySet<string> = new Set([
  'requests',
  'red lines',
  'reserved',
  'may',
  'consult',
  'obligations',
  'alternatives',
]);
/** What conditions name: a change of it changes every rule that does. */
const NAMED_IN_CONDITIONS: ReadonlySet<string> = new Set(['terms', 'counters', 'tables']);
const MOST_NAMED = 5;

/**
 * What is another in `after` than in `before`, in the order of the books.
 * @param before the data of a book's file, as read
 */
export function differenceOf(before: unknown, after: unknown): Change[] {
  const [old, now] = [fields(before as Json), fields(after as Json)];
  return keysOf(old, now).flatMap((key) => {
    if (key === '$schema') return [];
    if (SECTIONS.has(key)) return sections(key, '', old[key], now[key], now);
    return thing(key, key, old[key], now[key]);
  });
}

/** A section of named things; `type` is the request type that it stands in. */
function sections(
  section: string,
  type: string,
  before: Json | undefined,
  after: Json | undefined,
  book: Fields,
): Change[] {
  const [old, now] = [fields(before), fields(after)];
  const place = (name: string): string =>
    section === 'requests' ? name : [type, section, name].filter((part) => part !== '').join('/');
  const label = (name: string, data: Json | undefined): string => labelOf(section, type, name, data);
  const removed = Object.keys(old).filter((name) => !Object.hasOwn(now, name));
  const added = Object.keys(now).filter((name) => !Object.hasOwn(old, name));
  const renamed = new Map<string, string>();
  for (const name of added) {
    const from = removed.find((other) => !renamed.has(other) && same(old[other], now[name]));
    if (from !== undefined) renamed.set(from, name);
  }
  const given = new Set(renamed.values());
  return [
    ...[...renamed].map(([from, to]): Change => {
      const words = `${label(from, old[from])} is called “${to}” now`;
      return { place: place(to), what: 'renamed', words };
    }),
    ...removed
      .filter((name) => !renamed.has(name))
      .map((name): Change => {
        const words = `${label(name, old[name])} is gone: ${show(section, old[name])}`;
        return { place: place(name), what: 'removed', words };
      }),
    ...Object.keys(now).flatMap((name) => {
      if (given.has(name)) return [];
      if (!Object.hasOwn(old, name)) {
        const words = `${label(name, now[name])} is new: ${show(section, now[name])}`;
        return [{ place: place(name), what: 'added' as const, words }];
      }
      if (section === 'requests') return requestType(name, fields(old[name]), fields(now[name]), book);
      const users = NAMED_IN_CONDITIONS.has(section) ? usersOf(name, book) : '';
      return thing(place(name), label(name, now[name]), old[name], now[name]).map((change) => ({
        ...change,
        words: `${change.words}${users}`,
      }));
    }),
    ...(ORDERED.has(section) ? order(section, type, old, now) : []),
  ];
}

function requestType(name: string, old: Fields, now: Fields, book: Fields): Change[] {
  return keysOf(old, now).flatMap((key) => {
    const changes = SECTIONS_OF_TYPE.has(key)
      ? sections(key, name, old[key], now[key], book)
      : thing(
          `${name}/${key}`,
          TEXTS.has(key) || !isFields(now[key]) ? name : `${name}, ${nounOf(key)}`,
          isFields(now[key]) && isFields(old[key]) ? old[key] : { [key]: old[key] ?? null },
          isFields(now[key]) && isFields(old[key]) ? now[key] : { [key]: now[key] ?? null },
        );
    const followers = Object.entries(fields(book['requests'])).flatMap(([other, data]) =>
      fields(data)['like'] === name && !Object.hasOwn(fields(data), key) ? [other] : [],
    );
    const also = followers.length > 0 ? `; so for ${followers.join(', ')} too, like it` : '';
    return changes.map((change) => ({ ...change, words: `${change.words}${also}` }));
  });
}

/** One thing that is there in both; each of its parts that differs is said. */
function thing(place: string, label: string, before: Json | undefined, after: Json | undefined): Change[] {
  if (same(before, after)) return [];
  const said = (words: string, what: Change['what'] = 'changed'): Change[] => [
    { place, what, words: `${label}: ${words}` },
  ];
  if (before === undefined) return said(show(place, after), 'added');
  if (after === undefined) return said(`no longer ${show(place, before)}`, 'removed');
  if (!isFields(before) || !isFields(after)) return said(`${show(place, before)} → ${show(place, after)}`);
  return said(parts(before, after).join('; '));
}

/** @param text the key of words for people that this is about, by language */
function parts(before: Fields, after: Fields, text?: string): string[] {
  return keysOf(before, after).flatMap((key) => {
    const kind = text ?? key;
    const [old, now] = [before[key] ?? undefined, after[key] ?? undefined];
    if (same(old, now)) return [];
    if (old === undefined) return [`now ${key} ${show(kind, now)}`];
    if (now === undefined) return [`no longer ${key} ${show(kind, old)}`];
    if (isFields(old) && isFields(now))
      return parts(old, now, TEXTS.has(key) ? key : text).map((part) => `${key}: ${part}`);
    return [`${key} ${show(kind, old)} → ${show(kind, now)}`];
  });
}

/** Things that are in both and have changed their places. */
function order(section: string, type: string, old: Fields, now: Fields): Change[] {
  const common = (one: Fields, other: Fields): string[] =>
    Object.keys(one).filter((name) => Object.hasOwn(other, name));
  const [before, after] = [common(old, now), common(now, old)];
  if (before.join('\n') === after.join('\n')) return [];
  const place = [type, section].filter((part) => part !== '').join('/');
  const where = type === '' ? section : `${type}, ${section}`;
  return [{ place, what: 'moved', words: `${where}: the order is ${after.join(', ')} now` }];
}

/** "refund, “small” (agent)". */
function labelOf(section: string, type: string, name: string, data: Json | undefined): string {
  const who = section === 'may' || section === 'notices' ? fields(data) : {};
  const reach = who['from'] ?? who['role'] ?? who['person'];
  const whom = typeof reach === 'string' ? ` (${reach})` : '';
  const noun = section === 'may' ? '' : `${nounOf(section)} `;
  return type === '' ? `${noun}“${name}”${whom}` : `${type}, ${noun}“${name}”${whom}`;
}

/** The rules whose conditions name it. */
function usersOf(name: string, book: Fields): string {
  const word = new RegExp(`(?<![\\w.])${name.replaceAll(/[^\w]/g, String.raw`\$&`)}(?!\\w)`);
  const found: string[] = [];
  const look = (data: Json | undefined, path: readonly string[], key: string): void => {
    if (typeof data === 'string') {
      if (!TEXTS.has(key) && word.test(data)) found.push(path.join('/'));
    } else if (Array.isArray(data)) for (const one of data) look(one as Json, path, key);
    else if (isFields(data))
      for (const [inner, value] of Object.entries(data)) {
        const deep = path.length >= 3 || TEXTS.has(inner);
        if (!TEXTS.has(inner)) look(value, deep ? path : [...path, inner], inner);
      }
  };
  look(book['requests'], [], '');
  for (const section of ['red lines', 'reserved'] as const) look(book[section], [section], '');
  const rules = [...new Set(found)];
  if (rules.length === 0) return '';
  const more = rules.length > MOST_NAMED ? ` and ${rules.length - MOST_NAMED} more` : '';
  return ` (stands in ${rules.slice(0, MOST_NAMED).join(', ')}${more})`;
}

const isFields = (value: Json | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const fields = (value: Json | undefined): Fields => (isFields(value) ? value : {});
const keysOf = (before: Fields, after: Fields): string[] => [
  ...new Set([...Object.keys(after), ...Object.keys(before)]),
];
/** Of named things the order counts too, and is said apart. */
const same = (one: Json | undefined, other: Json | undefined): boolean =>
  one === other || (one !== undefined && other !== undefined && canonical(one) === canonical(other));
