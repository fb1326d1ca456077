/**
 * Random decisions to make: a small compiled book, an organization, tallies, a request and its asker.
 * Every verdict and mode occurs often (naive.test.ts measures it). `edge` adds what the rules leave open.
 */
import * as fc from 'fast-check';
import type { Book, RequestType } from '../../src/core/book/book.ts';
import type { Value } from '../../src/core/book/expression.ts';
import {
  goodFaithCounter,
  subjectCounter,
  type Given,
  type Relation,
  type Request,
} from '../../src/core/decide/request.ts';
import type { Delegation, Organization, Person } from '../../src/core/organization/organization.ts';
import { DAY, type Instant } from '../../src/core/words/time.ts';
import { aPerson, aTeam } from './build.ts';
import { fits } from './world.ts';
import {
  AT,
  CENTS,
  drawBook,
  FUNCTIONS,
  GRADES,
  GROUNDS,
  ROLES,
  UNITS,
  valueOf,
  type Options,
} from './generate-book.ts';

export type Sample = {
  book: Book;
  organization: Organization;
  tallies: ReturnType<typeof drawTallies>;
  request: Request;
  askerId: string;
  at: Instant;
};

export type Dice = {
  int: (least: number, most: number) => number;
  pick: <T>(items: readonly T[]) => T;
  /** True in so many of a hundred; shrinks to false. */
  chance: (percent: number) => boolean;
  /** Some of the items in their order, at least so many. */
  some: <T>(items: readonly T[], least: number) => T[];
};

// Unbiased: left to itself fast-check favors the ends of a range, and so the rarest chances.
const between = (min: number, max: number): fc.Arbitrary<number> => fc.noBias(fc.integer({ min, max }));

function diceOf(drawn: fc.GeneratorValue): Dice {
  const int = (least: number, most: number): number => (least === most ? least : drawn(between, least, most));
  return {
    int,
    pick: (items) => items[int(0, items.length - 1)] as (typeof items)[number],
    chance: (percent) => int(0, 99) >= 100 - percent,
    some: (items, least) => {
      const count = int(least, items.length);
      const left = items.map((_, i) => i);
      while (left.length > count) left.splice(int(0, left.length - 1), 1);
      return left.map((i) => items[i] as (typeof items)[number]);
    },
  };
}

export const samples = (options: Options = {}): fc.Arbitrary<Sample> =>
  fc.gen().map((drawn) => drawSample(diceOf(drawn), options));

function drawSample(dice: Dice, options: Options): Sample {
  const book = drawBook(dice, options);
  const { people, askerId } = drawPeople(dice, book, options);
  const organization = aTeam(...people);
  const request = drawRequest(dice, book, people, askerId, options);
  const tallies = drawTallies(dice, book, people);
  return { book, organization, tallies, request, askerId, at: AT };
}

// People

function drawPeople(dice: Dice, book: Book, options: Options): { people: Person[]; askerId: string } {
  const [least, most] = options.people ?? (dice.chance(12) ? [1, 2] : [3, 8]);
  const count = dice.int(least, most);
  const people: Person[] = [];
  for (let n = 1; n <= count; n++) {
    const functions = dice.chance(50) ? FUNCTIONS : [dice.pick(FUNCTIONS)];
    const grade = dice.pick(GRADES);
    const grades = new Map(functions.map((name) => [name, dice.chance(75) ? grade : dice.pick(GRADES)]));
    const highest = GRADES.findLast((g) => [...grades.values()].includes(g)) ?? grade;
    const manager = n > 1 && dice.chance(80) ? `p${dice.int(1, n - 1)}` : undefined;
    const { grade: _, ...person } = aPerson(`p${n}`, grade, {
      kind: dice.chance(grade === 'assistant' ? 60 : 6) ? 'ai' : 'person',
      grades,
      roles: ROLES.filter(() => dice.chance(20)),
      customers: dice.chance(5) ? ['c1'] : dice.chance(10) ? ['c7'] : [],
      ...(manager === undefined ? {} : { manager }),
      ...(dice.chance(60) ? { unit: dice.pick(['north', 'south']) } : {}),
    });
    // In general they hold their highest grade; `edge`: any grade, or none in general.
    if (options.edge !== true) people.push({ ...person, grade: highest });
    else people.push(dice.chance(50) ? person : { ...person, grade: dice.pick(GRADES) });
  }
  const askerId = dice.pick(people).id;
  return {
    people: people.map((p) => ({
      ...p,
      delegations: drawDelegations(dice, book, p, count, askerId),
      employed: options.edge === true && p.id !== askerId ? drawEmployed(dice) : {},
    })),
    askerId,
  };
}

function drawDelegations(dice: Dice, book: Book, p: Person, count: number, askerId: string): Delegation[] {
  if (book.delegation === undefined || count === 1 || !dice.chance(65)) return [];
  const to = dice.chance(70) ? askerId : `p${dice.int(1, count)}`;
  if (to === p.id) return [];
  // A clock change may make a delegation of 14 days an hour longer; two hours are too many.
  const days = dice.pick([3, 14, 14 + 1 / 24, 14 + 2 / 24, 40]);
  const from = AT - dice.pick([-1, 0, 1, 2]) * DAY;
  return [
    {
      to,
      span: { from, until: from + days * DAY },
      ...(dice.chance(50) ? { upTo: { minor: dice.pick(CENTS.slice(2)), currency: 'USD' } } : {}),
      ...(dice.chance(25) ? { functions: dice.some(FUNCTIONS, 1) } : {}),
    },
  ];
}

const drawEmployed = (dice: Dice): Person['employed'] => ({
  ...(dice.chance(5) ? { from: AT + dice.pick([-2, 0, 2]) * DAY } : {}),
  ...(dice.chance(5) ? { until: AT + dice.pick([-1, 0, 3]) * DAY } : {}),
});

// The request

function drawFacts(dice: Dice, type: RequestType, options: Options): Map<string, Given> {
  const facts = new Map<string, Given>();
  // Half of the requests say everything; the others leave something out, are unsure of it, or only claim it.
  const scrappy = dice.chance(50);
  for (const fact of type.facts.values()) {
    const isAmount = type.amount?.fact === fact.name;
    const value = (): Value => (fact.optional && dice.chance(30) ? null : valueOf(dice, fact.type));
    const how = scrappy ? dice.int(0, 99) : 0;
    const unsayable = isAmount && type.amount?.allThatFits === true && dice.chance(50);
    if (unsayable || (how >= 60 && how < 74)) continue;
    const claimed = how >= 74 && how < 92;
    if (how >= 92 && (options.edge === true || fact.ifNotSaid === undefined))
      facts.set(fact.name, { unsure: true });
    else if (claimed && (options.edge === true || (!isAmount && fact.ifNotSaid === undefined))) {
      facts.set(fact.name, { value: value(), claimed: true });
    } else facts.set(fact.name, { value: value(), claimed: false });
  }
  return facts;
}

function drawRequest(
  dice: Dice,
  book: Book,
  people: readonly Person[],
  askerId: string,
  options: Options,
): Request {
  const edge = options.edge === true;
  const names = [...book.types.keys()];
  const name = options.small !== true && dice.chance(9) ? 'pizza' : dice.pick(names);
  const type = book.types.get(name) ?? book.types.get('favor') ?? book.types.get('refund');
  const ids = people.map((p) => p.id);
  const type0 = book.types.get(name);
  const relations = new Map<string, Relation>();
  if (dice.chance(6)) relations.set(askerId, 'family');
  for (const id of ids) if (dice.chance(5)) relations.set(id, 'money');
  // Those who speak for the unit, the asker and the related among them; `edge`: anybody.
  const speakers = (unit: string): string[] => {
    const who = book.units.get(unit);
    return edge || who === undefined ? ids : people.filter((p) => fits(book, who, p)).map((p) => p.id);
  };
  const agreed = dice.chance(35)
    ? UNITS.filter((unit) => speakers(unit).length > 0 && dice.chance(80)).map((unit) => ({
        unit,
        by: dice.pick(speakers(unit)),
      }))
    : [];
  const consulted = (type0?.consults ?? [])
    .filter(() => dice.chance(25))
    .map((c) => ({ rule: c.id, silent: (edge || c.silence === 'go ahead') && dice.chance(40) }));
  const signals = dice.chance(7) ? ['distress'] : edge && dice.chance(5) ? ['distress', 'danger'] : [];
  // An account owner below management is neither clearly staff nor management.
  const owners = edge ? ids : ids.filter((id) => id !== askerId);
  return {
    type: name,
    customer: dice.chance(90) ? 'c1' : dice.pick(ids),
    subject: 's1',
    facts: type === undefined ? new Map() : drawFacts(dice, type, options),
    done: { agreed, consulted, grounds: dice.chance(30) ? dice.some(GROUNDS, 1) : [] },
    signals,
    asksForAPerson: (edge || signals.length === 0) && dice.chance(7),
    relations,
    ignored: [],
    ...(dice.chance(34)
      ? {
          special: {
            ...(owners.length > 0 && dice.chance(40) ? { owner: dice.pick(owners) } : {}),
            ...(dice.chance(30) ? { until: AT + dice.pick([-5, 5]) * DAY } : {}),
          },
        }
      : {}),
  };
}

function drawTallies(
  dice: Dice,
  book: Book,
  people: readonly Person[],
): ReadonlyMap<string, number | ReadonlyMap<string, number>> {
  const tallies = new Map<string, number | ReadonlyMap<string, number>>();
  for (const counter of book.counters.values()) {
    if (!dice.chance(50)) continue;
    const used = (): number =>
      counter.of?.kind === 'money' ? dice.pick([0, 500, 1000, 5000]) : dice.int(0, 2);
    if ((counter.per === 'agent' || counter.per === 'unit') && dice.chance(60)) {
      const keys = counter.per === 'agent' ? people.map((p) => p.id) : ['north', 'south'];
      tallies.set(counter.id, new Map(keys.filter(() => dice.chance(70)).map((key) => [key, used()])));
    } else tallies.set(counter.id, used());
  }
  for (const type of book.types.values()) {
    if (type.amount !== undefined && dice.chance(25)) {
      tallies.set(
        subjectCounter(type.name),
        type.amount.type.kind === 'money' ? dice.pick([500, 1000, 5000]) : 1,
      );
    }
    for (const fact of type.facts.values()) {
      if (fact.goodFaith.kind === 'up to' && dice.chance(20))
        tallies.set(goodFaithCounter(fact.name), dice.pick([500, 2000]));
    }
  }
  return tallies;
}
