/**
 * What customers ask for in the demo's week, who serves them and how it goes on. The same week every time: what is drawn
 * is drawn from a fixed seed, and times are minutes before the demo begins.
 */
import type { Day } from '../../../core/words/time.ts';
import { TEMPLATES, type Facts, type Template } from './asks.ts';
import { thisMorning } from './opening.ts';

/** A request, and how those behave who have to do with it. */
export type Plan = {
  /** When it comes in, in minutes before the demo begins. */
  before: number;
  as: string;
  /** In the customer's words. */
  says: string;
  type: string;
  facts: Facts;
  customer: string;
  subject: string;
  need?: string;
  /** Which of those who are asked say nothing, by their turn: 0 is the first. */
  silent: readonly number[];
  /** What whoever is asked says, and after how many minutes. */
  answer: { say: 'yes' | 'no'; because: string; after: number };
  /** Minutes until the owner does what comes next. */
  after: number;
  /** The last thing that happens to it; it is left there. */
  until?: 'asked' | 'answered';
};

/** Numbers from 0 to 1, always the same for a seed (Mulberry32, by Tommy Ettinger, public domain). */
function drawn(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Who serves customers, the AI agents more often than others. */
const SERVE = [
  'mia',
  'pavel',
  'noor',
  'ben',
  'sofia',
  'dara',
  'lumo',
  'lumo',
  'tariq',
  'hanna',
  'luca',
  'ada',
  'piotr',
  'clara',
  'nova',
  'nova',
  'luz',
  'ivan',
  'zoe',
  'amir',
  'grace',
  'finn',
];

const YES = [
  'a loyal customer',
  'clearly our mistake',
  'fair enough',
  'the photo shows it',
  'worth it to keep them',
];
const NO = ['the photo shows wear, not damage', 'this was used for weeks', 'more than the piece is worth'];

const SEED = 20_260_302;
const DAYS = 7;
const A_DAY = 8;
const DAY_MINUTES = 24 * 60;
/** The demo begins at ten; the house opens two hours before. */
const OPENS_BEFORE = 105;
const OPEN_MINUTES = 480;

const pick = <T>(list: readonly T[], draw: () => number): T => {
  const [first] = list;
  const found = list[Math.floor(draw() * list.length)] ?? first;
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
};

function templateFor(draw: () => number): Template {
  let left = draw() * TEMPLATES.reduce((sum, [share]) => sum + share, 0);
  for (const [share, template] of TEMPLATES) {
    left -= share;
    if (left < 0) return template;
  }
  throw new Error('no template');
}

/** The week, in the order in which customers come. */
export function weekAtTheHouse(today: Day): Plan[] {
  const draw = drawn(SEED);
  const plans: Plan[] = [];
  for (let ago = DAYS; ago >= 1; ago--)
    for (let n = 0; n < A_DAY; n++) {
      const before = ago * DAY_MINUTES + OPENS_BEFORE - Math.floor(draw() * OPEN_MINUTES);
      const number = 100 + plans.length;
      plans.push({ before, ...oneOf(draw, today - ago, number) });
    }
  plans.push(...thisMorning(today));
  return plans.toSorted((a, b) => b.before - a.before);
}

function oneOf(draw: () => number, day: Day, number: number): Omit<Plan, 'before'> {
  const { says, type, need, facts } = templateFor(draw);
  const isYes = draw() < 0.85;
  return {
    as: pick(SERVE, draw),
    says,
    type,
    facts: facts(draw, day),
    customer: `c-${7000 + number}`,
    subject: `order ${41_000 + number * 7}`,
    ...(need !== undefined && { need }),
    silent: draw() < 0.2 ? [0] : [],
    answer: {
      say: isYes ? 'yes' : 'no',
      because: pick(isYes ? YES : NO, draw),
      after: 2 + Math.floor(draw() * 10),
    },
    after: 2 + Math.floor(draw() * 25),
  };
}
