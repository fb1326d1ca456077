/**
 * Where the random cases happen: books with people, each in several versions, so that authority can be taken away or
 * given between two commands. The small book is written for what the shipped ones hardly ever reach: few limits, all of
 * them narrow, and a line of every kind.
 */
import type { Book } from '../../src/core/book/book.ts';
import type { Organization } from '../../src/core/organization/organization.ts';
import { compiled, shipped } from '../pure-world.ts';

export type Setting = {
  name: string;
  /** When it begins: on a working day. */
  at: string;
  /** Versions of the book, the first in force at the beginning. */
  books: readonly Book[];
  organizations: readonly Organization[];
  /** Who opens most of the cases. */
  askers: readonly string[];
  /** What customers ask for; some of it no book knows. */
  types: readonly string[];
  customers: readonly string[];
  /** How many of them are special clients; 15 when left out. */
  specialPercent?: number;
  /** Customers who are flagged where customers are stored; requests say of some that they are none. */
  flagged?: readonly string[];
  /** How often a case takes its next step as it is opened; 30 when left out. */
  atOncePercent?: number;
  /** How often a fact is said that goes without saying; 12 of a hundred when left out. */
  rarePercent?: number;
};

const BOOK = `
book: small
in force from: 2026-01-01
currency: EUR
time zone: Europe/Berlin
grades: [agent, lead, manager]
functions: [care, law]
units:
  law: { function: law, from: agent }
management: manager
residual authority: { role: duty, up to: 300 EUR }
policy owner: { role: duty }
asks for a person: { function: care, from: agent }
signals:
  danger: { role: duty }
  legal matter: { unit: law }
delegation: { from: lead, to: agent, up to: 150 EUR, at most: 14 days }
special clients:
  account owner: care-taker
  answer within: 1 hour
  silence: SILENCE
  criteria: [they buy a lot]
  cleared: { swap: yes }
facts:
  price: { type: money, ask: What did it cost? }
  broken: { type: yes or no, ask: Is it broken?, good faith: up to 40 EUR }
  used: { type: yes or no, if not said: no }
  stolen: { type: yes or no, if not said: no }
  gone: { type: yes or no, if not said: no }
  bribe: { type: yes or no, if not said: no }
counters:
  gifts: { total: [refund, credit], per: customer, within: 10 days }
obligations:
  noted: { when: after, do: Write it down }
alternatives:
  a credit: { do: credit, serves: [money], with: { amount: 10 EUR } }
  a swap: { do: swap, serves: [a working one] }
  a hint: { tell: Our guide shows how others do it. }
red lines:
  not theirs:
    kind: illegal
    when: stolen
    tell: Only its owner can ask for this.
    no alternative: { because: the law leaves no choice, agreed by: law }
  for a favor:
    kind: unethical
    when: bribe
    tell: We keep the two apart.
    instead: [a hint]
requests:
  refund:
    means: Money back
    function: care
    answer within: 4 hours
    needs: [money]
    facts: { amount: { type: money, ask: How much? } }
    amount: { fact: amount, never above: = price }
    red lines:
      worn:
        kind: policy
        when: used
        waived by: { from: lead }
        tell: It was worn already.
        instead: [a credit, a hint]
    may:
      small: { from: agent, up to: SMALL EUR, times: 2 per customer within 10 days }
      medium: { from: lead, up to: 200 EUR, total: 250 EUR of gifts, ensure: [noted] }
      large: { from: manager, up to: 900 EUR, also: [law] }
      by the maker: { from: manager, up to: 900 EUR, when: broken }
    consult:
      a second view: { ask: { from: lead }, above: 30 EUR, within: 30 minutes, silence: go ahead }
  swap:
    means: The same again
    function: care
    answer within: 2 hours
    needs: [a working one]
    red lines:
      sold out:
        kind: unachievable
        when: gone
        tell: There is none left.
        instead: [a credit, a hint]
    may:
      broken: { from: agent, when: broken, times: 2 per subject within 30 days }
    otherwise:
      kind: policy
      tell: We swap what is broken.
      instead: [a credit, a hint]
  credit:
    means: Something for the trouble
    function: care
    answer within: 1 day
    needs: [money]
    facts: { amount: { type: money, ask: How much? } }
    amount: { fact: amount, if not said: all that fits }
    may:
      gesture: { from: agent, up to: 20 EUR, total: 50 EUR per agent within this week }
      more: { from: lead, up to: 60 EUR, total: 120 EUR of gifts }
  contract:
    means: Other terms
    function: care
    answer within: 1 day
    may:
      terms: { from: lead, unless: used, also: [law] }
    otherwise: { kind: policy, tell: The terms are those that were signed., instead: [a hint] }
  date:
    means: A date for what is not there yet
    function: care
    never:
      kind: policy
      tell: I tell you what is there today.
      instead: [a hint]
      settled: { by: both owners, on: 2026-01-02 }
  favor:
    means: A small kindness
    function: any
    facts:
      cost: { type: money, ask: What does it cost? }
    amount: cost
    may:
      kindness: { from: agent, up to: 5 EUR, total: 12 EUR per unit within this month }
`;

const PEOPLE = `
organization: Small
time zone: Europe/Berlin
calendars:
  office: { hours: { monday to friday: "09:00-17:00" } }
  late: { hours: { monday to saturday: "12:00-22:00" } }
  always: { hours: always }
people:
  max: { name: Max Hale, grade: manager, functions: [care], channels: { mail: m@small.example }, calendar: office }
  lea: { name: Lea Sand, manager: max, grade: lead, functions: [care], roles: [duty], unit: one, channels: { chat: "@lea", phone: "1" }, calendar: always, delegations: [{ to: ann, from: 2026-03-02, until: 2026-03-12 }] }
  leo: { name: Leo Vale, manager: max, grade: lead, functions: [care], unit: two, channels: { chat: "@leo" }, calendar: late, absences: [{ from: 2026-03-05, until: 2026-03-06, because: vacation }] }
  ann: { name: Ann Wood, manager: lea, grade: agent, functions: [care], unit: one, channels: { chat: "@ann" }, calendar: office, customer numbers: [k1] }
  bob: { name: Bob Reed, manager: leo, grade: agent, functions: [care], roles: [care-taker], unit: two, channels: { chat: "@bob" }, calendar: always }
  bot: { name: Bot, kind: ai agent, manager: lea, grade: agent, functions: [care], unit: one, channels: { chat: "@bot" }, calendar: always }
  lex: { name: Lex Moor, manager: max, grade: agent, functions: [law], channels: { mail: l@small.example }, calendar: office }
`;

const silence = (text: string, means: string): string => text.replace('SILENCE', means);
const small = (text: string, most: string): string => text.replace('SMALL', most);
/** Ann leaves, Bob becomes a lead, Leo is another one's report. */
const LATER = PEOPLE.replace(/ {2}ann: .*\n/, '')
  .replace('manager: leo, grade: agent', 'manager: max, grade: lead')
  .replace('delegations: [{ to: ann,', 'delegations: [{ to: bob,')
  .replace(
    'grade: lead, functions: [care], unit: two, channels: { chat: "@leo" }',
    'grade: agent, functions: [care], unit: two, channels: { chat: "@leo" }',
  )
  .replace(/, delegations: .*\] \}/, ' }');
/** Lea and Bob work until the end of the first day. */
const NOTICE = PEOPLE.replace(
  'roles: [duty], unit: one',
  'roles: [duty], unit: one, employed: { until: 2026-03-03 }',
).replace(
  'roles: [care-taker], unit: two',
  'roles: [care-taker], unit: two, employed: { until: 2026-03-03 }',
);

export const SMALL_TEXTS = { book: small(silence(BOOK, 'go ahead'), '50'), people: PEOPLE };

function smallSetting(): Setting {
  const first = compiled(SMALL_TEXTS.book, PEOPLE);
  return {
    name: 'small',
    at: '2026-03-03T09:30:00Z',
    books: [
      first.book,
      compiled(small(silence(BOOK, 'hold'), '20'), PEOPLE).book,
      compiled(small(silence(BOOK, 'hold'), '120').replace('        waived by: { from: lead }\n', ''), PEOPLE)
        .book,
    ],
    organizations: [
      first.organization,
      compiled(SMALL_TEXTS.book, LATER).organization,
      compiled(SMALL_TEXTS.book, NOTICE).organization,
    ],
    askers: ['ann', 'bob', 'bot', 'lea'],
    types: ['refund', 'refund', 'refund', 'swap', 'credit', 'contract', 'date', 'a song'],
    customers: ['k1', 'k2', 'k3'],
  };
}

function shippedSetting(
  name: 'shop' | 'software',
  more: Omit<Setting, 'name' | 'books' | 'organizations'>,
): Setting {
  const { book, organization } = shipped(name);
  return { name, books: [book], organizations: [organization], ...more };
}

export const SMALL: Setting = smallSetting();

export const SHOP: Setting = shippedSetting('shop', {
  at: '2026-03-10T14:00:00Z',
  askers: ['mia', 'kai', 'lumo', 'tariq', 'lena'],
  types: [...shipped('shop').book.types.keys(), 'order me a pizza'],
  customers: ['c-501', 'c-77', 'c-78'],
});

export const SOFTWARE: Setting = shippedSetting('software', {
  at: '2026-03-10T10:00:00Z',
  askers: ['ella', 'finn', 'sofia', 'paul'],
  types: [...shipped('software').book.types.keys(), 'paint it green'],
  customers: ['t-1', 't-2', 't-3'],
});
