/** Words for the customer: no rule, no person, no grade; whoever decides is called by what the book calls the role. */
import type { Book, Text } from '../book/book.ts';
import type { Value } from '../book/expression.ts';
import type { Alternative, Candidate, Decision } from '../decide/decision.ts';
import type { Request } from '../decide/request.ts';
import type { Person } from '../organization/organization.ts';
import { amountIn } from './amount.ts';
import { showFact } from './show.ts';
import { CATALOG, type Sentences } from './catalog.ts';

/** What words are made with. `language` is the customer's; texts fall back to the book's language. */
export type Speaker = {
  book: Book;
  request: Request;
  decision: Decision;
  language: string;
  sentences: Sentences;
  /** Said in place of the product's acknowledging words, before a no. */
  acknowledge?: string;
  /** Said in place of what the lines tell, with a no. */
  told?: string;
  /** A yes is to less than was asked for. */
  part?: boolean;
};

/** Picks the language: the one wanted, else the request's, else the book's; one without sentences of its own is not mixed. */
export function speaker(book: Book, request: Request, decision: Decision, wanted?: string): Speaker {
  const spoken = [wanted, request.language, book.language, 'en'].filter((one) => one !== undefined);
  const language = spoken.find((one) => sentencesOf(one) !== undefined) ?? 'en';
  const sentences = sentencesOf(language);
  if (!sentences) throw new Error('the catalog has no English');
  return { book, request, decision, language, sentences };
}

/** A caller may name any language, "constructor" too: what every object has is no catalog. */
const sentencesOf = (language: string): Sentences | undefined =>
  [language, language.slice(0, 2)].filter((one) => Object.hasOwn(CATALOG, one)).map((one) => CATALOG[one])[0];

/** A text in a language, or in the book's own. */
export const textIn = (text: Text, language: string, own: string): string | undefined =>
  [language, language.slice(0, 2), own].filter((one) => Object.hasOwn(text, one)).map((one) => text[one])[0];

/** A book's text in the customer's language, placeholders filled. */
export function words(voice: Speaker, text: Text): string {
  const { book, language } = voice;
  const found = textIn(text, language, book.language) ?? Object.values(text)[0] ?? '';
  return found.replace(/\{([^{}]*)\}/g, (_, name: string) => placeholder(voice, name));
}

function placeholder({ book, request, decision, language }: Speaker, name: string): string {
  if (name === 'amount') return amountIn(language, decision.amount, decision.unit);
  if (name === 'headroom') return amountIn(language, decision.headroom ?? undefined, decision.unit);
  const fact = book.types.get(request.type)?.facts.get(name) ?? book.facts.get(name);
  const given = request.facts.get(name);
  const value: Value | undefined = given && 'value' in given ? given.value : fact?.ifNotSaid;
  return fact && value !== undefined ? showFact(fact.type, value, language) : '…';
}

const fill = (sentence: string, parts: Record<string, string>): string =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => parts[name] ?? '');

const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Who it is, as a customer may read it: what the book calls the role, unit, grade or function; else a colleague. */
function calledAs(voice: Speaker, people: readonly Candidate[], units: readonly string[] = []): string {
  const { book, sentences } = voice;
  const named = units.flatMap((unit) =>
    book.called.has(unit) ? [words(voice, book.called.get(unit) ?? {})] : [],
  );
  if (named.length > 0)
    return [named.slice(0, -1).join(', '), named.at(-1)].filter(Boolean).join(` ${sentences.and} `);
  const [first] = people;
  const called = first && (book.called.get(first.role ?? '') ?? book.called.get(first.grade ?? ''));
  return called ? words(voice, called) : sentences.colleague;
}

/** How customers hear of a person: what the book calls their role or grade; else a colleague. */
export function calledByCustomers(
  book: Book,
  language: string,
  person: Pick<Person, 'roles' | 'grade'> | undefined,
): string {
  const names = [...(person?.roles ?? []), person?.grade ?? ''];
  const called = names.map((name) => book.called.get(name)).find((text) => text !== undefined);
  const sentences = sentencesOf(language) ?? sentencesOf(book.language) ?? CATALOG['en'];
  return (called && textIn(called, language, book.language)) ?? sentences?.colleague ?? '';
}

/** What the asker can say to the customer now. */
export function say(voice: Speaker): string {
  const { decision, sentences } = voice;
  switch (decision.verdict) {
    case 'grant':
      return sayYes(voice);
    case 'consult':
      return sentences.consult;
    case 'ask':
      return questions(voice);
    case 'handoff':
      return sayHandoff(voice);
    case 'decline':
      return sayNo(voice);
  }
}

function sayYes(voice: Speaker): string {
  const { book, decision, sentences } = voice;
  const transfer = decision.obligations.find(({ name }) => name === 'transfer');
  const grant = [...book.types.values()]
    .flatMap((type) => type.grants)
    .find(({ id }) => id === decision.rule);
  const partly = voice.part === true && decision.amount !== undefined;
  const own = partly
    ? fill(sentences.yesPart, { amount: amountIn(voice.language, decision.amount, decision.unit) })
    : sentences.yes;
  const yes = grant?.say ? words(voice, grant.say) : own;
  // Whoever comes is said first: a signal is not to be buried under a yes.
  return transfer
    ? `${fill(sentences.transfer, { who: calledAs(voice, transfer.people ?? []) })} ${yes}`
    : yes;
}

function sayHandoff(voice: Speaker): string {
  const { decision, sentences } = voice;
  const who = calledAs(voice, decision.who, decision.agree?.units);
  const sentence = decision.special_client
    ? sentences.special
    : {
        approval: who === sentences.colleague ? sentences.somebodyDecides : sentences.decides,
        agree: sentences.agrees,
        transfer: sentences.transfer,
        advise: sentences.advise,
      }[decision.mode ?? 'approval'];
  return sentenceCase(fill(sentence, { who: decision.mode === 'agree' ? sentenceCase(who) : who }));
}

/** The questions, in the order of the book; what a connected system knows is looked up, not asked. */
function questions(voice: Speaker): string {
  const { decision, sentences } = voice;
  const asked = decision.missing.flatMap((missing) =>
    missing.known_by === undefined || missing.claimed
      ? [question(voice, missing.fact, missing.claimed === true)]
      : [],
  );
  return asked.length > 0 ? [...new Set(asked)].join(' ') : sentences.lookUp;
}

/** The question for a fact, or for its proof where a claim is not enough. */
export function question(voice: Speaker, name: string, claimed: boolean): string {
  const { book, request, sentences } = voice;
  const fact = book.types.get(request.type)?.facts.get(name) ?? book.facts.get(name);
  if (claimed && fact?.proof) return fill(sentences.proof, { proof: words(voice, fact.proof) });
  return fact?.ask ? words(voice, fact.ask) : fill(sentences.question, { fact: name.replace(/[._]/g, ' ') });
}

function sayNo(voice: Speaker): string {
  const { decision, sentences } = voice;
  const lines = [...new Set((decision.decline?.lines ?? []).map((line) => lineWords(voice, line)))];
  const told = voice.told === undefined ? lines : [voice.told];
  const offers = decision.alternatives.map((alternative) => offer(voice, alternative));
  return [
    voice.acknowledge ?? sentences.acknowledge,
    ...told,
    ...(offers.length > 0 ? [sentences.instead, ...offers] : []),
  ].join(' ');
}

/** What a line tells the customer. */
function lineWords(voice: Speaker, id: string): string {
  const type = voice.book.types.get(voice.request.type);
  const lines = [...(type?.lines ?? voice.book.lines), ...(type?.otherwise ? [type.otherwise] : [])];
  const tell = lines.find((line) => line.id === id)?.tell;
  return tell ? words(voice, tell) : voice.sentences.tooMuch;
}

/** One alternative as an offer. */
export function offer(voice: Speaker, alternative: Alternative): string {
  const { book, sentences } = voice;
  const amount = amountIn(voice.language, alternative.amount, alternative.unit);
  const own = book.alternatives.get(alternative.name);
  if (own?.tell && alternative.kind !== 'part') return words(voice, own.tell);
  if (alternative.kind === 'part' && alternative.verdict === 'grant') return fill(sentences.part, { amount });
  const type = alternative.type ?? alternative.name;
  const called = book.called.get(type);
  const what = called ? words(voice, called) : type.replace(/_/g, ' ');
  switch (alternative.verdict) {
    case 'grant':
      return sentenceCase(
        fill(alternative.amount === undefined ? sentences.offer : sentences.offerAmount, { what, amount }),
      );
    case 'ask':
      return sentenceCase(fill(sentences.offerIf, { what }));
    case 'consult':
    case 'handoff':
      return fill(sentences.offerOthers, { what, who: calledAs(voice, alternative.who ?? []) });
  }
}
