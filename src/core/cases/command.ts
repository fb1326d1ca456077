/** Every command that a case takes, as a door sends it. One zod source gives type, check and documentation. */
import { z } from 'zod';
import type { Json } from '../words/hash.ts';
import type { Instant } from '../words/time.ts';
import { parseInstant } from '../words/time.ts';
import { OWNER_REASONS } from './event.ts';

const text = (description: string, example: string, most = 4000): z.ZodString =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .meta({ description, examples: [example] });
const words = text(
  'What is said, in the words of whoever says it.',
  'I am sorry that you had to wait.',
).optional();
const stars = z.number().int().min(1).max(5);
const person = text("A person's id.", 'mia', 120);
export const instant = z
  .string()
  .max(40)
  .refine((value) => parseInstant(value) !== undefined, 'This is no instant with its offset.')
  .transform((value): Instant => parseInstant(value) ?? 0)
  .meta({
    description: 'An instant with its offset.',
    format: 'date-time',
    examples: ['2026-11-22T09:00:00Z'],
  });
const DECIMAL = /^\d{1,15}(\.\d{1,9})?$/;
export const amount = z
  .union([z.string().max(40), z.number()])
  .transform(String)
  .refine((value) => DECIMAL.test(value), 'This is no amount of at least 0.')
  .meta({ description: 'An amount as a decimal, without its currency.', examples: ['80.00'] });
/** Facts are read against the book when the case is decided; here only their size is bounded, by the door. */
const facts = z.record(z.string().max(200), z.json()).meta({
  description: 'Facts by name: a value, { "value", "claimed", "source" } or { "unsure": true }.',
  examples: [{ amount: '80.00', damaged: true }],
});
const flag = (description: string): z.ZodBoolean => z.boolean().meta({ description, examples: [true] });
const question = text(
  'A question of the case, by its id; the only open one when left out.',
  'c1/q1',
  200,
).optional();

const contact = z.strictObject({
  system: text('The helpdesk.', 'zendesk', 100),
  id: text('The conversation there.', '4711', 200),
  url: text('Its address.', 'https://help.example/4711', 2000).optional(),
  channel: text('How the customer is in touch.', 'phone', 100).optional(),
  address: text('Their address there, for messages to them.', 'ana@mail.example', 320).optional(),
});

const request = z
  .looseObject({
    type: text('The request type, or what the customer asks for in their words.', 'refund', 500),
    facts: facts.optional(),
  })
  .meta({
    description:
      'The request as for `sayso decide`; what is done (agreements, consults) comes from the case itself.',
    examples: [{ type: 'refund', facts: { amount: '80.00' } }],
  });

const command = <Name extends string, Shape extends z.core.$ZodLooseShape>(
  name: Name,
  description: string,
  shape: Shape,
): z.ZodObject<{ do: z.ZodLiteral<Name> } & Shape, z.core.$strict> =>
  z.strictObject({ do: z.literal(name), ...shape }).describe(description);

/** What people, AI agents and customers send. */
export const COMMANDS = {
  open: command('open', 'Open a case for a request.', {
    request,
    conversation: contact
      .meta({ description: 'The contact in the helpdesk.', examples: [{ system: 'zendesk', id: '4711' }] })
      .optional(),
    incident: text('The incident that it belongs to.', 'outage-3', 200).optional(),
    caused_by_us: flag('A repeat that we caused: not counted against the customer.').optional(),
    at_once: z
      .boolean()
      .optional()
      .describe(
        'Take the next step at once: say yes where the asker may, ask whoever can where they may not.',
      ),
    words,
  }),
  tell: command('tell', 'Tell facts, or what else was learned.', {
    facts: facts.optional(),
    need: text('The need behind the request.', 'money', 200).optional(),
    customer: text('The customer number.', 'C-1', 200).optional(),
    subject: text('The order or account that it is about.', 'order-1', 200).optional(),
    language: text('The language in which the customer reads.', 'de', 35).optional(),
    time_zone: text('Where they read the time.', 'Europe/Berlin', 100).optional(),
    grounds: z
      .array(text('A ground of a grant by exception.', 'illness', 200))
      .max(20)
      .meta({ description: 'Grounds of a grant by exception.', examples: [['illness']] })
      .optional(),
    relations: z
      .json()
      .meta({ description: 'Who is bound to the customer, and how.', examples: [{ mia: 'family' }] })
      .optional(),
    special: z
      .json()
      .meta({
        description: 'The flag of a special client, or true.',
        examples: [{ owner: 'mia', until: '2026-12-31' }],
      })
      .optional(),
  }),
  hold: command('hold', 'Take a breath: a polite line to the customer, and a clock.', {
    minutes: z
      .number()
      .int()
      .min(1)
      .max(240)
      .meta({ description: 'For how long; 5 when left out.', examples: [5] })
      .optional(),
    words,
  }),
  resume: command('resume', 'Go on after a hold.', {}),
  restate: command('restate', 'Say the need back, with acknowledging words.', {
    need: text('What the customer really needs.', 'A lamp for tonight.', 2000),
    words,
  }),
  ask_customer: command('ask_customer', 'Ask the customer for what is missing, in writing.', {
    facts: z
      .array(z.string().max(200))
      .max(50)
      .meta({ description: 'Those that decide it when left out.', examples: [['damaged']] })
      .optional(),
    words,
  }),
  grant: command('grant', 'Say yes: by own authority, or by a yes that was got.', {
    reason: text('Why, for the record.', 'The photo shows the crack.').optional(),
    amount: amount
      .meta({ description: 'Less than was asked for; all of it when left out.', examples: ['80.00'] })
      .optional(),
    done: flag('It is carried out already.').optional(),
    fulfill_by: instant
      .meta({ description: 'By when it is carried out.', examples: ['2026-11-24T17:00:00Z'] })
      .optional(),
  }),
  ask: command(
    'ask',
    'Ask whoever the answer needs: for a yes, an agreement, a view, or the agreement to a decline.',
    {
      words,
      on_yes: z
        .enum(['grant', 'hold'])
        .meta({
          description: 'A yes takes effect at once (default), or waits for the asker.',
          examples: ['hold'],
        })
        .optional(),
    },
  ),
  advise: command('advise', 'Give the view that was asked for; the asker still decides.', {
    question,
    words,
    facts: facts.optional(),
  }),
  answer: command('answer', 'Answer what was asked: yes, yes with a change, or no with an offer.', {
    question,
    say: z.enum(['yes', 'no']).meta({ examples: ['yes'] }),
    amount: amount
      .meta({ description: 'Yes with a change: up to this much.', examples: ['80.00'] })
      .optional(),
    because: text('Why; a no needs it.', 'The photo shows the crack.').optional(),
    tell: text('For the customer, with a no.', 'We keep this one for our members.', 2000).optional(),
    offer: text('An alternative of the book, with a no.', 'store credit', 200).optional(),
    repair: text(
      'For an over-promise: how it is repaired instead.',
      'A new one comes tomorrow.',
      2000,
    ).optional(),
  }),
  pass: command('pass', 'Refuse to take a question: somebody else is asked, no mark.', { question }),
  transfer: command('transfer', 'Hand the customer to somebody who can decide, or who a signal calls for.', {
    to: person.optional(),
    words,
  }),
  accept: command('accept', 'Take over a case that is being transferred.', { question }),
  hand_over: command('hand_over', 'Change the owner. Never refused, never a hop, no mark.', {
    to: person,
    because: z.enum(OWNER_REASONS).meta({ examples: ['shift'] }),
  }),
  release: command('release', 'Let go of a case that somebody else can decide.', {}),
  decline: command('decline', 'Say no, when it is sure.', {
    words,
    because: text('Own reason, for the record.', 'The photo shows the crack.').optional(),
  }),
  appeal: command('appeal', 'Have a no looked at once more, by another able person.', { words }),
  correct: command('correct', 'Say yes after a no, naming the error.', {
    error: text('What was wrong about the no.', 'The delivery date was read wrong.', 2000),
    amount: amount.optional(),
  }),
  offer: command('offer', 'Offer the customer an alternative that can be granted.', {
    alternative: text("The alternative's name.", 'store credit', 200),
    words,
  }),
  take: command('take', 'The customer takes an alternative: granted in place of the request.', {
    alternative: text("The alternative's name.", 'store credit', 200),
    done: flag('It is carried out already.').optional(),
  }),
  promise: command('promise', 'Promise the customer the next update by a time.', { by: instant, words }),
  say: command('say', 'The customer says more, or somebody notes what they said.', {
    words: text('What the customer says.', 'It is for a party on Saturday.'),
  }),
  rate: command('rate', 'The customer rates the service, apart from what came of it; the last time counts.', {
    service: stars.meta({ description: 'The service, from 1 to 5.', examples: [5] }).optional(),
    outcome: stars.meta({ description: 'What came of it, from 1 to 5.', examples: [3] }).optional(),
    words,
  }),
  update: command('update', 'Write to the customer; the next update is promised again.', {
    words: text('What the customer reads.', 'We have found it.'),
    next: instant
      .meta({ description: 'When they hear again.', examples: ['2026-11-22T09:00:00Z'] })
      .optional(),
  }),
  supervisor: command(
    'supervisor',
    'The customer asks for a supervisor: whoever can decide is asked at once.',
    { words },
  ),
  signal: command('signal', 'Distress, danger, vulnerability …: to a human or a unit at once.', {
    signal: text('The signal.', 'distress', 50),
  }),
  over_promise: command(
    'over_promise',
    'Record a commitment beyond the remit; somebody able honors or repairs it.',
    {
      words: text('What the customer was told.', 'You get all of it back.'),
      amount: amount.optional(),
    },
  ),
  ratify: command('ratify', 'Bring what was done beyond the book to be approved afterwards.', {
    words: text('What was done, and why.', 'Sent the part overnight, they had a wedding.'),
    amount: amount.optional(),
  }),
  fulfill: command('fulfill', 'Confirm that a yes was carried out; the case closes as met.', {}),
  close: command('close', 'Close the case.', {
    as: z.enum(['met', 'declined', 'withdrawn', 'duplicate']).meta({ examples: ['withdrawn'] }),
    of: text('For a duplicate: the other case.', 'c1', 200).optional(),
    words: words.meta({
      description: 'What the customer said; staff close as withdrawn by it alone.',
      examples: ['Never mind.'],
    }),
  }),
  reopen: command('reopen', 'New facts: the answer is looked at again.', { facts, words }),
  warn: command('warn', 'Warn of abuse, once; a threat needs no warning.', { words }),
  end_contact: command('end_contact', 'End the contact after abuse. The request goes on.', {
    because: z.enum(['abuse', 'threat']).meta({ examples: ['abuse'] }),
    to: person
      .meta({ description: 'Who goes on with the request; its owner when left out.', examples: ['mia'] })
      .optional(),
  }),
  complain: command('complain', 'A complaint about the service: opens a stand-behind review.', {
    words: text('The complaint.', 'Nobody listened.'),
    about: person
      .meta({ description: 'Whose service; the asker when left out.', examples: ['mia'] })
      .optional(),
  }),
  respond: command('respond', 'The agent says how it was, in a review.', {
    review: text('The review.', 'c1/r1', 200).optional(),
    words: text('In their own words.', 'I followed the book.'),
  }),
  sign: command('sign', 'A manager signs the outcome of a review.', {
    review: text('The review.', 'c1/r1', 200).optional(),
    outcome: z.enum(['upheld', 'trivial', 'not upheld']).meta({ examples: ['upheld'] }),
    because: words,
  }),
} as const;

export type CommandName = keyof typeof COMMANDS;

/** What a customer may do themself, by their page or through whoever serves them. */
export const OF_CUSTOMERS = [
  'say',
  'rate',
  'tell',
  'take',
  'appeal',
  'complain',
  'close',
  'reopen',
  'supervisor',
] as const satisfies readonly CommandName[];
/** A command of a person or customer, read. */
export type DoorCommand = { [Name in CommandName]: z.infer<(typeof COMMANDS)[Name]> }[CommandName];

/** What Sayso itself sends: time, and what came of an effect. */
export type OwnCommand =
  | { do: 'time_passed' }
  /** An emergency notice came into force; `name` is what its grants are called by. */
  | { do: 'notice_given'; notice: string; name: string }
  /** Something happened outside; the owner hears what may be offered before anyone asks. */
  | { do: 'outside_event'; event: string; trigger: string; facts: Readonly<Record<string, Json>> }
  | { do: 'delivered'; effect: string; question?: string }
  | { do: 'undelivered'; effect: string; because: string; question?: string };

export type Command = DoorCommand | OwnCommand;
export type CommandOf<Name extends Command['do']> = Extract<Command, { do: Name }>;

/** Who sends a command: the door knows. */
export type Actor = { kind: 'person'; id: string } | { kind: 'customer' } | { kind: 'sayso' };
