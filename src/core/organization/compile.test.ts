import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { zones } from '../../shell/zones.ts';
import { parseDay, parseInstant, startOfDay } from '../words/time.ts';
import { compileOrganization } from './compile.ts';

const HEAD = 'organization: shop\ntime zone: America/New_York\n';
const PEOPLE = `${HEAD}people:\n`;
const compile = (text: string): ReturnType<typeof compileOrganization> =>
  compileOrganization('people.yaml', text, zones);

/** What each problem says first: place, severity (an error goes without saying), code. */
const brief = (text: string): string[] =>
  compile(text).problems.map(
    ({ line, column, severity, code }) =>
      `${line}:${column} ${severity === 'error' ? '' : `${severity} `}${code}`,
  );

const hash = (text: string): string | undefined => compile(text).organization?.hash;
const mends = (text: string): string[] => compile(text).problems.map(({ mend }) => mend);
const acting = (id: string, to: string, from: string): string =>
  `  ${id}: { name: X, delegations: [{ to: ${to}, from: 2026-12-${from}, until: 2026-12-14 }] }\n`;

const whole = `${HEAD}calendars:
  day shift: { time zone: Europe/Berlin, hours: { monday: [09:00-12:30, 13:00-17:00], tuesday to thursday: 09:00-17:00, friday: 22:00-06:00 }, holidays: [2026-12-25] }
people:
  lena: { name: Lena, grade: lead }
  raj: { name: Raj, kind: ai agent, grade: agent, functions: [orders], manager: lena }
  mia:
    name: Mia Chen
    kind: person
    manager: lena
    grade: agent
    functions: [orders, { billing: lead }]
    roles: [duty-lead]
    unit: customer care
    channels: { chat: "@mia", phone: ["+1 555 0100", "+1 555 0101"], mail: mia@shop.example }
    calendar: day shift
    languages: [en, de]
    customer numbers: [c-17]
    absences: [{ from: 2026-12-01, until: 2026-12-14, because: vacation }]
    delegations: [{ to: raj, up to: 500 USD, for: [orders], from: 2026-12-01T09:00:00Z, until: 2026-12-14 }]
    employed: { from: 2024-01-01, until: 2026-12-31 }
`;

test('everything that a person can have is read', () => {
  const { organization, problems } = compile(whole);
  assert.deepEqual(problems, []);
  const zone = zones('America/New_York');
  assert.ok(organization && zone);
  const first = (day: string): number => startOfDay(zone, parseDay(day) ?? 0);
  const mia = organization.people.get('mia');
  assert.ok(mia);
  const { calendar, ...rest } = mia;
  assert.deepEqual(rest, {
    id: 'mia',
    name: 'Mia Chen',
    kind: 'person',
    manager: 'lena',
    grade: 'agent',
    grades: new Map([
      ['orders', 'agent'],
      ['billing', 'lead'],
    ]),
    roles: ['duty-lead'],
    unit: 'customer care',
    channels: [
      { kind: 'chat', address: '@mia' },
      { kind: 'phone', address: '+1 555 0100' },
      { kind: 'phone', address: '+1 555 0101' },
      { kind: 'mail', address: 'mia@shop.example' },
    ],
    languages: ['en', 'de'],
    customers: ['c-17'],
    absences: [{ from: first('2026-12-01'), until: first('2026-12-15') }],
    delegations: [
      {
        to: 'raj',
        upTo: { minor: 50_000, currency: 'USD' },
        functions: ['orders'],
        span: { from: parseInstant('2026-12-01T09:00:00Z'), until: first('2026-12-15') },
      },
    ],
    employed: { from: first('2024-01-01'), until: first('2027-01-01') },
  });
  assert.equal(calendar?.zone.name, 'Europe/Berlin');
  assert.deepEqual(calendar?.week, [
    [],
    [
      { from: 540, until: 750 },
      { from: 780, until: 1020 },
    ],
    [{ from: 540, until: 1020 }],
    [{ from: 540, until: 1020 }],
    [{ from: 540, until: 1020 }],
    [{ from: 1320, until: 1440 }],
    [{ from: 0, until: 360 }],
  ]);
  assert.deepEqual(calendar?.holidays, new Set([parseDay('2026-12-25')]));
  assert.equal(organization.people.get('raj')?.kind, 'ai');
  assert.deepEqual(organization.people.get('lena')?.grades, new Map());
});

test('the hash tells content and nothing else', () => {
  assert.match(hash(whole) ?? '', /^[0-9a-f]{16}$/);
  assert.equal(hash(whole.replace('    kind: person\n', '    # a person\n')), hash(whole));
  assert.notEqual(hash(whole.replace('500 USD', '501 USD')), hash(whole));
  assert.notEqual(hash(whole.replace('09:00-12:30', '09:00-12:31')), hash(whole));
  const a = '  a: { name: A }\n';
  const b = '  b: { name: B }\n';
  assert.equal(hash(PEOPLE + a + b), hash(PEOPLE + b + a));
});

const broken: [name: string, text: string, ...found: string[]][] = [
  ['an unknown key', `${PEOPLE}  mia: { name: Mia, calender: x }`, '4:21 unknown-key'],
  ['an unknown key at the top', `${PEOPLE}  mia: { name: Mia }\nteams: []`, '5:1 unknown-key'],
  ['no name', `${PEOPLE}  mia: { grade: agent }`, '4:3 missing-key'],
  ['no time zone', 'organization: shop\npeople: { mia: { name: Mia } }', '1:1 missing-key'],
  ['no people', HEAD, '1:1 missing-key'],
  ['nobody', `${HEAD}people: {}`, '3:1 nobody'],
  ['an empty file', '', '1:1 empty'],
  ['a list as a file', '- a', '1:1 wrong-type'],
  ['a number as a name', `${PEOPLE}  mia: { name: 17 }`, '4:16 wrong-type'],
  ['an empty value', `${PEOPLE}  mia:\n    name: Mia\n    manager:`, '6:13 empty-value'],
  ['text for a list', `${PEOPLE}  mia: { name: Mia, roles: boss }`, '4:28 wrong-type'],
  ['another kind', `${PEOPLE}  mia: { name: Mia, kind: robot }`, '4:27 wrong-value'],
  ['no language code', `${PEOPLE}  mia: { name: Mia, languages: [en, English] }`, '4:37 wrong-form'],
  ['an id with a space', `${PEOPLE}  mia chen: { name: Mia }`, '4:3 wrong-key'],
  ['an id of 81 characters', `${PEOPLE}  ${'x'.repeat(81)}: { name: Mia }`, '4:3 wrong-key'],
  ['the id __proto__', `${PEOPLE}  __proto__: { name: Mia }\n  mia: { name: Mia }`, '4:3 key'],
  [
    'an unknown time zone',
    'organization: shop\ntime zone: America/NewYork\npeople: { mia: { name: Mia } }',
    '2:12 unknown-time-zone',
  ],
  [
    'an offset for a time zone',
    'organization: shop\ntime zone: "+01:00"\npeople: { mia: { name: Mia } }',
    '2:12 unknown-time-zone',
  ],
  [
    "a calendar's unknown time zone",
    `${HEAD}calendars: { day: { time zone: berlin, hours: always } }\npeople: { mia: { name: Mia } }`,
    '3:32 unknown-time-zone',
  ],
  [
    'an unknown calendar',
    `${HEAD}calendars: { day: { hours: always } }\npeople: { mia: { name: Mia, calendar: days } }`,
    '4:39 unknown-calendar',
  ],
  [
    'an unknown manager',
    `${PEOPLE}  mia: { name: Mia, manager: lenna }\n  lena: { name: Lena }`,
    '4:30 unknown-manager',
  ],
  ['reporting to oneself', `${PEOPLE}  mia: { name: Mia, manager: mia }`, '4:30 reporting-circle'],
  [
    'a reporting circle',
    `${PEOPLE}  a: { name: A, manager: b }\n  b: { name: B, manager: c }\n  c: { name: C, manager: b }`,
    '5:26 reporting-circle',
  ],
  [
    'an unknown delegate',
    `${PEOPLE}  mia: { name: Mia, delegations: [{ to: raj, from: 2026-12-01, until: 2026-12-14 }] }`,
    '4:41 unknown-delegate',
  ],
  [
    'a delegation to nobody',
    `${PEOPLE}  mia: { name: Mia, delegations: [{ from: 2026-12-01, until: 2026-12-14 }] }`,
    '4:35 missing-key',
  ],
  [
    'a delegation to oneself',
    `${PEOPLE}  mia: { name: Mia, delegations: [{ to: mia, from: 2026-12-01, until: 2026-12-14 }] }`,
    '4:41 delegation-to-oneself',
  ],
  [
    'a delegation that ends before it starts',
    `${PEOPLE}  mia: { name: Mia, delegations: [{ to: raj, from: 2026-12-14, until: 2026-12-01 }] }\n  raj: { name: Raj }`,
    '4:71 ends-before-it-starts',
  ],
  [
    'an absence that ends before it starts',
    `${PEOPLE}  mia: { name: Mia, absences: [{ from: 2026-12-02, until: 2026-12-01 }] }`,
    '4:59 ends-before-it-starts',
  ],
  [
    'an employment that ends before it starts',
    `${PEOPLE}  mia: { name: Mia, employed: { from: 2026-12-02, until: 2026-12-01 } }`,
    '4:58 ends-before-it-starts',
  ],
  [
    'a delegation of nothing',
    `${PEOPLE}  mia: { name: Mia, delegations: [{ to: raj, up to: 0 USD, from: 2026-12-01, until: 2026-12-14 }] }\n  raj: { name: Raj }`,
    '4:53 wrong-money',
  ],
  [
    'a delegation without a currency',
    `${PEOPLE}  mia: { name: Mia, delegations: [{ to: raj, up to: 500 dollars, from: 2026-12-01, until: 2026-12-14 }] }\n  raj: { name: Raj }`,
    '4:53 wrong-money',
  ],
  [
    'two who act for each other at one time',
    `${PEOPLE}  a: { name: A, delegations: [{ to: b, from: 2026-12-01, until: 2026-12-14 }] }\n  b: { name: B, delegations: [{ to: a, from: 2026-12-14, until: 2026-12-20 }] }`,
    '5:37 delegation-circle',
  ],
  [
    'a date that does not exist',
    `${PEOPLE}  mia: { name: Mia, absences: [{ from: 2026-02-29, until: 2026-03-01 }] }`,
    '4:40 wrong-date',
  ],
  [
    'a holiday that does not exist',
    `${HEAD}calendars: { day: { hours: always, holidays: [2026-12-25, 2026-13-01] } }\npeople: { mia: { name: Mia } }`,
    '3:59 wrong-date',
  ],
  [
    'an instant without an offset',
    `${PEOPLE}  mia: { name: Mia, absences: [{ from: 2026-02-02, until: 2026-03-01T09:00 }] }`,
    '4:59 wrong-date',
  ],
  [
    'an unknown day',
    `${HEAD}calendars: { day: { hours: { fryday: 09:00-17:00 } } }\npeople: { mia: { name: Mia } }`,
    '3:30 unknown-day',
  ],
  [
    'hours that no day has',
    `${HEAD}calendars: { day: { hours: { friday: 09:00-24:30 } } }\npeople: { mia: { name: Mia } }`,
    '3:38 wrong-hours',
  ],
  [
    'hours of no length',
    `${HEAD}calendars: { day: { hours: { friday: 09:00-09:00 } } }\npeople: { mia: { name: Mia } }`,
    '3:38 wrong-hours',
  ],
  [
    'hours that are a word',
    `${HEAD}calendars: { day: { hours: sometimes } }\npeople: { mia: { name: Mia } }`,
    '3:28 wrong-type',
  ],
  ['no hours', `${HEAD}calendars: { day: { hours: {} } }\npeople: { mia: { name: Mia } }`, '3:21 no-hours'],
  [
    'hours that overlap on a day',
    `${HEAD}calendars: { day: { hours: { friday: [09:00-12:00, 11:00-13:00] } } }\npeople: { mia: { name: Mia } }`,
    '3:52 hours-overlap',
  ],
  [
    'a day inside a run of days',
    `${HEAD}calendars:\n  day:\n    hours:\n      monday to friday: 09:00-17:00\n      friday: 09:00-15:00\npeople: { mia: { name: Mia } }`,
    '7:15 hours-overlap',
  ],
  [
    'a night that runs into the next morning',
    `${HEAD}calendars: { day: { hours: { saturday: 22:00-06:00, sunday: 05:00-09:00 } } }\npeople: { mia: { name: Mia } }`,
    '3:61 hours-overlap',
  ],
  [
    'a function twice',
    `${PEOPLE}  mia: { name: Mia, grade: agent, functions: [orders, { orders: lead }] }`,
    '4:55 duplicate-function',
  ],
  [
    'a function without a grade',
    `${PEOPLE}  mia: { name: Mia, functions: [orders, { billing: lead }] }`,
    '4:33 no-grade',
  ],
  [
    'a customer number twice',
    `${PEOPLE}  a: { name: A, customer numbers: [c1] }\n  b: { name: B, customer numbers: [c2, c1] }`,
    '5:40 duplicate-customer',
  ],
  [
    'a mail address that is none',
    `${PEOPLE}  mia: { name: Mia, channels: { mail: mia at shop } }`,
    '4:39 wrong-mail',
  ],
  [
    'two people with one mail address',
    `${PEOPLE}  a: { name: A, channels: { mail: A@b.c } }\n  b: { name: B, channels: { mail: a@b.c } }`,
    '5:35 notice same-mail',
  ],
  ['a person twice', `${PEOPLE}  mia: { name: Mia }\n  mia: { name: Mia }`, '5:3 duplicate-key'],
  ['an alias', `${PEOPLE}  mia: &m { name: Mia }\n  raj: *m`, '4:11 anchor', '5:8 alias'],
  [
    'several problems at once',
    `${PEOPLE}  a: { name: A, manager: x }\n  b: { name: B, calendar: y }`,
    '4:26 unknown-manager',
    '5:27 unknown-calendar',
  ],
];

for (const [name, text, ...found] of broken) {
  test(`a broken file: ${name}`, () => {
    assert.deepEqual(brief(text), found);
    const { organization, problems } = compile(text);
    assert.equal(
      organization !== undefined,
      problems.every(({ severity }) => severity !== 'error'),
    );
    for (const { message, mend } of problems) {
      assert.match(message, /\.$/);
      assert.ok(mend.length > 0 && !/Invalid|undefined|\[object/.test(message + mend), message + mend);
    }
  });
}

test('problems name the nearest spelling', () => {
  assert.deepEqual(mends(`${PEOPLE}  mia: { name: Mia, manager: lenna }\n  lena: { name: Lena }`), [
    'Did you mean "lena"?',
  ]);
  assert.deepEqual(mends(`${PEOPLE}  mia: { name: Mia, calender: x }`), ['Did you mean "calendar"?']);
  assert.deepEqual(mends('organization: shop\ntime zone: New York\npeople: { mia: { name: Mia } }'), [
    'Did you mean "America/New_York"?',
  ]);
});

test('a circle is named whole', () => {
  const text = `${PEOPLE}  a: { name: A, manager: b }\n  b: { name: B, manager: c }\n  c: { name: C, manager: a }`;
  assert.match(compile(text).problems[0]?.message ?? '', /a → b → c → a/);
});

test('people who act for each other one after the other are no circle', () => {
  const text = `${PEOPLE}  a: { name: A, delegations: [{ to: b, from: 2026-12-01, until: 2026-12-14 }] }\n  b: { name: B, delegations: [{ to: a, from: 2026-12-15, until: 2026-12-20 }] }`;
  assert.deepEqual(brief(text), []);
});

test('three who act for each other at one time are a circle, found once', () => {
  const found = brief(PEOPLE + acting('a', 'b', '01') + acting('b', 'c', '03') + acting('c', 'a', '02'));
  assert.deepEqual(found, ['5:37 delegation-circle']);
});

test('constructor and other names of object parts are ids like others', () => {
  const { organization, problems } = compile(
    `${PEOPLE}  constructor: { name: C, manager: toString }\n  toString: { name: T }\n  mia: { name: Mia }`,
  );
  assert.deepEqual(problems, []);
  assert.deepEqual([...(organization?.people.keys() ?? [])], ['constructor', 'toString', 'mia']);
  assert.deepEqual(brief(`${PEOPLE}  mia: { name: Mia, manager: constructor }`), ['4:30 unknown-manager']);
});

test('a text nested 10,000 deep is a problem and no crash', () => {
  for (const text of ['['.repeat(10_000), '{a: '.repeat(10_000), '- '.repeat(10_000)]) {
    assert.deepEqual(
      compile(text).problems.map(({ code }) => code),
      ['too-deep'],
    );
  }
});

test('a reporting line of 10,000 people is read', () => {
  const rows = Array.from(
    { length: 10_000 },
    (_, i) => `  p${i}: { name: P${i === 9_999 ? '' : `, manager: p${i + 1}`} }\n`,
  ).join('');
  assert.equal(compile(PEOPLE + rows).organization?.people.size, 10_000);
});

test('20,000 people are read in a few seconds', () => {
  const rows = Array.from(
    { length: 20_000 },
    (_, i) =>
      `  p${i}: { name: P, manager: p${i >> 3}, grade: agent, functions: [orders], channels: { mail: p${i}@shop.example } }\n`,
  );
  const before = performance.now();
  const { organization, problems } = compile(PEOPLE + rows.join('').replace(', manager: p0,', ','));
  assert.deepEqual(problems, []);
  assert.equal(organization?.people.size, 20_000);
  assert.ok(performance.now() - before < 20_000);
});

test('no number of notices hides an error or becomes one', () => {
  const rows = Array.from(
    { length: 300 },
    (_, i) => `  p${i}: { name: P, channels: { mail: a@b.c } }\n`,
  ).join('');
  const noticed = compile(PEOPLE + rows);
  assert.ok(noticed.organization);
  assert.equal(noticed.problems.length, 201);
  const last = '  q: { name: Q, customer numbers: [1a] }\n  r: { name: R, customer numbers: [1a] }\n';
  assert.equal(compile(PEOPLE + rows + last).organization, undefined);
});

test('whatever the text, problems come back and nothing is thrown', () => {
  const word = fc.constantFrom(
    'people',
    'name',
    'mia',
    ':',
    ': ',
    '\n',
    '\n  ',
    '\n    ',
    '{',
    '}',
    '[',
    ']',
    ',',
    '- ',
    '"',
    "'",
    '#',
    '&a',
    '*a',
    '17',
    'hours',
    'calendars',
    'always',
    '~',
    '!!str',
    '|',
    '\t',
    '<<',
    '__proto__',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 60 }), (words) => {
      const { organization, problems } = compile(words.join(''));
      assert.equal(organization, undefined);
      assert.ok(problems.some(({ severity }) => severity === 'error'));
    }),
    { numRuns: 500 },
  );
});
