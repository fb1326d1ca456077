/**
 * YAML that can do no harm: 1.2, no anchors, aliases, tags or merge keys (L37), bounded in size and depth,
 * every node with its position. Nothing else in the product reads YAML.
 */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
  type Pair,
} from 'yaml';
import type { Problem } from '../words/problem.ts';
import { depthFault, faultOf, MAX_DEPTH, OPEN_QUOTE, textFault, TOO_DEEP } from './yaml-faults.ts';
import { cutOff, yamlSlip } from './yaml-slips.ts';

export const MAX_BYTES = 16 * 1024 * 1024;
const MAX_PROBLEMS = 200;

export type Path = readonly (string | number)[];

/** What was read: plain data (objects without a prototype) and the place of every part of it. */
export type Source = {
  file: string;
  /** What the whole of it is called in sentences; "the file" when left out. */
  called?: string;
  data: unknown;
  problems: Problem[];
  /** A problem at the value of a path, or at its key. Falls back to the nearest part that exists. */
  problem: (
    path: Path,
    at: 'key' | 'value',
    problem: Pick<Problem, 'code' | 'severity' | 'message' | 'mend'> & Partial<Problem>,
    /** Characters into the value's text, for a fault inside a condition. */
    within?: { start: number; end: number },
  ) => Problem;
};

type Place = { start: number; end: number };

/** Reads a YAML (or JSON) text. With errors, `data` is what could be read. Never throws. */
export function readYaml(file: string, text: string): Source {
  const lines = new LineCounter();
  const problems: Problem[] = [];
  const places = new Map<string, { key: Place; value: Place; scalar?: { block: boolean } }>();

  const problemAt = (
    place: Place,
    problem: Pick<Problem, 'code' | 'severity' | 'message' | 'mend'> & Partial<Problem>,
  ): Problem => {
    const { line, col } = lines.linePos(Math.min(place.start, text.length));
    const words = (
      text.slice(place.start, Math.min(place.end, place.start + 500)).split('\n')[0] ?? ''
    ).trimEnd();
    return {
      file,
      line,
      column: col,
      words: words.length > 120 ? `${words.slice(0, 117)}...` : words,
      ...problem,
    };
  };
  const report = (place: Place, code: string, message: string, mend: string): void => {
    if (problems.length < MAX_PROBLEMS)
      problems.push(problemAt(place, { code, severity: 'error', message, mend }));
  };
  const source: Source = {
    file,
    data: undefined,
    problems,
    problem: (path, at, problem, within) => {
      for (let length = path.length; length >= 0; length--) {
        const place = places.get(keyOf(path.slice(0, length)));
        if (!place) continue;
        const exact = length === path.length;
        const span = exact && at === 'value' ? place.value : place.key;
        return problemAt(exact && at === 'value' && within ? inside(span, within, text) : span, problem);
      }
      return problemAt({ start: 0, end: 0 }, problem);
    },
  };

  if (text.length > MAX_BYTES) {
    report(
      { start: 0, end: 0 },
      'too-large',
      `The file has more than ${MAX_BYTES / 1024 / 1024} MB.`,
      'Split it, or remove what is not a book.',
    );
    return source;
  }
  const early = textFault(text) ?? depthFault(text);
  if (early) {
    const before = text.slice(0, early.at).split('\n');
    problems.push({
      file,
      line: before.length,
      column: (before.at(-1)?.length ?? 0) + 1,
      words: '',
      severity: 'error',
      ...early.fault,
    });
    return source;
  }

  let document;
  try {
    document = parseDocument(text, {
      lineCounter: lines,
      version: '1.2',
      strict: true,
      uniqueKeys: false,
      merge: false,
      logLevel: 'error',
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    report({ start: 0, end: 0 }, TOO_DEEP.code, TOO_DEEP.message, TOO_DEEP.mend);
    return source;
  }
  // What follows the first fault is read by guesswork: only the first is said.
  const [first] = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  if (first) {
    const slip = yamlSlip(first.code, text, first.pos[0]);
    if (slip) {
      report(slip, slip.code, slip.message, slip.mend);
      return source;
    }
    const fault = faultOf(first.code, first.message);
    const start = fault === OPEN_QUOTE ? openQuote(document, first.pos[0]) : first.pos[0];
    report({ start, end: text.length }, fault.code, fault.message, fault.mend);
    return source;
  }

  const walk = (node: Node | null, path: Path, key: Place): unknown => {
    const range = node?.range;
    const value: Place = range ? { start: range[0], end: range[1] } : { start: key.end, end: key.end };
    places.set(keyOf(path), { key, value });
    if (node === null) return null;
    if (path.length > MAX_DEPTH) {
      report(value, TOO_DEEP.code, TOO_DEEP.message, TOO_DEEP.mend);
      return undefined;
    }
    if (isAlias(node)) {
      report(
        value,
        'alias',
        'A book has no aliases (*name): each rule is read where it stands.',
        'Write the text out, or share it with "for:" or "like:".',
      );
      return undefined;
    }
    if (node.anchor) {
      report(
        value,
        'anchor',
        'A book has no anchors (&name): each rule is read where it stands.',
        'Remove the anchor; share with "for:" or "like:".',
      );
    }
    // The parser puts a tag on every list and map, and on a scalar only where one is written.
    if (
      isScalar(node)
        ? node.tag
        : /(?:^|[\s,[{])!!\w+\s+$/.test(text.slice(Math.max(0, value.start - 80), value.start))
    ) {
      report(
        value,
        'tag',
        'A book has no tags (!name): what a value is follows from its place.',
        'Remove the tag.',
      );
    }
    if (isMap(node)) {
      const data = Object.create(null) as Record<string, unknown>;
      const seen = new Map<string, Place>();
      for (const pair of node.items as Pair<Node, Node | null>[]) {
        const name = keyText(pair.key, text);
        const keyRange = pair.key?.range;
        const keyPlace: Place = keyRange ? { start: keyRange[0], end: keyRange[1] } : value;
        if (name === undefined) {
          report(
            keyPlace,
            'key',
            'A key must be plain text.',
            'Write the key as a word, in quotes if it holds a colon.',
          );
          continue;
        }
        if (isScalar(pair.key) && pair.key.anchor) {
          report(keyPlace, 'anchor', 'A book has no anchors (&name).', 'Remove the anchor.');
        }
        if (name === '<<') {
          report(
            keyPlace,
            'merge-key',
            'A book has no merge keys (<<).',
            'Write the keys out, or share with "like:".',
          );
          continue;
        }
        if (name === '__proto__') {
          // The schema library drops this key without a word, and with it all that stands below.
          report(keyPlace, 'key', '"__proto__" can not be a name.', 'Choose another name.');
          continue;
        }
        const before = seen.get(name);
        if (before) {
          const earlier = lines.linePos(before.start).line;
          report(
            keyPlace,
            'duplicate-key',
            `The key "${name}" stands here a second time (first in line ${earlier}); only one could count.`,
            'Remove one of the two, or give it another name.',
          );
          continue;
        }
        if (node.flow && pair.value === null) {
          const slip = cutOff(text, keyPlace);
          report(slip, slip.code, slip.message, slip.mend);
          break;
        }
        seen.set(name, keyPlace);
        data[name] = walk(pair.value, [...path, name], keyPlace);
      }
      return data;
    }
    if (isSeq(node)) {
      return node.items.map((item, i) => {
        const itemRange = (item as Node | null)?.range;
        return walk(
          item as Node | null,
          [...path, i],
          itemRange ? { start: itemRange[0], end: itemRange[1] } : value,
        );
      });
    }
    if (!isScalar(node)) return undefined;
    if (typeof node.value === 'number' && !Number.isFinite(node.value)) {
      report(value, 'number', 'Not a number that can be counted with.', 'Write a finite number.');
    }
    if (typeof node.value === 'bigint') return String(node.value);
    return node.value;
  };
  source.data = walk(document.contents, [], { start: 0, end: 0 });
  return source;
}

const keyOf = (path: Path): string => path.map((part) => `${typeof part}${part}`).join('\u0001');

/** The key as it is written: `yes`, `2`, `null` are names here. */
function keyText(key: Node | null, text: string): string | undefined {
  if (!isScalar(key)) return undefined;
  if (typeof key.value === 'string') return key.value;
  return key.range ? text.slice(key.range[0], key.range[1]) : undefined;
}

/** The place of a part of a scalar: exact for plain and quoted text on one line, else the start of it. */
function inside(span: Place, within: { start: number; end: number }, text: string): Place {
  const source = text.slice(span.start, span.end);
  const quote = source[0] === '"' || source[0] === "'" ? 1 : 0;
  if (/^[|>]/.test(source) || source.includes('\n')) return span;
  // Escapes make the text shorter than its source; walk them.
  let position = span.start + quote;
  const map: number[] = [];
  for (let i = 0; position < span.end - quote; i++) {
    map[i] = position;
    const two = text.slice(position, position + 2);
    position += (source[0] === "'" && two === "''") || (source[0] === '"' && two[0] === '\\') ? 2 : 1;
  }
  const end = span.end - quote;
  return { start: map[within.start] ?? end, end: map[within.end] ?? end };
}

/** Where the quoted text begins that is still open at an offset. */
function openQuote(document: Document, at: number): number {
  let found = at;
  visit(document, {
    Scalar: (_, { range }) => {
      if (range && range[0] < at && at <= range[1]) found = range[0];
    },
  });
  return found;
}
