/**
 * Deliberate faults, at least one for each invariant: a line of the product and what a slip would make of it. The
 * invariant's test has to fail on it. The text to replace stands exactly once in all of `src`.
 */
export type Mutant = {
  invariant: number;
  /** What the product does wrong then. */
  fault: string;
  text: string;
  becomes: string;
  /** The test that has to fail. */
  test: string;
};

const test = (name: string): string => `test/invariants/${name}.test.ts`;

export const MUTANTS: readonly Mutant[] = [
  {
    invariant: 1,
    fault: 'a promise whose time went by while every node was down is taken for kept',
    text: 'if (promise?.broken === 0 && turn.at > promise.due + LATE_MS) breakPromise(turn, promise);',
    becomes: '',
    test: test('1-promise'),
  },
  {
    invariant: 1,
    fault: 'an automatic reminder follows an automatic holding reply',
    text: 'if (promise?.held === true &&',
    becomes: 'if (promise?.held === null &&',
    test: test('1-promise'),
  },
  {
    invariant: 1,
    fault: 'a case stays with an owner who has left',
    text: 'if (turn.worksHere(one.owner) ||',
    becomes: 'if (turn.organization.people.has(one.owner) ||',
    test: test('1-promise'),
  },
  {
    invariant: 2,
    fault: 'a yes does not wait for the units that have to agree',
    text: 'if (agree) {',
    becomes: 'if (agree === null) {',
    test: test('2-yes'),
  },
  {
    invariant: 2,
    fault: 'a fact that nobody has said leaves a unit out',
    text: 'const agree = turn.unitsToAgree(one, approval.by, read);',
    becomes: 'const { agree } = decision;',
    test: test('2-yes'),
  },
  {
    invariant: 2,
    fault: 'two yeses at once pass a limit: nobody looks at what was written meanwhile',
    text: 'turn.read.add(totalKey({ type: counted, per, of }));',
    becomes: ';',
    test: test('2-yes'),
  },
  {
    invariant: 3,
    fault: 'a no that is not settled is said before the need was said back',
    text: 'if (!one.restated)',
    becomes: 'if (one.restated === null)',
    test: test('3-no'),
  },
  {
    invariant: 3,
    fault: 'an agreement counts for facts that it was not given for',
    text: 'about !== hashOf(turn, one.request).about ||',
    becomes: '',
    test: test('3-no'),
  },
  {
    invariant: 4,
    fault: 'taking over after a signal counts as a hop',
    text: 'const hop = one.answer === undefined && able && !ownAuthority(turn.decide(one));',
    becomes: 'const hop = true;',
    test: test('4-hop'),
  },
  {
    invariant: 4,
    fault: 'people are asked who have no say any more',
    text: 'people.includes(id) &&',
    becomes: '',
    test: test('4-hop'),
  },
  {
    invariant: 5,
    fault: 'a yes is not kept as the answer',
    text: 'answer: yesOf(answer, personal),',
    becomes: '',
    test: test('5-once'),
  },
  {
    invariant: 5,
    fault: 'who lost a race writes all the same',
    text: "if coalesce(stored_version, 0) <> (step->'conversations'->n->>'version')::bigint then",
    becomes: "if coalesce(stored_version, 0) < (step->'conversations'->n->>'version')::bigint then",
    test: test('on-the-database'),
  },
  {
    invariant: 6,
    fault: 'a yes is bound to what no book declares, so that a mood undoes it',
    text: 'declared.has(fact) &&',
    becomes: '',
    test: test('6-mood'),
  },
  {
    invariant: 7,
    fault: 'what was carried out under a key is not kept with it',
    text: '...(command && { command }),',
    becomes: '',
    test: test('7-crash'),
  },
  {
    invariant: 8,
    fault: 'anybody says no to a special client',
    text: "if (turn.decide(one, by).verdict === 'decline') return;",
    becomes: 'if (turn.person(by)) return;',
    test: test('8-special'),
  },
  {
    invariant: 8,
    fault: 'a request takes away the flag that is stored of its customer',
    text: '!isSpecialAt(read, at)',
    becomes: 'read.special === undefined',
    test: test('8-special'),
  },
  {
    invariant: 9,
    fault: 'a limit far above an amount does not reach down to it',
    text: 'const value = least ? asked >= at : asked <= at;',
    becomes: 'const value = least ? asked >= at : asked <= at && at <= asked * 4;',
    test: test('9-limit'),
  },
  {
    invariant: 10,
    fault: "an entry's hash is not compared with that of its contents",
    text: 'if (chainHash(this.head.hash, sequence, entry.body) !== entry.hash) {',
    becomes: 'if (entry.hash === BEFORE_THE_FIRST) {',
    test: test('10-ledger'),
  },
  {
    invariant: 10,
    fault: 'anchors are not compared',
    text: 'else if (anchor.hash !== entry.hash) return this.other(anchor);',
    becomes: '',
    test: test('10-ledger'),
  },
  {
    invariant: 11,
    fault: 'what is carried out late is noted as if it had been in time',
    text: "noteLateFulfillment(turn, one);\n    turn.emit('fulfilled', caseId, {});",
    becomes: "turn.emit('fulfilled', caseId, {});",
    test: test('11-fulfill'),
  },
];
