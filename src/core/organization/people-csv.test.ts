import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { zones } from '../../shell/zones.ts';
import { compileOrganization } from './compile.ts';
import { writeCsv } from './csv.ts';
import { organizationFromCsv } from './people-csv.ts';

const about = { name: 'shop', timeZone: 'America/New_York' };
const compile = (text: string): ReturnType<typeof organizationFromCsv> =>
  organizationFromCsv('people.csv', text, zones, about);
const brief = (text: string): string[] =>
  compile(text).problems.map(
    ({ line, column, severity, code }) =>
      `${line}:${column} ${severity === 'error' ? '' : `${severity} `}${code}`,
  );

const table =
  `id;name;kind;manager;grade;functions;roles;unit;channels;calendar;time zone;languages;customer numbers;absences;delegations;employed from;employed until
lena;Lena;;;lead;;;;;always;;;;;;;
raj;Raj;ai agent;lena;agent;orders;;;;;;;;;;;
mia;Mia Chen;person;lena;agent;"orders; billing: lead";duty-lead; customer care ;"chat: @mia; phone: +1 555 0100; mail: mia@shop.example; phone: +1 555 0101";"monday to thursday 09:00-12:30, 13:00-17:00; friday: 22:00-06:00";Europe/Berlin;en;017;2026-12-01 to 2026-12-14 because vacation;raj up to 500 USD for orders from 2026-12-01 to 2026-12-14;2024-01-01;2026-12-31
`.replace(';en;', ';"en; de";');

const yaml = `organization: shop
time zone: America/New_York
calendars:
  always: { hours: always }
  "monday to thursday 09:00-12:30, 13:00-17:00; friday: 22:00-06:00 (Europe/Berlin)":
    time zone: Europe/Berlin
    hours: { monday to thursday: [09:00-12:30, 13:00-17:00], friday: 22:00-06:00 }
people:
  lena: { name: Lena, grade: lead, calendar: always }
  raj: { name: Raj, kind: ai agent, manager: lena, grade: agent, functions: [orders] }
  mia:
    name: Mia Chen
    manager: lena
    grade: agent
    functions: [orders, { billing: lead }]
    roles: [duty-lead]
    unit: customer care
    channels: { chat: "@mia", phone: ["+1 555 0100", "+1 555 0101"], mail: mia@shop.example }
    calendar: "monday to thursday 09:00-12:30, 13:00-17:00; friday: 22:00-06:00 (Europe/Berlin)"
    languages: [en, de]
    customer numbers: ["017"]
    absences: [{ from: 2026-12-01, until: 2026-12-14 }]
    delegations: [{ to: raj, up to: 500 USD, for: [orders], from: 2026-12-01, until: 2026-12-14 }]
    employed: { from: 2024-01-01, until: 2026-12-31 }
`;

test('a table and a file with the same content give the same organization', () => {
  const fromTable = compile(table);
  const fromFile = compileOrganization('people.yaml', yaml, zones);
  assert.deepEqual(fromTable.problems, []);
  assert.deepEqual(fromFile.problems, []);
  assert.deepEqual(fromTable.organization, fromFile.organization);
});

test('the same for random people', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'C', '7'), minLength: 1, maxLength: 4 });
  const person = fc.record({
    name: fc.constantFrom('Mia Chen', 'O"Neil, Jr.', '=SUM(A1)', 'ß — 名'),
    grade: word,
    functions: fc.uniqueArray(word, { maxLength: 3 }),
    roles: fc.uniqueArray(word, { maxLength: 3 }),
    unit: fc.option(word, { nil: undefined }),
    ai: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(word, person), { selector: ([id]) => id, minLength: 1, maxLength: 6 }),
      (everybody) => {
        const rows = everybody.map(([id, p]) => [
          id,
          p.name,
          p.ai ? 'ai agent' : '',
          p.grade,
          p.functions.join('; '),
          p.roles.join(';'),
          p.unit ?? '',
        ]);
        const people = Object.fromEntries(
          everybody.map(([id, { ai, ...p }]) => [id, { ...p, ...(ai ? { kind: 'ai agent' } : {}) }]),
        );
        const fromTable = compile(
          writeCsv([['id', 'name', 'kind', 'grade', 'functions', 'roles', 'unit'], ...rows]),
        );
        const fromFile = compileOrganization(
          'people.json',
          JSON.stringify({ organization: 'shop', 'time zone': 'America/New_York', people }),
          zones,
        );
        assert.deepEqual(fromTable.problems, []);
        assert.deepEqual(fromTable.organization?.people, fromFile.organization?.people);
        assert.equal(fromTable.organization?.hash, fromFile.organization?.hash);
      },
    ),
    { numRuns: 60 },
  );
});

const broken: [name: string, text: string, ...found: string[]][] = [
  ['nothing', '', '1:1 empty'],
  ['an unknown column', 'id,name,mangr\nmia,Mia,', '1:9 unknown-column'],
  ['a column twice', 'id,name,Name\nmia,Mia,', '1:9 duplicate-column'],
  ['no names', 'id,grade\nmia,', '1:1 missing-column'],
  ['no id', 'id,name\n,Mia', '2:1 missing-key'],
  ['no name', 'id,name\nmia,', '2:1 missing-key'],
  ['an id twice', 'id,name\nmia,Mia\nmia,Mia', '3:1 duplicate-id'],
  ['an id with a space', 'id,name\nmia chen,Mia', '2:1 wrong-key'],
  ['the id __proto__', 'id,name\n__proto__,Mia', '2:1 wrong-key'],
  ['another kind', 'id,name,kind\nmia,Mia,robot', '2:9 wrong-value'],
  ['an unknown manager', 'id,name,manager\nmia,Mia,lenna\nlena,Lena,', '2:9 unknown-manager'],
  ['a reporting circle', 'id,name,manager\na,A,b\nb,B,a', '2:5 reporting-circle'],
  ['no language code', 'id,name,languages\nmia,Mia,en; English', '2:13 wrong-form'],
  ['a channel without an address', 'id,name,channels\nmia,Mia,"chat: @m; mail"', '2:20 wrong-form'],
  ['a mail address that is none', 'id,name,channels\nmia,Mia,chat: @m; mail: m', '2:19 wrong-mail'],
  ['an absence of one date', 'id,name,absences\nmia,Mia,2026-12-01', '2:9 wrong-form'],
  [
    'an absence on a date that does not exist',
    'id,name,absences\nmia,Mia,2026-12-01 to 2026-12-02; 2026-02-30 to 2026-03-01',
    '2:35 wrong-date',
  ],
  ['a delegation that is none', 'id,name,delegations\nmia,Mia,to raj', '2:9 wrong-form'],
  [
    'an unknown delegate',
    'id,name,delegations\nmia,Mia,raj from 2026-12-01 to 2026-12-14',
    '2:9 unknown-delegate',
  ],
  ['hours that are none', 'id,name,calendar\nmia,Mia,monday to friday 9 to 5', '2:9 wrong-hours'],
  [
    'a calendar that is no hours',
    'id,name,calendar\nmia,Mia,"monday 09:00-17:00; weekends"',
    '2:30 wrong-form',
  ],
  ['hours of a day that does not exist', 'id,name,calendar\nmia,Mia,fryday 09:00-17:00', '2:9 unknown-day'],
  [
    'a time zone that does not exist',
    'id,name,calendar,time zone\nmia,Mia,always,Berlin',
    '2:16 unknown-time-zone',
  ],
  [
    'a time zone without hours',
    'id,name,time zone\nmia,Mia,Europe/Berlin',
    '2:9 warning zone-without-calendar',
  ],
  [
    'a customer number twice, in a cell of two lines',
    'id,name,customer numbers\na,A,c1\nb,B,"c2;\nc1"',
    '4:1 duplicate-customer',
  ],
  [
    'an employment that ends before it starts',
    'id,name,employed from,employed until\nmia,Mia,2026-12-02,2026-12-01',
    '2:20 ends-before-it-starts',
  ],
];
for (const [name, text, ...found] of broken)
  test(`a broken table: ${name}`, () => assert.deepEqual(brief(text), found));

test('an unknown time zone of the organization is told without a place', () => {
  const { organization, problems } = organizationFromCsv('people.csv', 'id,name\nmia,Mia', zones, {
    name: 'shop',
    timeZone: 'Mars',
  });
  assert.equal(organization, undefined);
  assert.deepEqual(
    problems.map(({ line, code }) => [line, code]),
    [[0, 'unknown-time-zone']],
  );
});

test('constructor is an id like others', () => {
  assert.deepEqual(
    [...(compile('id,name,manager\nconstructor,C,\nmia,Mia,constructor').organization?.people.keys() ?? [])],
    ['constructor', 'mia'],
  );
});

const rows = (count: number, manager: (i: number) => string): string =>
  `id,name,manager,grade,functions\n${Array.from({ length: count }, (_, i) => `p${i},P,${manager(i)},agent,orders`).join('\n')}`;
const upward = (i: number): string => (i === 0 ? '' : `p${i >> 3}`);

test('100,000 rows are read, one more is a problem, and 30,000 wrong ones give few problems', () => {
  assert.equal(compile(rows(100_000, upward)).organization?.people.size, 100_000);
  assert.deepEqual(
    compile(rows(100_001, upward)).problems.map(({ code }) => code),
    ['too-many-people'],
  );
  const before = performance.now();
  assert.equal(compile(rows(30_000, (i) => `q${i}`)).problems.length, 201);
  assert.ok(performance.now() - before < 20_000);
});
