/** Names of ours that a customer is not to read: people, grades, units, rules. */
import type { Book, Text } from '../book/book.ts';
import type { Organization } from '../organization/organization.ts';
import type { LanguageList } from '../wording/phrases.ts';
import { placeOf } from '../wording/shipped.ts';
import { tokensOf, type Token } from '../wording/tokens.ts';
import type { Finding } from './finding.ts';

type Name = {
  words: readonly string[];
  /** What a customer may read in its place. */
  called?: Text;
} &
  /** `text`: the name as it is spelled; an accent too many makes it another word. */
  (
    | { kind: 'full' | 'first' | 'last'; text: string; people: Set<string> }
    /** `text`: as it is spelled, which a customer's word never is: "duty-lead", "refund/may/small". */
    | { kind: 'spelled'; text: string; people?: Set<string> }
    /** An ordinary word, inner only beside another: "the finance unit". */
    | { kind: 'plain' }
    | { kind: 'allowed' }
  );

/** Made once for a book and its people; it takes time that grows with them. */
export type InnerNames = ReadonlyMap<string, readonly Name[]>;

/** First names that are ordinary words too, in one of the shipped languages. */
const ORDINARY: ReadonlySet<string> = new Set(
  (
    'will mark grace may hope joy bill rose frank faith dawn art rob sue pat jack penny summer june april august ' +
    'chance christian claire clara clear dean drew earl grant guy harmony ivy jean jade lane lily max melody miles ' +
    'nick olive page ray reed rich ruby sage sandy sky skip stone victor violet ward wolf ernst stern stark ' +
    'leo luz sol paz mar mia eva iris ana dolores consuelo rosa luna pilar blanca franc aime marine noel ange ' +
    'assistant agent team support service care sales bot desk office the our'
  ).split(' '),
);
const TITLES: ReadonlySet<string> = new Set(
  'mr mrs ms miss dr herr frau herrn monsieur madame mme senor senora sr sra don dona'.split(' '),
);
/** Between a greeting and a name. */
const GREETED_WITH: ReadonlySet<string> = new Set([
  ...TITLES,
  ...'you morning afternoon evening day again there tag morgen abend dias tardes noches beaucoup'.split(' '),
]);
const LEAST_LETTERS = 3;
const LEAST_LETTERS_LOWER_CASE = 4;
/** Letters and spaces alone look like anybody's words. */
const ORDINARY_SPELLING = /^[\p{L}\p{M}’' ]+$/u;

const wordsOf = (text: string): string[] => tokensOf(text).map(({ word }) => word);

/** The inner names of a book and its people. */
export function innerNames(book: Book, organization: Organization): InnerNames {
  const names = new Map<string, Name[]>();
  const add = (name: Name): void => {
    const [first] = name.words;
    if (first !== undefined) names.set(first, [...(names.get(first) ?? []), name]);
  };
  // However many people have a name, it is looked for once.
  const ofPeople = new Map<string, Set<string>>();
  const addPerson = (
    kind: 'full' | 'first' | 'last',
    person: string,
    text: string,
    called: Text | undefined,
  ): void => {
    const words = wordsOf(text);
    const key = `${kind} ${text}`;
    const known = ofPeople.get(key);
    if (known) known.add(person);
    else {
      const people = new Set([person]);
      ofPeople.set(key, people);
      add({ kind, text, words, people, ...(called && { called }) });
    }
  };
  for (const { id, name, roles, grade } of organization.people.values()) {
    const called = [...roles, grade ?? ''].map((one) => book.called.get(one)).find((one) => one);
    const parts = name.split(/\s+/).filter((part) => !TITLES.has(wordsOf(part)[0] ?? ''));
    const [first = '', last] = [parts[0], parts.slice(1).at(-1)];
    addPerson('first', id, first, called);
    if (last !== undefined) {
      addPerson('full', id, parts.join(' '), called);
      addPerson('last', id, last, called);
    }
    if (!ORDINARY_SPELLING.test(id))
      add({
        kind: 'spelled',
        text: id,
        words: wordsOf(id),
        people: new Set([id]),
        ...(called && { called }),
      });
  }
  for (const name of new Set([
    ...book.grades,
    ...book.functions,
    ...book.units.keys(),
    ...rolesIn(organization),
  ])) {
    const called = book.called.get(name);
    const more = { words: wordsOf(name), ...(called && { called }) };
    add(ORDINARY_SPELLING.test(name) ? { kind: 'plain', ...more } : { kind: 'spelled', text: name, ...more });
  }
  for (const text of [...rulesOf(book), ...book.types.keys()]) {
    const called = book.called.get(text);
    if (!ORDINARY_SPELLING.test(text))
      add({ kind: 'spelled', text, words: wordsOf(text), ...(called && { called }) });
  }
  for (const text of book.called.values())
    for (const words of Object.values(text)) add({ kind: 'allowed', words: wordsOf(words) });
  return names;
}

const isOfPerson = (name: Name): name is Name & { people: Set<string> } =>
  'people' in name && name.people !== undefined;

const rolesIn = ({ people }: Organization): string[] =>
  [...people.values()].flatMap(({ roles }) => [...roles]);

function rulesOf(book: Book): string[] {
  const ofTypes = [...book.types.values()].flatMap((type) => [
    ...type.lines.map(({ id }) => id),
    ...type.grants.map(({ id }) => id),
    ...type.consults.map(({ id }) => id),
    ...(type.otherwise ? [type.otherwise.id] : []),
  ]);
  return [...new Set([...ofTypes, ...book.lines.map(({ id }) => id)])];
}

type Reader = { text: string; tokens: readonly Token[]; list: LanguageList; writer: string };

/** Inner names in a reply, the writer's own apart, and the customer's where they are greeted by it. */
export function innerNamesIn(names: InnerNames, reader: Reader): Finding[] {
  const { text, tokens, list } = reader;
  const allowed = new Set<number>();
  const found: (Finding & { from: number; to: number })[] = [];
  const own = new Set<string>();
  for (const [at, token] of tokens.entries())
    for (const name of names.get(token.word) ?? [])
      if (isOfPerson(name) && (name.people.has(reader.writer) || isGreeted(reader, at))) own.add(token.word);
  tokens.forEach((token, at) => {
    for (const name of names.get(token.word) ?? []) {
      const to = at + name.words.length;
      if (!name.words.every((word, i) => tokens[at + i]?.word === word)) continue;
      const place = placeOf(tokens, at, to);
      const words = text.slice(place.start, place.end);
      if (name.kind === 'allowed') for (let i = at; i < to; i++) allowed.add(i);
      else if (!token.quoted && isInner(name, reader, at, words, own))
        found.push({ kind: 'internal name', ...place, words, ...saidBetter(name, list), from: at, to });
    }
  });
  return found.flatMap(({ from, to, ...finding }) =>
    allowed.has(from) && allowed.has(to - 1) ? [] : [finding],
  );
}

/** Whether a word stands where a customer's own name does: "Dear Omar", "Omar, …". */
function isGreeted({ text, tokens, list }: Reader, at: number): boolean {
  const [two, one, token] = [tokens[at - 2], tokens[at - 1], tokens[at]];
  if (!token) return false;
  const greets = (other: Token | undefined): boolean =>
    other?.sentence === token.sentence && list.greets.includes(other.word);
  if (greets(one) || (greets(two) && one !== undefined && GREETED_WITH.has(one.word))) return true;
  return one?.sentence !== token.sentence && text.startsWith(',', token.end);
}

function isInner(
  name: Exclude<Name, { kind: 'allowed' }>,
  { text, tokens, list, writer }: Reader,
  at: number,
  words: string,
  own: ReadonlySet<string>,
): boolean {
  const [before, token] = [tokens[at - 1], tokens[at]];
  if (!token) return false;
  switch (name.kind) {
    case 'spelled':
      return words.toLowerCase() === name.text.toLowerCase() && name.people?.has(writer) !== true;
    case 'full':
      return !own.has(token.word);
    case 'last':
      return token.capital && before !== undefined && TITLES.has(before.word) && !own.has(token.word);
    case 'first': {
      if (own.has(token.word) || !isSpelled(words, name.text)) return false;
      if (text[token.start - 1] === '@') return true;
      if (ORDINARY.has(token.word))
        return token.capital && before?.sentence === token.sentence && list.language === 'en';
      return token.word.length >= (token.capital ? LEAST_LETTERS : LEAST_LETTERS_LOWER_CASE);
    }
    case 'plain': {
      const next = tokens[at + name.words.length];
      // "The lead level", "le niveau lead": the word that makes it ours stands on either side.
      const beside = list.language === 'fr' || list.language === 'es' ? before : next;
      return beside?.sentence === token.sentence && list.inner.includes(beside.word);
    }
  }
}

/** Whether it is the name: as it is spelled, or without its accents. */
const isSpelled = (words: string, name: string): boolean => {
  const lower = words.toLowerCase();
  return lower === name.toLowerCase() || lower === wordsOf(name)[0];
};

function saidBetter(
  name: Exclude<Name, { kind: 'allowed' }>,
  list: LanguageList,
): Pick<Finding, 'because' | 'better'> {
  const called = name.called?.[list.language] ?? Object.values(name.called ?? {})[0];
  return isOfPerson(name)
    ? {
        because: 'A customer reads what somebody is for them, not who it is.',
        better: called ?? list.colleague,
      }
    : { because: 'It is a name of ours, and says nothing to a customer.', better: called ?? list.team };
}
