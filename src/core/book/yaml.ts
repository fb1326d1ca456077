/**
 * YAML that can do no harm: 1.2, no anchors, aliases, tags or merge keys (L37), bounded in size and depth,
 * every node with its position. Nothing else in the product reads YAML.
 */
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit, type Document, type Node, type Pair } from 'yaml';
import type { Problem } from '../words/problem.ts';

export const MAX_BYTES = 16 * 1024 * 1024;
const MAX_DEPTH = 40;
const MAX_PROBLEMS = 200;

export type Path = readonly (string | number)[];

/** What was read: plain data (objects without a prototype) and the place of every part of it. */
export type Source = {
  file: string;
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
    const words = (text.slice(place.start, Math.min(place.end, place.start + 500)).split('\n')[0] ?? '').trimEnd();
    return { file, line, column: col, words: words.length > 120 ? `${words.slice(0, 117)}...` : words, ...problem };
  };
  const report = (place: Place, code: string, message: string, mend: string): void => {
    if (problems.length < MAX_PROBLEMS) problems.push(problemAt(place, { code, severity: 'error', message, mend }));
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
    report({ start: 0, end: 0 }, 'too-large', `The file has more than ${MAX_BYTES / 1024 / 1024} MB.`, 'Split it, or remove what is not a book.');
    return source;
  }
  const tooDeep = depthFault(text);
  if (tooDeep !== undefined) {
    const line = text.slice(0, tooDeep).split('\n');
    problems.push({
      file, line: line.length, column: (line.at(-1)?.length ?? 0) + 1, words: '', code: 'too-deep', severity: 'error',
      message: `The text is nested more than ${MAX_DEPTH} levels deep.`, mend: 'A book needs no more than about ten levels; remove the nesting.',
    });
    return source;
  }

  let document;
  try {
    document = parseDocument(text, { lineCounter: lines, version: '1.2', strict: true, uniqueKeys: false, merge: false, logLevel: 'error' });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    report({ start: 0, end: 0 }, 'too-deep', 'The text is nested too deep to be read.', 'Remove the nesting.');
    return source;
  }
  // What follows the first fault is read by guesswork: only the first is said.
  const [first] = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  if (first) {
    const isOpen = first.message.startsWith('Missing closing');
    const start = isOpen ? openQuote(document, first.pos[0]) : first.pos[0];
    const known = isOpen ? OPEN_QUOTE : first.message.startsWith('Flow ') ? NOT_CLOSED : YAML_FAULTS[first.code];
    const { code, message, mend } = known ?? UNREADABLE;
    report({ start, end: text.length }, code, message, mend);
    return source;
  }

  const walk = (node: Node | null, path: Path, key: Place): unknown => {
    const range = node?.range;
    const value: Place = range ? { start: range[0], end: range[1] } : { start: key.end, end: key.end };
    places.set(keyOf(path), { key, value });
    if (node === null) return null;
    if (isAlias(node)) {
      report(value, 'alias', 'A book has no aliases (*name): each rule is read where it stands.', 'Write the text out, or share it with "for:" or "like:".');
      return undefined;
    }
    if (node.anchor) {
      report(value, 'anchor', 'A book has no anchors (&name): each rule is read where it stands.', 'Remove the anchor; share with "for:" or "like:".');
    }
    // The parser puts a tag on every list and map, and on a scalar only where one is written.
    if (isScalar(node) ? node.tag : /(?:^|[\s,[{])!!\w+\s+$/.test(text.slice(Math.max(0, value.start - 80), value.start))) {
      report(value, 'tag', 'A book has no tags (!name): what a value is follows from its place.', 'Remove the tag.');
    }
    if (isMap(node)) {
      const data = Object.create(null) as Record<string, unknown>;
      const seen = new Map<string, Place>();
      for (const pair of node.items as Pair<Node, Node | null>[]) {
        const name = keyText(pair.key, text);
        const keyRange = pair.key?.range;
        const keyPlace: Place = keyRange ? { start: keyRange[0], end: keyRange[1] } : value;
        if (name === undefined) {
          report(keyPlace, 'key', 'A key must be plain text.', 'Write the key as a word, in quotes if it holds a colon.');
          continue;
        }
        if (isScalar(pair.key) && pair.key.anchor) {
          report(keyPlace, 'anchor', 'A book has no anchors (&name).', 'Remove the anchor.');
        }
        if (name === '<<') {
          report(keyPlace, 'merge-key', 'A book has no merge keys (<<).', 'Write the keys out, or share with "like:".');
          continue;
        }
        if (name === '__proto__') {
          // The schema library drops this key without a word, and with it all that stands below.
          report(keyPlace, 'key', '"__proto__" can not be a name.', 'Choose another name.');
          continue;
        }
        const before = seen.get(name);
        if (before) {
          const first = lines.linePos(before.start).line;
          report(keyPlace, 'duplicate-key', `The key "${name}" stands here a second time (first in line ${first}); only one could count.`, 'Remove one of the two, or give it another name.');
          continue;
        }
        seen.set(name, keyPlace);
        data[name] = walk(pair.value, [...path, name], keyPlace);
      }
      return data;
    }
    if (isSeq(node)) {
      return node.items.map((item, i) => {
        const itemRange = (item as Node | null)?.range;
        return walk(item as Node | null, [...path, i], itemRange ? { start: itemRange[0], end: itemRange[1] } : value);
      });
    }
    if (!isScalar(node)) return undefined;
    if (typeof node.value === 'number' && !Number.isFinite(node.value)) {
      report(value, 'number', 'Not a number that can be counted with.', 'Write a finite number.');
    }
    if (typeof node.value === 'bigint') return String(node.value);
    return node.value;
  };
  source.data = walk(document.contents as Node | null, [], { start: 0, end: 0 });
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

/** The offset at which the text is nested too deep, found without recursion; undefined if it is not. */
function depthFault(text: string): number | undefined {
  let flow = 0;
  const indents: number[] = [];
  let lineStart = true;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '\n') {
      lineStart = true;
      continue;
    }
    if (lineStart) {
      let column = 0;
      // "- - - -" nests as well as white space does.
      while (text[i] === ' ' || (text[i] === '-' && text[i + 1] === ' ') || (text[i] === '?' && text[i + 1] === ' ')) {
        if (text[i] !== ' ') indents.push(column);
        if (indents.length > MAX_DEPTH * 4) return i;
        column++;
        i++;
      }
      while (indents.length > 0 && (indents.at(-1) ?? 0) >= column) indents.pop();
      if (text[i] !== '\n' && text[i] !== '#' && column > 0) indents.push(column);
      if (indents.length > MAX_DEPTH) return i;
      lineStart = false;
      if (text[i] === '\n') lineStart = true;
    }
    if (text[i] === '[' || text[i] === '{') flow++;
    else if (text[i] === ']' || text[i] === '}') flow = Math.max(0, flow - 1);
    if (flow > MAX_DEPTH) return i;
  }
  return undefined;
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

type YamlFault = { code: string; message: string; mend: string };

const NOT_CLOSED: YamlFault = {
  code: 'yaml', message: 'Something is missing here or just before: a quote, a bracket, a comma or a colon.',
  mend: 'Check the quotes, brackets and commas in this line and the one before it.',
};
const OPEN_QUOTE: YamlFault = { code: 'yaml', message: 'A quote opens here and is not closed.', mend: 'Close it with the quote that it began with, or take it out.' };
const UNREADABLE: YamlFault = {
  code: 'yaml', message: 'This can not be read: a character here has a meaning of its own.',
  mend: 'Put quotes around text that holds ": " or " #", or starts with a special character.',
};
const TAG: YamlFault = { code: 'tag', message: 'A book has no tags (!name): what a value is follows from its place.', mend: 'Remove the tag.' };
const KEY: YamlFault = { code: 'key', message: 'A key must be plain text.', mend: 'Write the key as a word, in quotes if it holds a colon.' };

/** The parser's faults, said to people who have never read its grammar; by its stable codes. */
const YAML_FAULTS: Record<string, YamlFault> = {
  TAB_AS_INDENT: { code: 'yaml', message: 'This line is indented with a tab.', mend: 'Indent with spaces.' },
  BAD_INDENT: { code: 'yaml', message: 'This line does not begin in the column of its neighbors.', mend: 'Indent it as far as the other lines of its group.' },
  MULTIPLE_DOCS: { code: 'yaml', message: 'A second document begins here, and only the first would be read.', mend: 'Keep one document a file: remove the line "---".' },
  BLOCK_AS_IMPLICIT_KEY: { code: 'yaml', message: 'There is a second ": " in this line.', mend: 'Put quotes around text that holds ": ", or begin a new line.' },
  BAD_DQ_ESCAPE: { code: 'yaml', message: 'A backslash in double quotes has a meaning of its own, and this one has none.', mend: 'Write the backslash twice, or take single quotes.' },
  MISSING_CHAR: NOT_CLOSED, UNEXPECTED_TOKEN: NOT_CLOSED, MULTILINE_IMPLICIT_KEY: NOT_CLOSED,
  BLOCK_IN_FLOW: NOT_CLOSED,
  BAD_ALIAS: { code: 'alias', message: 'A book has no aliases (*name): each rule is read where it stands.', mend: 'Write the text out, or put quotes around text that starts with *.' },
  MULTIPLE_ANCHORS: { code: 'anchor', message: 'A book has no anchors (&name): each rule is read where it stands.', mend: 'Remove the anchor, or put quotes around text that starts with &.' },
  TAG_RESOLVE_FAILED: TAG, BAD_COLLECTION_TYPE: TAG, MULTIPLE_TAGS: TAG,
  IMPOSSIBLE: KEY, NON_STRING_KEY: KEY, KEY_OVER_1024_CHARS: KEY,
};
