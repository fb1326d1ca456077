/**
 * The shape of a book, once: strict validation, the published JSON Schema and the key reference come from it.
 * What a phrase means ("50 USD", "1 per customer within 90 days") is read in `phrases.ts`, what the keys
 * mean together in `compile.ts`.
 */
import { z } from 'zod';

/** A description and an example for people; both stand in the JSON Schema and in the key reference. */
const doc = <T extends z.ZodType>(schema: T, description: string, ...examples: unknown[]): T =>
  schema.meta({ description, ...(examples.length > 0 ? { examples } : {}) });

const name = z.string().min(1).max(120);
const words = z.string().min(1).max(2000);

const text = doc(
  z.union([words, z.record(z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/), words)]),
  'Words for people: one text, or one by language. {placeholders} name facts, {amount} or {headroom}.',
  'We can refund {amount}.',
  { en: 'We can refund {amount}.', de: 'Wir erstatten {amount}.' },
);
const condition = doc(
  z.union([words, z.array(words).min(1).max(50)]),
  'A condition in CEL over facts, terms, tables and counters; of a list, all must hold.',
  'days_since(order.delivered) <= 30',
  ['damaged', "category != 'gift card'"],
);
const day = doc(z.string(), 'A date.', '2026-01-31');
const duration = doc(z.string(), 'A length of time in minutes, hours, days or weeks.', '4 hours');
const amount = doc(
  z.union([z.string(), z.number()]),
  "An amount of the request's kind.",
  '50 USD',
  '14 days',
  3,
);
const money = doc(z.string(), 'An amount of money with its currency.', '50 USD');
const value = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.unknown()),
  z.record(z.string(), z.unknown()),
]);
const oneOrMore = z.union([name, z.array(name).min(1).max(200)]);
const names = z.array(name).max(200);

export const whoSchema = doc(
  z.strictObject({
    from: doc(name.optional(), 'The lowest grade.', 'lead'),
    function: doc(name.optional(), 'The function they work in.', 'billing'),
    role: doc(name.optional(), 'A role that they hold.', 'duty-lead'),
    unit: doc(name.optional(), 'A unit that they may speak for.', 'legal'),
    person: doc(name.optional(), "One person, by the organization file's id.", 'frida'),
  }),
  'People: everybody who fits all that is given.',
  { function: 'fraud', from: 'lead' },
);

const noAlternative = doc(
  z.strictObject({
    because: doc(text, 'Why nothing else can be offered.', 'the law leaves no choice'),
    'agreed by': doc(name, 'Who agreed that there is none.', 'legal'),
  }),
  'Where a decline has no alternative: why, and who agreed.',
);
const settled = doc(
  z.strictObject({ by: doc(name, 'Who decided.', 'customer care lead'), on: day }),
  'This no was decided in advance, so it needs nobody else: by whom and when.',
);
const instead = doc(names, 'Alternatives (or request types) to offer, in this order.', [
  'store credit',
  'later offer',
]);
const kind = doc(
  z.enum(['illegal', 'unethical', 'unachievable', 'policy']),
  'Why it is forbidden. Only a policy line may be waived.',
  'policy',
);
const inForce = {
  'in force from': doc(day.optional(), 'First day, in the time zone of the book.', '2026-01-01'),
  'in force until': doc(day.optional(), 'Last day, in the time zone of the book.', '2026-12-31'),
};
const held = {
  when: doc(condition.optional(), 'It applies when this holds; left out: always.', "category == 'gift card'"),
  unless: doc(condition.optional(), 'It applies when this does not hold.', 'identity_verified'),
};
const decline = {
  kind,
  tell: doc(text, 'What the customer is told.', 'Gift cards can not be turned back into money.'),
  instead: instead.optional(),
  'no alternative': noAlternative.optional(),
  settled: settled.optional(),
};
const written = z.strictObject(decline);
const types = doc(oneOrMore.optional(), 'The request types it is for; left out: every one.', [
  'refund',
  'return_items',
]);

const redLine = z.strictObject({
  ...decline,
  ...held,
  ...inForce,
  'waived by': doc(whoSchema.optional(), 'Who may lift a policy line; they still need a grant.', {
    from: 'director',
  }),
});
const reserved = z.strictObject({
  only: doc(whoSchema, 'Nobody else counts; nothing is forbidden.', { from: 'specialist' }),
  ...held,
  ...inForce,
});

const fact = doc(
  z.union([
    z.string(),
    z.array(z.string()).min(1),
    z.strictObject({
      type: doc(
        z.union([z.string(), z.array(z.string()).min(1).max(500)]),
        'yes or no, whole number, decimal, text, date, instant, minutes, hours, days, money, money(EUR), [a, b], list of SHAPE, a shape, or any.',
        'money',
        ['apparel', 'electronics'],
      ),
      ask: doc(text.optional(), 'The question for the customer.', 'Did it arrive damaged?'),
      optional: doc(z.enum(['yes', 'no']).optional(), 'yes: null is allowed and means none.', 'yes'),
      'if not said': doc(value.optional(), 'Its value when nobody said it; listed as assumed.', 'no'),
      'known by': doc(
        name.optional(),
        'The connected system that knows it; it is fetched, not asked.',
        'shop',
      ),
      'can change': doc(
        z.enum(['yes', 'no']).optional(),
        'yes: the customer could change it, so it may be named as what would make a difference.',
        'yes',
      ),
      'good faith': doc(
        z.string().optional(),
        'never, or up to which amount a claim counts as true.',
        'up to 100 USD',
      ),
      proof: doc(text.optional(), 'What shows it, where a claim is not enough.', 'a photo'),
      least: doc(z.number().int().min(0).optional(), 'For a list: its least elements (1 if not said).', 1),
      most: doc(
        z.number().int().min(1).max(500).optional(),
        'For a list: its most elements (50 if not said).',
        50,
      ),
    }),
  ]),
  'A typed piece of information.',
  { type: 'date', 'known by': 'shop', ask: 'When did it arrive?' },
);
const FACTS = { amount: { type: 'money', ask: 'How much?' }, damaged: 'yes or no' };
const facts = z.record(name, fact);

const also = doc(
  z.union([names.min(1), z.record(z.string().regex(/^\d+ of$/), names.min(1))]),
  'Units that have to say yes as well: all of a list, or some number of them.',
  ['finance'],
  { '2 of': ['finance', 'legal', 'fraud'] },
);

const grant = doc(
  z.strictObject({
    from: doc(name.optional(), 'The lowest grade that may.', 'agent'),
    role: doc(name.optional(), 'In place of a grade: who holds this role.', 'owner'),
    person: doc(name.optional(), 'In place of a grade: this person.', 'frida'),
    function: doc(name.optional(), 'Another function than that of the request type, or any.', 'billing'),
    ...held,
    ...inForce,
    'up to': doc(amount.optional(), 'The most, earlier yeses on the same subject counted.', '50 USD'),
    'at least': doc(amount.optional(), 'The least.', '500 USD'),
    share: doc(z.string().optional(), 'At most this share of a number.', '50% of order.value'),
    usual: doc(amount.optional(), 'What is normally granted, shown beside the limit.', '60 USD'),
    times: doc(
      z.string().optional(),
      'How often, for whom, in which window.',
      '1 per customer within 90 days',
    ),
    total: doc(
      z.string().optional(),
      'How much in all, for whom, in which window.',
      '500 USD per customer within 90 days',
    ),
    also: also.optional(),
    'by exception': doc(names.min(1).optional(), 'Grounds, one of which the asker has to state.', [
      'bereavement',
      'our own error',
    ]),
    ensure: doc(names.optional(), 'Obligations of this grant.', ['goodwill noted']),
    say: doc(text.optional(), 'What the customer is told with the yes.', 'We refund {amount} today.'),
  }),
  'Authority: from this grade in this function, up to these limits, when this holds.',
  { from: 'agent', 'up to': '50 USD', when: 'recent' },
);

const noticeFor = doc(z.array(name).min(1).max(200), 'The request types that it is for.', ['refund']);

const RED_LINES = {
  'gift card': {
    kind: 'policy',
    when: "category == 'gift card'",
    tell: 'Gift cards can not be turned back into money.',
    instead: ['credit'],
  },
};
const RESERVED = { 'bank dispute': { only: { function: 'billing', from: 'lead' }, when: 'bank_dispute' } };

const requestType = z.strictObject({
  like: doc(
    name.optional(),
    'Take every key that is not given here from this request type (one level).',
    'refund',
  ),
  means: doc(
    text.optional(),
    'What the customer wants, in a sentence.',
    'The customer wants money back for an order',
  ),
  'said as': doc(z.array(words).max(200).optional(), 'How customers say it; for finding the type.', [
    'I want my money back',
  ]),
  function: doc(name.optional(), 'Whose job it is; any: everybody’s.', 'orders'),
  'answer within': doc(duration.optional(), 'The response target.', '4 hours'),
  needs: doc(names.optional(), 'The needs that may be behind it.', ['money', 'working item']),
  facts: doc(facts.optional(), 'Facts of this type, beside those of the book.', FACTS),
  amount: doc(
    z
      .union([
        z.string(),
        z.strictObject({
          fact: doc(name.optional(), 'The fact that is the amount.', 'amount'),
          value: doc(z.string().optional(), 'Or a computed amount.', '= order.value'),
          'never above': doc(z.string().optional(), 'Beyond this it cannot be.', '= order.value'),
          'if not said': doc(
            z.literal('all that fits').optional(),
            'Take the asker’s headroom.',
            'all that fits',
          ),
        }),
      ])
      .optional(),
    'What limits are measured on: a fact, or a computed amount.',
    'amount',
  ),
  'red lines': doc(
    z.record(name, redLine).optional(),
    'What is forbidden for this type, and when.',
    RED_LINES,
  ),
  reserved: doc(z.record(name, reserved).optional(), 'Where only some people count.', RESERVED),
  may: doc(z.record(name, grant).optional(), 'Who may say yes.', {
    small: { from: 'agent', 'up to': '50 USD' },
    larger: { from: 'lead', 'up to': '300 USD' },
  }),
  never: doc(written.optional(), 'Always declined.'),
  otherwise: doc(written.optional(), 'The written no for when no grant’s condition holds.'),
  consult: doc(
    z
      .record(
        name,
        z.strictObject({
          ask: doc(whoSchema, 'Whose view is asked; the asker still decides.', {
            function: 'fraud',
            from: 'agent',
          }),
          when: held.when,
          unless: held.unless,
          above: doc(amount.optional(), 'Only above this amount.', '100 USD'),
          within: doc(duration.optional(), 'How long to wait.', '30 minutes'),
          silence: doc(
            z.enum(['go ahead', 'hold']).optional(),
            'What silence means (go ahead if not said).',
            'go ahead',
          ),
        }),
      )
      .optional(),
    'Whom to ask for a view before a yes.',
    { 'third time': { ask: { function: 'fraud', from: 'agent' }, when: 'refunds >= 2' } },
  ),
  ensure: doc(names.optional(), 'What must accompany every yes.', ['identity verified']),
  afterwards: doc(z.record(name, value).optional(), 'Facts that a yes changes, for two-step alternatives.', {
    'order.status': 'cancelled',
  }),
});

const trigger = z.strictObject({
  means: doc(text.optional(), 'What happened, for colleagues.', 'The carrier brings a parcel late.'),
  propose: doc(
    names.min(1),
    'Alternatives (or request types) to propose, in this order. Only what somebody may grant by themselves at that moment is proposed to them.',
    ['late_delivery', 'small credit'],
  ),
  facts: doc(
    z.record(name, value).optional(),
    'Facts that are so whenever it happens; the report may bring more.',
    { wrong_item: 'yes' },
  ),
  to: doc(
    whoSchema.optional(),
    'Who sees it, beside whoever reports it and the owners of open cases with that customer or subject.',
    { role: 'duty-lead' },
  ),
});

/** The file of a book. */
export const BookFile = z
  .strictObject({
    $schema: z.string().optional(),
    book: doc(name, 'The name of the book.', 'corner-shop'),
    ...inForce,
    currency: doc(
      z.string(),
      'The currency that "money" means, by its code of three letters (ISO 4217).',
      'USD',
    ),
    'time zone': doc(z.string(), 'IANA name; days and months are counted in it.', 'America/New_York'),
    language: doc(
      z
        .string()
        .regex(/^[a-z]{2}(-[A-Z]{2})?$/)
        .optional(),
      'The language of plain texts (en if not said).',
      'en',
    ),
    grades: doc(z.array(name).min(1).max(100), 'Levels of entitlement, lowest first.', [
      'agent',
      'lead',
      'manager',
    ]),
    functions: doc(
      z.array(name).max(500).optional(),
      'What jobs are about; left out: none, and every request type says "function: any".',
      ['orders', 'billing'],
    ),
    units: doc(
      z.record(name, whoSchema).optional(),
      'Units whose agreement some requests need, and who speaks for each.',
      {
        legal: { function: 'legal', from: 'lead' },
      },
    ),
    called: doc(
      z.record(name, text).optional(),
      'What a customer may read for a role, grade, unit or request type.',
      { 'duty-lead': 'our duty manager' },
    ),
    replies: doc(
      z
        .record(
          name,
          z.strictObject({
            phrases: doc(
              z.union([words, z.array(words).min(1).max(50)]),
              'What a reply to a customer does not say; capitals, accents and apostrophes make no difference, and … stands for up to three words.',
              ['chargeback', 'send … to billing'],
            ),
            because: doc(text, 'Why, for whoever writes.', 'Customers do not know the word.'),
            better: doc(text, 'What can be said instead.', 'your money back from the bank'),
          }),
        )
        .optional(),
      'What replies to customers are checked for, beside the shipped list; it advises and stops nothing.',
      {
        'no jargon': {
          phrases: ['chargeback'],
          because: 'Customers do not know the word.',
          better: 'your money back from the bank',
        },
      },
    ),
    management: doc(name.optional(), 'From this grade on one may decline a special client.', 'manager'),
    'residual authority': doc(
      z.union([
        z.strictObject({
          ...whoSchema.shape,
          'up to': doc(money.optional(), 'Up to this amount; above it, their managers.', '500 USD'),
        }),
        z
          .array(z.strictObject({ ...whoSchema.shape, 'up to': money.optional() }))
          .min(1)
          .max(50),
      ]),
      'Who decides what no rule decides, up to which amount; somebody on every shift.',
      { role: 'duty-lead', 'up to': '500 USD' },
    ),
    'policy owner': doc(
      whoSchema.optional(),
      'Who gets the pattern of what no rule decides; left out: the (first) residual authority.',
      { role: 'policy-owner' },
    ),
    'asks for a person': doc(whoSchema.optional(), 'Who takes a customer that asks for a person.', {
      function: 'orders',
      from: 'agent',
    }),
    signals: doc(
      z
        .strictObject(
          Object.fromEntries(
            ['danger', 'distress', 'vulnerability', 'data breach', 'safety matter', 'legal matter'].map(
              (signal) => [
                signal,
                doc(whoSchema.optional(), `Who takes a case with this signal: ${signal}.`, {
                  role: 'duty-lead',
                }),
              ],
            ),
          ),
        )
        .optional(),
      'Who takes a case at once when somebody notices distress, danger …; signals only ever help.',
      { distress: { function: 'orders', from: 'agent' } },
    ),
    delegation: doc(
      z
        .strictObject({
          from: doc(name, 'The lowest grade that may delegate.', 'manager'),
          to: doc(name, 'The lowest grade that may receive it.', 'senior'),
          'up to': doc(money.optional(), 'At most this amount.', '500 USD'),
          'at most': doc(duration.optional(), 'At most this long.', '14 days'),
        })
        .optional(),
      'Which delegations of authority count; left out: none.',
    ),
    'special clients': doc(
      z
        .strictObject({
          'account owner': doc(
            name.optional(),
            'The role that looks after one for whom no owner is named.',
            'client-care',
          ),
          'answer within': doc(
            duration.optional(),
            'The deadline of the question to management and client.',
            '2 hours',
          ),
          silence: doc(
            z.enum(['go ahead', 'hold']).optional(),
            'What silence means (hold if not said).',
            'hold',
          ),
          criteria: doc(
            z.array(text).max(50).optional(),
            'When somebody may be flagged; a person sets the flag.',
            ['more than 10 orders a year'],
          ),
          cleared: doc(
            z.record(name, z.union([z.literal('yes'), amount])).optional(),
            'What any asker of the function may grant a special client.',
            { favor: '25 USD', replacement: 'yes' },
          ),
        })
        .optional(),
      'How customers under special care are treated.',
    ),
    shapes: doc(
      z.record(name, z.record(name, z.union([z.string(), z.array(z.string()).min(1)]))).optional(),
      'Named groups of typed fields.',
      {
        payment: { id: 'text', balance: 'money' },
      },
    ),
    facts: doc(facts.optional(), 'Facts that every request type may use.', FACTS),
    counters: doc(
      z
        .record(
          name,
          z.strictObject({
            times: doc(oneOrMore.optional(), 'How many yeses of these request types.', 'refund'),
            total: doc(oneOrMore.optional(), 'How much was granted of these request types.', [
              'refund',
              'credit',
            ]),
            per: doc(name, 'customer, agent, unit, subject, case, or a fact.', 'customer'),
            within: doc(z.string().optional(), 'In which window; left out: ever.', '90 days'),
          }),
        )
        .optional(),
      'Counts of earlier yeses that conditions and limits may share.',
      { refunds: { times: 'refund', per: 'customer', within: '90 days' } },
    ),
    tables: doc(
      z
        .record(
          name,
          z.strictObject({
            by: doc(z.array(name).min(1).max(4), 'The facts (each a choice) that pick the cell.', [
              'membership',
              'cabin',
            ]),
            type: doc(
              z.string().optional(),
              'The type of a cell (whole number if not said).',
              'whole number',
            ),
            cells: doc(
              z.record(z.string(), z.unknown()),
              'A cell for every combination, nested in the order of "by".',
              {
                gold: { economy: 3 },
              },
            ),
          }),
        )
        .optional(),
      'Look-up tables with a cell for every combination.',
    ),
    rates: doc(
      z
        .record(
          doc(z.string().regex(/^[A-Z]{3} to [A-Z]{3}$/), 'From one currency to another.', 'EUR to USD'),
          doc(
            z
              .array(
                z.strictObject({
                  from: day,
                  rate: doc(z.number().positive(), 'How many of the second make one of the first.', 1.08),
                }),
              )
              .min(1),
            'The rate, by its first day.',
            [{ from: '2026-01-01', rate: 1.08 }],
          ),
        )
        .optional(),
      'Dated exchange rates; the only way between currencies.',
      { 'EUR to USD': [{ from: '2026-01-01', rate: 1.08 }] },
    ),
    terms: doc(z.record(name, condition).optional(), 'Named conditions and values, usable by name.', {
      recent: 'days_since(order.delivered) <= 30',
    }),
    obligations: doc(
      z
        .record(
          name,
          z.strictObject({
            when: doc(z.enum(['before', 'after']), 'Before or after the yes.', 'before'),
            do: doc(text, 'What to do.', 'Find the customer by mail address'),
            'shown by': doc(name.optional(), 'The yes-or-no fact that shows it done.', 'identity_verified'),
            'tell unit': doc(name.optional(), 'The unit to tell.', 'finance'),
          }),
        )
        .optional(),
      'What must accompany a yes.',
      { 'photo kept': { when: 'after', do: 'Put the photo with the order' } },
    ),
    alternatives: doc(
      z
        .record(
          name,
          z.strictObject({
            tell: doc(
              text.optional(),
              'Words for the customer; alone they need no authority, beside "do" they word the offer.',
              'You are first to hear about our next sale.',
            ),
            do: doc(name.optional(), 'The request type to grant instead.', 'credit'),
            with: doc(z.record(name, value).optional(), 'Facts that differ; computed ones start with "=".', {
              amount: '= min(amount, usd(200))',
            }),
            then: doc(name.optional(), 'The request type that follows as a second step.', 'place_new_order'),
            serves: doc(names.optional(), 'The needs that it meets.', ['money']),
          }),
        )
        .optional(),
      'What can be offered instead.',
      { credit: { do: 'credit', tell: 'You get it back for your next order.' } },
    ),
    triggers: doc(
      z.record(name, trigger).optional(),
      'What happens outside of any case and is reported by another system, and what may be offered then before anyone asks. The one named "promise about to break" is reported by Sayso itself: the reminder of a promise carries what it proposes.',
      { 'late parcel': { propose: ['late_delivery', 'small credit'], to: { role: 'duty-lead' } } },
    ),
    'red lines': doc(
      z.record(name, z.strictObject({ for: types, ...redLine.shape })).optional(),
      'What is forbidden, and when.',
      RED_LINES,
    ),
    reserved: doc(
      z.record(name, z.strictObject({ for: types, ...reserved.shape })).optional(),
      'Where only some people count.',
      RESERVED,
    ),
    requests: doc(
      z.record(name, requestType).optional(),
      'What customers ask for; left out: nothing that a rule decides.',
      {
        refund: {
          means: 'The customer wants money back',
          function: 'orders',
          amount: 'amount',
          may: { small: { from: 'agent', 'up to': '50 USD' } },
        },
      },
    ),
    notices: doc(
      z.record(name, z.strictObject({ for: noticeFor, ...grant.shape })).optional(),
      'Grants of emergency notices. Sayso puts them in and takes them out; nobody writes them.',
      { storm: { for: ['refund'], from: 'agent', 'up to': '100 USD', when: 'recent' } },
    ),
    accepted: doc(
      z
        .record(
          z.string(),
          z.strictObject({ because: doc(words, 'Why it may stand.', 'the launch needs it'), until: day }),
        )
        .optional(),
      'Findings that may stand, each with a reason and a last day.',
    ),
  })
  .meta({
    title: 'Sayso book',
    description: "An organization's authority, written as policy-as-code.",
    examples: [
      {
        book: 'corner-shop',
        currency: 'USD',
        'time zone': 'America/New_York',
        grades: ['agent', 'lead'],
        'residual authority': { from: 'lead' },
      },
    ],
  });

type Written = z.infer<typeof BookFile>;
/** A book as it is compiled: what may be left out of the file is there. */
export type BookData = Written & { functions: string[]; requests: Record<string, RequestData> };
export type RequestData = z.infer<typeof requestType>;
export type RedLineData = z.infer<typeof redLine>;
export type ReservedData = z.infer<typeof reserved>;
export type GrantData = z.infer<typeof grant>;
export type FactData = z.infer<typeof fact>;
export type WhoData = z.infer<typeof whoSchema>;
export type TriggerData = z.infer<typeof trigger>;
export type TextData = z.infer<typeof text>;
export type DeclineData = z.infer<typeof written>;
