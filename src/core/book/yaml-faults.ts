/** What can be wrong with a text before it is data, said to people who have never read the grammar of YAML. */
export const MAX_DEPTH = 40;
/** Before anything is parsed, brackets in texts and comments count too: far more than any book has. */
const MAX_BRACKETS = 1000;

type YamlFault = { code: string; message: string; mend: string };

const NOT_CLOSED: YamlFault = {
  code: 'yaml',
  message: 'Something is missing here or just before: a quote, a bracket, a comma or a colon.',
  mend: 'Check the quotes, brackets and commas in this line and the one before it.',
};
const NOT_TEXT: YamlFault = {
  code: 'not-text',
  message: 'A character here can not be read: the file is not plain text in UTF-8.',
  mend: 'Save the file as UTF-8, and type the character again.',
};
export const TOO_DEEP: YamlFault = {
  code: 'too-deep',
  message: `The text is nested more than ${MAX_DEPTH} levels deep.`,
  mend: 'A book needs no more than about ten levels; remove the nesting.',
};
export const OPEN_QUOTE: YamlFault = {
  code: 'yaml',
  message: 'A quote opens here and is not closed.',
  mend: 'Close it with the quote that it began with, or take it out.',
};
const UNREADABLE: YamlFault = {
  code: 'yaml',
  message: 'This can not be read: a character here has a meaning of its own.',
  mend: 'Put quotes around text that holds ": " or " #", or starts with a special character.',
};
const TAG: YamlFault = {
  code: 'tag',
  message: 'A book has no tags (!name): what a value is follows from its place.',
  mend: 'Remove the tag.',
};
const KEY: YamlFault = {
  code: 'key',
  message: 'A key must be plain text.',
  mend: 'Write the key as a word, in quotes if it holds a colon.',
};

/** The parser's faults, said to people who have never read its grammar; by its stable codes. */
const YAML_FAULTS: Record<string, YamlFault> = {
  TAB_AS_INDENT: { code: 'yaml', message: 'This line is indented with a tab.', mend: 'Indent with spaces.' },
  BAD_INDENT: {
    code: 'yaml',
    message: 'This line does not begin in the column of its neighbors.',
    mend: 'Indent it as far as the other lines of its group.',
  },
  MULTIPLE_DOCS: {
    code: 'yaml',
    message: 'A second document begins here, and only the first would be read.',
    mend: 'Keep one document a file: remove the line "---".',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    code: 'yaml',
    message: 'There is a second ": " in this line.',
    mend: 'Put quotes around text that holds ": ", or begin a new line.',
  },
  BAD_DQ_ESCAPE: {
    code: 'yaml',
    message: 'A backslash in double quotes has a meaning of its own, and this one has none.',
    mend: 'Write the backslash twice, or take single quotes.',
  },
  MISSING_CHAR: NOT_CLOSED,
  UNEXPECTED_TOKEN: NOT_CLOSED,
  MULTILINE_IMPLICIT_KEY: NOT_CLOSED,
  BLOCK_IN_FLOW: NOT_CLOSED,
  BAD_ALIAS: {
    code: 'alias',
    message: 'A book has no aliases (*name): each rule is read where it stands.',
    mend: 'Write the text out, or put quotes around text that starts with *.',
  },
  MULTIPLE_ANCHORS: {
    code: 'anchor',
    message: 'A book has no anchors (&name): each rule is read where it stands.',
    mend: 'Remove the anchor, or put quotes around text that starts with &.',
  },
  TAG_RESOLVE_FAILED: TAG,
  BAD_COLLECTION_TYPE: TAG,
  MULTIPLE_TAGS: TAG,
  RESOURCE_EXHAUSTION: TOO_DEEP,
  IMPOSSIBLE: KEY,
  NON_STRING_KEY: KEY,
  KEY_OVER_1024_CHARS: KEY,
};

/** The sentences for a fault of the parser. */
export function faultOf(code: string, message: string): YamlFault {
  if (message.startsWith('Missing closing')) return OPEN_QUOTE;
  return message.startsWith('Flow ') ? NOT_CLOSED : (YAML_FAULTS[code] ?? UNREADABLE);
}

type Early = { at: number; fault: YamlFault };

/** Where the text is none: decoding puts U+FFFD where bytes are no UTF-8, and control characters come from binary files. */
export function textFault(text: string): Early | undefined {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  const at = text.search(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]/);
  return at < 0 ? undefined : { at, fault: NOT_TEXT };
}

/** Where the text is nested far too deep, found without recursion; what brackets mean is not known yet. */
export function depthFault(text: string): Early | undefined {
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
      while (
        text[i] === ' ' ||
        (text[i] === '-' && text[i + 1] === ' ') ||
        (text[i] === '?' && text[i + 1] === ' ')
      ) {
        if (text[i] !== ' ') indents.push(column);
        if (indents.length > MAX_BRACKETS) return { at: i, fault: TOO_DEEP };
        column++;
        i++;
      }
      while (indents.length > 0 && (indents.at(-1) ?? 0) >= column) indents.pop();
      if (text[i] !== '\n' && text[i] !== '#' && column > 0) indents.push(column);
      if (indents.length > MAX_BRACKETS) return { at: i, fault: TOO_DEEP };
      lineStart = false;
      if (text[i] === '\n') lineStart = true;
    }
    if (text[i] === '[' || text[i] === '{') flow++;
    else if (text[i] === ']' || text[i] === '}') flow = Math.max(0, flow - 1);
    if (flow > MAX_BRACKETS) return { at: i, fault: TOO_DEEP };
  }
  return undefined;
}
