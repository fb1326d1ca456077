/** What is surely a mistake in a book that can be read: findings, each of which the book may accept with a reason. */
import type { Also, Book, Grant, Line, RequestType } from './book.ts';
import { report, type Context } from './context.ts';
import type { Expr } from './expression.ts';
import { constancy, reads, sameCondition } from './logic.ts';
import type { Path } from './yaml.ts';

type Finding = { code: string; message: string; mend: string; severity?: 'warning' | 'notice' };

/** Adds the findings to the context's problems, those accepted in the book apart. */
export function checkBook(context: Context, book: Book): void {
  const finder = new Finder(context, book);
  for (const line of book.lines) finder.condition(line.id, line.when);
  for (const [name, expr] of context.declared.terms) finder.term(name, expr);
  for (const type of book.types.values()) finder.type(type);
  finder.unused();
  finder.untranslated();
  finder.accepted();
}

class Finder {
  readonly #context: Context;
  readonly #book: Book;
  readonly #found = new Set<string>();
  /** Code and place of what has been said. */
  readonly #places = new Set<string>();

  constructor(context: Context, book: Book) {
    this.#context = context;
    this.#book = book;
  }

  /** Reports a finding about a rule, unless the book accepts it. `like` shows one place twice: it is said once. */
  #find(rule: string, path: Path, at: 'key' | 'value', finding: Finding): void {
    const name = `${finding.code} ${rule}`;
    const isNew = !this.#found.has(name);
    this.#found.add(name);
    if (!isNew || Object.hasOwn(this.#context.data.accepted ?? {}, name)) return;
    const problem = this.#context.source.problem(path, at, {
      severity: 'warning',
      ...finding,
      finding: name,
    });
    const place = `${problem.code} ${problem.line}:${problem.column}`;
    if (this.#places.has(place)) return;
    this.#places.add(place);
    this.#context.source.problems.push(problem);
  }

  #place(rule: string): Path {
    return this.#context.places.get(rule) ?? [];
  }

  /** A condition that is the same whatever the facts are decides nothing. */
  condition(rule: string, when: Expr | undefined): void {
    const fixed = when && constancy(when);
    if (!fixed) return;
    const place = this.#place(rule);
    const key = this.#has(place, 'when') ? 'when' : 'unless';
    this.#constant(rule, [...place, key], fixed);
  }

  #has(path: Path, key: string): boolean {
    let data: unknown = this.#context.source.data;
    for (const part of path) data = (data as Record<string | number, unknown> | undefined)?.[part];
    return typeof data === 'object' && data !== null && Object.hasOwn(data, key);
  }

  term(name: string, expr: Expr): void {
    const fixed = constancy(expr);
    if (fixed) this.#constant(`terms/${name}`, ['terms', name], fixed);
  }

  #constant(rule: string, path: Path, fixed: NonNullable<ReturnType<typeof constancy>>): void {
    if (fixed.contradiction) {
      const [a, b] = fixed.contradiction;
      this.#find(rule, path, 'value', {
        code: 'contradiction',
        message: `"${a}" and "${b}" exclude each other, so this ${fixed.verdict === 'never' ? 'never' : 'always'} holds.`,
        mend: 'Change one of the two, or write || for "or".',
      });
    } else {
      this.#find(rule, path, 'value', {
        code: 'constant-condition',
        message: `This ${fixed.verdict} holds, whatever the facts are.`,
        mend:
          fixed.verdict === 'always'
            ? 'Remove the condition, or make it depend on a fact.'
            : 'Remove the rule, or mend the condition.',
      });
    }
  }

  type(type: RequestType): void {
    for (const line of type.lines)
      if (line.id.startsWith(`${type.name}/`)) this.condition(line.id, line.when);
    for (const rule of [...type.grants, ...type.consults]) this.condition(rule.id, rule.when);
    for (const [i, grant] of type.grants.entries()) this.#covered(type, grant, i);
    this.#writtenNo(type);
    this.#settledWaiver(type);
    this.#repeats(type);
    this.#claims(type);
  }

  /** A grant that adds nothing to another, or whose limit is lower though its grade is higher. */
  #covered(type: RequestType, grant: Grant, index: number): void {
    const by = type.grants.find(
      (other, i) =>
        other !== grant && this.#covers(other, grant) && !(i > index && this.#covers(grant, other)),
    );
    if (!by) return;
    const shrinks =
      by.upTo !== undefined && grant.upTo !== undefined && grant.upTo < by.upTo && by.from !== grant.from;
    const path = this.#place(grant.id);
    if (shrinks) {
      this.#find(grant.id, [...path, 'up to'], 'value', {
        code: 'limit-shrinks',
        message: `The limit is lower than that of "${by.name}", which reaches the lower grade ${by.from} under the same condition.`,
        mend: 'Raise this limit, lower the other, or let the conditions differ.',
      });
    } else {
      this.#find(grant.id, path, 'key', {
        code: 'covered-grant',
        message: `"${by.name}" already gives all that this grant gives.`,
        mend: 'Remove this grant, or let it give more than the other.',
      });
    }
  }

  /** Whether `a` gives all that `b` gives, to everybody whom `b` reaches, with no more strings. */
  #covers(a: Grant, b: Grant): boolean {
    const grade = (name: string | undefined): number => this.#book.grades.indexOf(name ?? '');
    const reaches =
      a.from !== undefined && b.from !== undefined
        ? grade(a.from) <= grade(b.from) && (a.function === b.function || a.function === 'any')
        : a.role === b.role && a.person === b.person && a.from === b.from;
    const inForce =
      (a.inForce.from ?? -Infinity) <= (b.inForce.from ?? -Infinity) &&
      (a.inForce.until ?? Infinity) >= (b.inForce.until ?? Infinity);
    const limits =
      (a.upTo ?? Infinity) >= (b.upTo ?? Infinity) &&
      (a.atLeast ?? 0) <= (b.atLeast ?? 0) &&
      covers(a.times, b.times) &&
      covers(a.total, b.total) &&
      (a.share === undefined ||
        (b.share !== undefined &&
          a.share.of.text === b.share.of.text &&
          a.share.basisPoints >= b.share.basisPoints));
    const strings =
      sameAlso(a.also, b.also) &&
      (a.exception === undefined || a.exception.join() === b.exception?.join()) &&
      a.ensure.every((name) => b.ensure.includes(name));
    return reaches && inForce && limits && strings && (a.when === undefined || sameCondition(a.when, b.when));
  }

  /** A settled no is said at once; one that somebody may lift goes to them first. */
  #settledWaiver(type: RequestType): void {
    for (const line of type.lines.filter((one) => one.settled && one.admits)) {
      this.#find(line.id, [...this.#place(line.id), 'settled'], 'key', {
        code: 'settled-and-waived',
        message:
          'This no is settled, and somebody may lift it: every request goes to them, and the no is not said at once.',
        mend: 'Remove "settled" or "waived by".',
      });
    }
  }

  #writtenNo(type: RequestType): void {
    const open = type.grants.find(
      (grant) =>
        grant.when === undefined && grant.inForce.from === undefined && grant.inForce.until === undefined,
    );
    if (type.otherwise && open) {
      this.#find(type.otherwise.id, this.#place(type.otherwise.id), 'key', {
        code: 'otherwise-unused',
        message: `The grant "${open.name}" has no condition, so this written no never applies.`,
        mend: 'Give the grant a condition, or remove "otherwise".',
      });
    }
    const never = type.lines.find((line) => line.id === `${type.name}/never`);
    if (never && type.grants.length > 0) {
      this.#find(never.id, this.#place(never.id), 'key', {
        code: 'never-and-may',
        message: 'This type is never granted, and has grants.',
        mend: 'Remove "never" or "may".',
      });
    }
    if (!never && type.grants.length === 0 && !type.otherwise) {
      this.#find(type.name, ['requests', type.name], 'key', {
        code: 'no-grant',
        message: `Nobody may grant "${type.name}": every request goes to residual authority.`,
        mend: 'Add a grant under "may", or a written no under "never".',
      });
    }
  }

  /** An alternative that asks for the same thing again is none. */
  #repeats(type: RequestType): void {
    const lines: Line[] = [
      ...type.lines.filter((line) => line.id.startsWith(`${type.name}/`) || line.types?.length === 1),
      ...(type.otherwise ? [type.otherwise] : []),
    ];
    for (const line of lines) {
      for (const [i, name] of line.instead.entries()) {
        const declared = this.#book.alternatives.get(name);
        const target = declared ? declared.do?.type : name;
        if (target !== type.name || (declared?.do?.with.size ?? 0) > 0) continue;
        this.#find(`${line.id}/${name}`, [...this.#place(line.id), 'instead', i], 'value', {
          code: 'repeats-its-request',
          message: `"${name}" asks for "${type.name}" again with nothing changed.`,
          mend: 'Let it change a fact with "with", or offer something else.',
        });
      }
    }
  }

  /** Good faith measures the amount at stake, so a type without an amount can't use it. */
  #claims(type: RequestType): void {
    if (type.amount) return;
    const conditions = [...type.lines, ...type.grants].flatMap((rule) => (rule.when ? [rule.when] : []));
    for (const name of new Set(conditions.flatMap((when) => [...reads(when).facts]))) {
      if (type.facts.get(name)?.goodFaith.kind !== 'up to') continue;
      this.#find(`${type.name}/${name}`, ['requests', type.name], 'key', {
        severity: 'notice',
        code: 'claim-not-measured',
        message: `A claimed "${name}" never counts here: the type has no amount, so what is at stake is not known.`,
        mend: 'Say what is at stake: "amount: = …".',
      });
    }
  }

  /** What is declared and never used is often a slip in a name. */
  unused(): void {
    const { used, declared, data } = this.#context;
    for (const type of this.#book.types.values()) {
      const exprs = [...type.lines, ...type.grants, ...type.consults].flatMap((rule) =>
        rule.when ? [rule.when] : [],
      );
      exprs.push(
        ...type.grants.flatMap((grant) => (grant.share ? [grant.share.of] : [])),
        ...(type.amount
          ? [type.amount.expr, ...(type.amount.neverAbove ? [type.amount.neverAbove] : [])]
          : []),
      );
      for (const expr of exprs) {
        for (const fact of reads(expr).facts) used.facts.add(fact);
        for (const counter of reads(expr).counters) used.counters.add(counter);
      }
    }
    const lost = (kind: string, path: Path, name: string): void =>
      this.#find(`${kind}/${name}`, [...path, name], 'key', {
        severity: 'notice',
        code: 'unused',
        message: `No rule uses this ${kind}.`,
        mend: 'Use it, or remove it.',
      });
    for (const name of Object.keys(data.counters ?? {}))
      if (!used.counters.has(name)) lost('counter', ['counters'], name);
    for (const name of Object.keys(data.obligations ?? {}))
      if (!used.obligations.has(name)) lost('obligation', ['obligations'], name);
    for (const name of Object.keys(data.alternatives ?? {}))
      if (!used.alternatives.has(name)) lost('alternative', ['alternatives'], name);
    for (const [name, fact] of declared.facts)
      if (!used.facts.has(name) && !fact.ask && !fact.knownBy) lost('fact', ['facts'], name);
  }

  /** Texts that lack a language which others have: one finding a language. */
  untranslated(): void {
    const texts = [...this.#context.texts.values()];
    for (const language of new Set(texts.flatMap(({ languages }) => languages))) {
      const lacking = texts.filter(({ languages }) => !languages.includes(language));
      const [first] = lacking;
      if (!first) continue;
      const where = lacking.length === 1 ? 'this text' : `${lacking.length} texts, first here`;
      this.#find(language, first.path, 'value', {
        severity: 'notice',
        code: 'missing-translation',
        message: `${LANGUAGES[language] ?? `The language "${language}"`} is missing in ${where}.`,
        mend: `Add it, as in: { ${this.#book.language}: "…", ${language}: "…" }`,
      });
    }
  }

  /** An accepted finding that no longer occurs is said, so that the list stays true. */
  accepted(): void {
    for (const name of Object.keys(this.#context.data.accepted ?? {})) {
      if (this.#found.has(name) || name.startsWith('proof ')) continue;
      report(
        this.#context,
        ['accepted', name],
        {
          code: 'accepted-no-longer',
          severity: 'warning',
          message: 'This finding is accepted, and does not occur.',
          mend: 'Remove it from "accepted".',
        },
        'key',
      );
    }
  }
}

const LANGUAGES: Readonly<Record<string, string>> = {
  de: 'German',
  en: 'English',
  es: 'Spanish',
  fr: 'French',
  it: 'Italian',
  nl: 'Dutch',
  pl: 'Polish',
  pt: 'Portuguese',
};

/** Whether the first limit leaves at least as much as the second. */
const covers = (a: Grant['times'], b: Grant['times']): boolean =>
  a === undefined || (b !== undefined && a.counter === b.counter && a.max >= b.max);

const sameAlso = (a: Also | undefined, b: Also | undefined): boolean =>
  a === undefined || (b !== undefined && a.count <= b.count && a.units.join() === b.units.join());
