/**
 * A book's grants as a matrix: a row a grant, and one for the written no of a type. What a matrix has no room for
 * is said in `notHeld`; where a rule would come back as more authority than it gives, its row says so too, in the
 * column "not held", and such a row is refused when the matrix is read, until a person empties that cell.
 */
import type { Book, Fact, Line, RequestType } from '../book/book.ts';
import { writeCsv } from '../organization/csv.ts';
import { COLUMNS, type Column } from './columns.ts';
import { daysOf, heldGrant, heldNo, plain, shareOf, textCell, type HeldFacts, type HeldRow } from './held.ts';
import { AMOUNT_QUESTIONS, PASS_IT_ON, question } from './write-book.ts';

export type NotHeld = { rule: string; what: string };

/** The matrix, and what of the book is not in it. Its name, currency, zone, grades and language go with the caller. */
export function matrixFromBook(book: Book): { csv: string; notHeld: NotHeld[] } {
  const facts = factsOf(book);
  const notHeld: NotHeld[] = aboutBook(book, facts);
  const shared = book.lines.map((line) => line.id);
  const rows: HeldRow[] = [];
  for (const type of book.types.values()) {
    const own = rowsOf(book, type, facts);
    const lost = typeLost(book, type, facts, own, notHeld);
    const [first] = own;
    const means: string[] = [];
    if (first) first.cells.means = textCell({ book, facts: new Map(), lost: means }, type.means, 'meaning');
    notHeld.push(...means.map((what) => ({ rule: type.name, what })));
    for (const row of own) notHeld.push(...row.lost.map((what) => ({ rule: row.rule, what })));
    // The lines of a type stand in no row, so its first one says that they are missing, and the very first one the book's.
    first?.lost.push(...means, ...lost, ...(rows.length === 0 ? shared : []));
    rows.push(...own);
  }
  const columns = COLUMNS.filter(
    (column) => column !== 'not held' || rows.some(({ lost }) => lost.length > 0),
  );
  return {
    csv: writeCsv([columns, ...rows.map((row) => columns.map((column) => cellOf(row, column)))]),
    notHeld,
  };
}

const cellOf = (row: HeldRow, column: Column): string =>
  column === 'not held' ? row.lost.join('; ') : (row.cells[column] ?? '');

const neverOf = (type: RequestType): Line | undefined =>
  type.lines.find((line) => line.id === `${type.name}/never`);

function rowsOf(book: Book, type: RequestType, facts: HeldFacts): HeldRow[] {
  const never = neverOf(type);
  const rows = [
    ...type.grants.map((grant) => heldGrant(book, type, grant, facts)),
    ...[never, type.otherwise].flatMap((line) => (line ? [heldNo(book, type, line, facts)] : [])),
  ];
  for (const row of rows) row.cells.type = plain(row, type.name);
  if (never && type.otherwise) rows.at(-1)?.lost.push('a second written no');
  return rows;
}

/** The facts that rows declare when they are read: dates that days count from, and what shares are of. */
function factsOf(book: Book): Map<string, 'date' | 'number'> {
  const facts = new Map<string, 'date' | 'number'>();
  for (const type of book.types.values()) {
    for (const grant of type.grants) {
      const days = daysOf(grant.when);
      const share = shareOf(grant, type.amount?.type);
      if (days) facts.set(days.fact, 'date');
      if (share !== undefined) facts.set(share, 'number');
    }
  }
  return facts;
}

/** What of a type stands in no row. What takes authority away is returned, all of it is listed. */
function typeLost(
  book: Book,
  type: RequestType,
  facts: HeldFacts,
  rows: readonly HeldRow[],
  notHeld: NotHeld[],
): string[] {
  const say = (rule: string, what: string): void => void notHeld.push({ rule, what });
  const away = [
    ...type.lines
      .filter((line) => line.id !== `${type.name}/never` && !book.lines.includes(line))
      .map((line) => ({ rule: line.id, what: lineWords(line) })),
    ...type.consults.map((consult) => ({ rule: consult.id, what: 'whose view is asked before a yes' })),
    ...(type.amount?.neverAbove
      ? [{ rule: `${type.name}/amount`, what: `never above ${type.amount.neverAbove.text}` }]
      : []),
    // A computed amount would come back as one that is merely said.
    ...(type.amount && type.amount.fact === undefined
      ? [{ rule: `${type.name}/amount`, what: `its amount: ${type.amount.expr.text}` }]
      : []),
  ];
  notHeld.push(
    ...away.filter(({ rule, what }) => !notHeld.some((other) => other.rule === rule && other.what === what)),
  );
  if (rows.length === 0) say(type.name, 'a request type without grants');
  const no = rows.find(({ cells }) => cells.grade === 'never' || cells.grade === 'otherwise');
  if (rows.length > 0 && !no && rows[0]?.cells.function !== type.function)
    say(type.name, `its own function, ${type.function}`);
  const { amount } = type;
  const named = type.grants.some(
    (grant) => grant.upTo !== undefined || grant.share || grant.usual !== undefined || grant.total,
  );
  if (amount?.fact !== undefined && (amount.fact !== 'amount' || !named))
    say(`${type.name}/amount`, `its amount: ${amount.expr.text}`);
  if (amount?.allThatFits) say(`${type.name}/amount`, 'all that fits, where the amount is not said');
  if (type.saidAs.length > 0) say(type.name, 'how customers say it');
  if (type.needs.length > 0) say(type.name, `the needs behind it: ${type.needs.join(', ')}`);
  if (type.answerWithinMs !== undefined) say(type.name, 'by when it is answered');
  if (type.afterwards.size > 0)
    say(type.name, `what a yes changes: ${[...type.afterwards.keys()].join(', ')}`);
  for (const grant of type.grants) {
    const term = daysOf(grant.when)?.term;
    if (term !== undefined) say(grant.id, `the name of its condition: ${term}`);
  }
  for (const fact of type.facts.values())
    if (book.facts.get(fact.name) !== fact)
      sayFact(fact, `${type.name}/facts/${fact.name}`, type, facts, say);
  return away.map(({ rule, what }) => `${rule}: ${what}`);
}

const lineWords = (line: Line): string =>
  line.kind === 'reserved' ? 'who alone counts' : `what is forbidden (${line.kind})`;

/** A fact is held when rows declare it just so. */
function sayFact(
  fact: Fact,
  rule: string,
  type: RequestType | undefined,
  facts: HeldFacts,
  say: (rule: string, what: string) => void,
): void {
  const isAmount = type?.amount?.fact === fact.name && fact.name === 'amount';
  if (!isAmount && !facts.has(fact.name)) {
    say(rule, 'a fact that no row names');
    return;
  }
  const asked =
    isAmount && type.amount ? AMOUNT_QUESTIONS[type.amount.type.kind] : question(fact.name, fact.type.kind);
  if (fact.ask && Object.values(fact.ask).some((words) => words !== asked)) say(rule, 'the question for it');
  const more = [
    ...(fact.knownBy === undefined ? [] : ['which system knows it']),
    ...(fact.proof === undefined ? [] : ['what proves it']),
    ...(fact.goodFaith.kind === 'off' ? [] : ['how far a claim counts']),
    ...(fact.ifNotSaid === undefined ? [] : ['what is assumed']),
    ...(fact.optional ? ['that it may be none'] : []),
    ...(fact.canChange ? ['that it can change'] : []),
  ];
  if (more.length > 0) say(rule, more.join(', '));
}

/** Parts of a book that are no grants. The name, currency, zone, grades, functions and language are the caller's to keep. */
function aboutBook(book: Book, facts: HeldFacts): NotHeld[] {
  const notHeld: NotHeld[] = [];
  const say = (rule: string, what: string): void => void notHeld.push({ rule, what });
  const [residual] = book.residual;
  if (book.inForce.from !== undefined || book.inForce.until !== undefined)
    say('book', 'from when and until when it is in force');
  for (const [name, who] of book.units)
    if (JSON.stringify(who) !== JSON.stringify({ role: name })) say(`units/${name}`, 'who says yes for it');
  if (
    book.residual.length !== 1 ||
    residual?.upTo !== undefined ||
    JSON.stringify(Object.keys(residual?.who ?? {})) !== '["role"]'
  )
    say('residual authority', 'more than one role');
  if (JSON.stringify(book.policyOwner) !== '{"role":"policy-owner"}') say('policy owner', 'who it is');
  if (book.management !== undefined) say('management', 'who it is');
  if (book.asksForAPerson) say('asks for a person', 'who takes such a customer');
  if (book.delegation) say('delegation', 'who may delegate');
  if (book.specialClients) say('special clients', 'how they are treated');
  for (const name of book.signals.keys()) say(`signals/${name}`, 'who takes such a case');
  for (const name of book.called.keys()) say(`called/${name}`, 'what customers read for it');
  for (const name of book.obligations.keys()) say(`obligations/${name}`, 'what accompanies a yes');
  for (const name of book.tables.keys()) say(`tables/${name}`, 'a table');
  for (const { from, to } of book.rates) say(`rates/${from} to ${to}`, 'exchange rates');
  for (const line of book.lines) say(line.id, lineWords(line));
  for (const counter of book.counters.values())
    if (!/ per /.test(counter.id)) say(`counters/${counter.id}`, 'a shared counter');
  const offered = new Set(
    [...book.types.values()].flatMap((type) =>
      [neverOf(type), type.otherwise].flatMap((line) => line?.instead ?? []),
    ),
  );
  for (const name of book.alternatives.keys())
    if (!offered.has(name) && name !== PASS_IT_ON.name) say(`alternatives/${name}`, 'an alternative');
  for (const fact of book.facts.values()) sayFact(fact, `facts/${fact.name}`, undefined, facts, say);
  return notHeld;
}
