import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Problem } from '../words/problem.ts';
import { bookFromMatrix, type MatrixOptions } from './from-matrix.ts';

const ABOUT: MatrixOptions = { name: 'shop', currency: 'USD', timeZone: 'UTC', residual: 'duty-lead' };
const make = (csv: string, options: Partial<MatrixOptions> = {}): { yaml: string; problems: Problem[] } =>
  bookFromMatrix('matrix.csv', csv, { ...ABOUT, ...options });

/** Everything but the notices, as "code line words". */
const faults = (csv: string, options: Partial<MatrixOptions> = {}): string[] =>
  make(csv, options)
    .problems.filter(({ severity }) => severity !== 'notice')
    .map(({ code, line, words }) => `${code} ${line} ${words}`);

describe('faults are told at their cell', () => {
  const header =
    'type,grade,limit,days,since,times,also,usual,wording,kind,instead,means,function,name,not held,total';
  const row = (cells: Record<string, string>): string =>
    header
      .split(',')
      .map(
        (column) =>
          `"${({ type: 'refund', grade: 'agent', ...cells } as Record<string, string>)[column] ?? ''}"`,
      )
      .join(',');
  const rows = (...list: Record<string, string>[]): string => [header, ...list.map(row)].join('\n');
  const cases: readonly (readonly [
    what: string,
    csv: string,
    wanted: string[],
    options?: Partial<MatrixOptions>,
  ])[] = [
    ['an unknown column', 'type,grad\nrefund,agent\n', ['missing-column 1 type', 'unknown-column 1 grad']],
    ['a missing column', 'type,limit\nrefund,50 USD\n', ['missing-column 1 type']],
    ['a column twice', 'type,grade,Grade\nrefund,agent,agent\n', ['duplicate-column 1 Grade']],
    ['an empty file', '', ['empty 1 ']],
    ['a header alone', 'type,grade\n', ['no-rows 1 type']],
    ['a bare number', 'type,grade,limit\nrefund,agent,50\n', ['wrong-limit 2 50']],
    ['an unclear number', 'type,grade,limit\nrefund,agent,1.000 USD\n', ['wrong-limit 2 1.000 USD']],
    ['one part of a limit', 'type,grade,limit\nrefund,agent,50 USD; half\n', ['wrong-limit 2 half']],
    ['two amounts', 'type,grade,limit\nrefund,agent,50 USD; 60 USD\n', ['wrong-limit 2 60 USD']],
    ['a share of nothing', 'type,grade,limit\nrefund,agent,50%\n', ['wrong-limit 2 50%']],
    [
      'a share of something computed',
      'type,grade,limit\nrefund,agent,50% of a + b\n',
      ['wrong-limit 2 50% of a + b'],
    ],
    ['negative days', 'type,grade,days\nrefund,agent,-3\n', ['wrong-days 2 -3']],
    ['half days', 'type,grade,days\nrefund,agent,2.5\n', ['wrong-days 2 2.5']],
    ['no type', 'type,grade\n,agent\n', ['missing-cell 2 ']],
    ['no grade', 'type,grade\nrefund,\n', ['missing-cell 2 ']],
    ['a no without words', 'type,grade,wording\nrefund,never,\n', ['missing-cell 2 ']],
    ['a limit of a no', 'type,grade,wording,limit\nrefund,never,No.,50 USD\n', ['wrong-cell 2 50 USD']],
    ['an alternative of a grant', 'type,grade,instead\nrefund,agent,credit\n', ['wrong-cell 2 credit']],
    ['an unknown kind', 'type,grade,wording,kind\nrefund,never,No.,silly\n', ['wrong-cell 2 silly']],
    [
      'an unknown alternative',
      'type,grade,wording,instead\nrefund,never,No.,credt\ncredit,agent,,\n',
      ['wrong-instead 2 credt'],
    ],
    ['the same row twice', rows({ limit: '50 USD' }, { limit: '$50' }), ['duplicate-row 3 refund']],
    [
      'two limits for the same people',
      rows({ limit: '50 USD' }, { limit: '60 USD' }),
      ['contradicting-rows 3 60 USD'],
    ],
    [
      'one name for two rules',
      rows({ limit: '50 USD', name: 'a' }, { limit: '60 USD', name: 'a', grade: 'lead' }),
      ['duplicate-name 3 a'],
    ],
    [
      'two meanings',
      rows({ means: 'x' }, { means: 'y', grade: 'lead', days: '1' }),
      ['contradicting-rows 3 y'],
    ],
    [
      'two written noes',
      rows({ grade: 'never', wording: 'a' }, { grade: 'otherwise', wording: 'b' }),
      ['contradicting-rows 3 otherwise'],
    ],
    ['two spellings', rows({ limit: '50 USD' }, { grade: 'Agent', type: 'b' }), ['two-spellings 3 Agent']],
    ['a grade that is not given', rows({ grade: 'agnt' }), ['unknown-grade 2 agnt'], { grades: ['agent'] }],
    [
      'two kinds of amount',
      rows({ limit: '50 USD' }, { limit: '5 days', grade: 'lead' }),
      ['mixed-amounts 3 5 days'],
    ],
    [
      'nobody’s job',
      rows({ function: 'a', type: 'x' }, { function: 'b', type: 'y' }, {}),
      ['missing-cell 4 '],
    ],
    ['an impossible quorum', rows({ also: '3 of finance; legal' }), ['wrong-also 2 3 of finance; legal']],
    [
      'what a book had more',
      rows({ 'not held': 'its condition: damaged' }),
      ['not-held 2 its condition: damaged'],
    ],
    ['a name that no date can have', rows({ days: '3', since: 'the day' }), ['wrong-since 2 the day']],
    [
      'what the book’s compiler finds: usual above limit',
      rows({ limit: '50 USD', usual: '60 USD' }),
      ['usual-above-limit 2 60 USD'],
    ],
    [
      'a placeholder that is no fact',
      rows({ wording: 'We give {money}.' }),
      ['unknown-placeholder 2 {money}'],
    ],
    [
      'a dead end',
      rows({ grade: 'never', wording: 'There is nothing we can do.' }),
      ['dead-end-phrase 2 nothing we can do'],
    ],
    [
      'a limit that shrinks',
      rows({ limit: '50 USD' }, { limit: '20 USD', grade: 'lead' }),
      ['limit-shrinks 3 20 USD'],
      { grades: ['agent', 'lead'] },
    ],
    ['a name that a type can not have', rows({ type: 'a/b' }), ['bad-name 2 a/b']],
    ['mood', rows({ days: '3', since: 'angry_date' }), ['mood 2 angry_date']],
    ['an unknown currency', 'type,grade\nrefund,agent\n', ['unknown-currency 0 '], { currency: 'USX' }],
    ['a date that is also money', rows({ days: '3', since: 'x', limit: '50% of x' }), ['type-error 2 x']],
  ];
  for (const [what, csv, wanted, options] of cases) {
    test(what, () => {
      assert.deepEqual(faults(csv, options), wanted);
      for (const { message, mend, file } of make(csv, options).problems)
        assert.ok(message.length > 5 && mend.length > 5 && file === 'matrix.csv');
      if (make(csv, options).problems.some(({ severity }) => severity === 'error'))
        assert.equal(make(csv, options).yaml, '');
    });
  }

  test('places are exact', () => {
    const [problem] = make('type,grade,limit\nrefund,agent,"50 USD; half"\n').problems.filter(
      ({ severity }) => severity === 'error',
    );
    assert.deepEqual([problem?.line, problem?.column, problem?.words], [2, 23, 'half']);
  });

  test('many notices hide no error', () => {
    const many = Array.from({ length: 300 }, (_, i) => `type ${i},agent`);
    assert.deepEqual(faults(['type,grade', ...many, 'last,agent', 'last,agent'].join('\n')), [
      'duplicate-row 303 last',
    ]);
  });
});
