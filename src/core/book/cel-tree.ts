/** What the parser of `cel.ts` hands over to the checker: a small tree of our own, with ranges in the source. */

export type Fault = { code: string; start: number; end: number; message: string; mend: string };

export type BinaryOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%';

type Range = { start: number; end: number };

export type Node = Range &
  (
    | { op: 'value'; value: boolean | number | bigint | string | null }
    | { op: 'id'; name: string }
    | { op: 'dot'; base: Node; name: string; nameStart: number }
    | { op: 'index'; base: Node; index: Node }
    | { op: 'call'; name: string; args: readonly Node[] }
    | { op: 'method'; name: string; receiver: Node; args: readonly Node[] }
    | { op: 'list'; items: readonly Node[] }
    | { op: 'unary'; operator: '!' | '-'; arg: Node }
    | { op: 'binary'; operator: BinaryOperator; left: Node; right: Node }
    | { op: 'in'; left: Node; right: Node }
    | { op: 'and' | 'or'; args: readonly Node[] }
    | { op: 'if'; test: Node; then: Node; else: Node }
    | { op: 'unsupported'; what: string; mend: string }
  );

export type Of<Op extends Node['op']> = Extract<Node, { op: Op }>;

/** Ends the reading at once: there is no use in more faults. */
export class Refusal extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.message);
    this.fault = fault;
  }
}

export const MAX_LENGTH = 4000;
const MAX_BRACKETS = 60;

export function tooComplex(range: Range, why: string): Refusal {
  return new Refusal({
    code: 'too-complex',
    start: range.start,
    end: range.end,
    message: `This expression is ${why}, so it can't be read or decided safely.`,
    mend: 'Give parts of it a name under `terms` and use shorter conditions, or shorter lists (`most`).',
  });
}

/** Brackets by position, with the position of their partner; strings and comments are skipped as the parser does. */
export type Brackets = readonly { at: number; partner: number }[];

/** Finds the matching brackets before the parser runs, so that no depth can hurt it. */
export function scanBrackets(source: string): Brackets {
  const open: number[] = [];
  const pairs: { at: number; partner: number }[] = [];
  for (let at = 0; at < source.length; at++) {
    const char = source.charAt(at);
    if (char === '"' || char === "'") at = endOfString(source, at);
    else if (char === '/' && source[at + 1] === '/') at = endOfLine(source, at);
    else if ('([{'.includes(char)) {
      open.push(at);
      if (open.length > MAX_BRACKETS) {
        throw tooComplex({ start: at, end: at + 1 }, `nested deeper than ${MAX_BRACKETS} brackets`);
      }
    } else if (')]}'.includes(char)) {
      const partner = open.pop();
      if (partner !== undefined) pairs.push({ at, partner }, { at: partner, partner: at });
    }
  }
  return pairs;
}

function endOfLine(source: string, at: number): number {
  const end = source.indexOf('\n', at);
  return end < 0 ? source.length : end;
}

function endOfString(source: string, at: number): number {
  const quote = source.charAt(at);
  const triple = source.startsWith(quote.repeat(3), at);
  const close = triple ? quote.repeat(3) : quote;
  for (let i = at + close.length; i < source.length; i++) {
    if (source[i] === '\\') i++;
    else if (source.startsWith(close, i)) return i + close.length - 1;
  }
  return source.length;
}

/** The parser leaves brackets around the outer operands out of a range: take them in, so that the text reads well. */
export function widen(brackets: Brackets, start: number, end: number): { start: number; end: number } {
  let [from, to] = [start, end];
  for (const { at, partner } of brackets) {
    if (at < start || at >= end) continue;
    if (partner < from) from = partner;
    if (partner >= to) to = partner + 1;
  }
  return { start: from, end: to };
}
