/** Slips in YAML that have one likely cause, told from the text around the place where the parser stopped. */

type Slip = { start: number; end: number; code: string; message: string; mend: string };

const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;
const lineEnd = (text: string, at: number): number => {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
};

/** The slip at a fault of the parser; undefined: none of these. */
export function yamlSlip(code: string, text: string, at: number): Slip | undefined {
  if (code === 'BAD_INDENT' && !/^ *[\]}]/.test(text.slice(at, lineEnd(text, at)))) return indented(text, at);
  if (code === 'BLOCK_AS_IMPLICIT_KEY') return indentedBelow(text, at);
  return negated(text, at) ?? unquoted(text, at);
}

const COMMENT = /^\s*(#|$)/;
const depth = (line: string): number => line.length - line.trimStart().length;

/** A line that does not begin where a line above it of its group does. */
function indented(text: string, at: number): Slip | undefined {
  const start = lineStart(text, at);
  const line = text.slice(start, lineEnd(text, start));
  const above = text
    .slice(0, start)
    .split('\n')
    .filter((one) => !COMMENT.test(one))
    .at(-1);
  if (above === undefined || depth(above) === depth(line)) return undefined;
  return outOfLine(start, line, above);
}

/** A line that is moved in under a line that has a value already. */
function indentedBelow(text: string, at: number): Slip | undefined {
  const start = lineStart(text, at);
  const line = text.slice(start, lineEnd(text, start));
  let next = lineEnd(text, start) + 1;
  while (next < text.length && COMMENT.test(text.slice(next, lineEnd(text, next))))
    next = lineEnd(text, next) + 1;
  const below = text.slice(next, lineEnd(text, next));
  const isKey = /^\s*[^\s"'#:][^"'#:]*:(\s|$)/;
  if (!isKey.test(below) || depth(below) <= depth(line) || /: .*: /.test(line)) return undefined;
  return outOfLine(next, below, line);
}

const spaces = (count: number): string =>
  count === 0 ? 'no space' : count === 1 ? '1 space' : `${count} spaces`;

function outOfLine(start: number, line: string, above: string): Slip {
  const key = /^\s*(?:- )?([^:]{1,40}):/.exec(above)?.[1]?.trim();
  return {
    start: start + depth(line),
    end: start + line.length,
    code: 'yaml',
    message: `This line begins with ${spaces(depth(line))}, and the line above it${key === undefined ? '' : `, "${key}",`} with ${spaces(depth(above))}.`,
    mend: 'Begin both with the same number of spaces if they belong together; what belongs to a line is moved in by two more.',
  };
}

/** `when: !damaged`: YAML has another use for a "!" at the beginning. */
function negated(text: string, at: number): Slip | undefined {
  const line = text.slice(lineStart(text, at), lineEnd(text, at));
  const match = /\b(when|unless): *(\[ *)?(!.*)$/.exec(line);
  const start = lineStart(text, at) + line.length - (match?.[3]?.length ?? 0);
  if (!match || match[3] === undefined || at < start) return undefined;
  const condition = upToComma(match[3]);
  const name = match[2] === undefined ? /^!([\w.]+)$/.exec(condition)?.[1] : undefined;
  const other = match[1] === 'when' ? 'unless' : 'when';
  return {
    start,
    end: start + condition.length,
    code: 'needs-quotes',
    message: `A "!" at the beginning means something else in YAML, so this is not read as "not".`,
    mend:
      name === undefined
        ? `Put the condition in quotes: ${inQuotes(condition)}`
        : `Write "${other}: ${name}", or put the condition in quotes: ${inQuotes(condition)}`,
  };
}

/** `{ when: category in ['bike'] }`: inside { } a bracket ends a text. */
function unquoted(text: string, at: number): Slip | undefined {
  const before = text.slice(Math.max(lineStart(text, at), at - 500), at);
  const match = /(?:^|[{,]) *([\w ]+): +([^\s"'{[|>,][^{[,]*)$/.exec(before);
  if (!match || match[2] === undefined || !/[[{]/.test(text.charAt(at)) || !before.includes('{'))
    return undefined;
  const start = at - match[2].length;
  const written = upToComma(text.slice(start, lineEnd(text, at)));
  return {
    start,
    end: start + written.length,
    code: 'needs-quotes',
    message: `Inside { } a bracket ends a text, so "${match[1]}" ends too early here.`,
    mend: `Put the whole in quotes: ${match[1]}: ${inQuotes(written)}`,
  };
}

/** A key without a colon: what a comma inside { } cut off from the text before it. */
export function cutOff(text: string, place: { start: number; end: number }): Slip {
  const name = text.slice(place.start, place.end);
  const before = text.slice(Math.max(0, place.start - 500), place.start);
  const match = /([^{,:]+): +([^\s{,:"'][^{,:]*), *$/.exec(before);
  const start = place.start - before.length + (match ? match.index + match[0].indexOf(':') + 1 : 0);
  const written = text.slice(start, lineEnd(text, place.end)).trimStart();
  const balanced = upToComma(written);
  const whole = balanced.includes(',') ? balanced : text.slice(start, place.end).trim();
  return {
    ...place,
    code: 'needs-quotes',
    message: `A comma inside { } ends a text, so "${name}" stands here alone, without a value.`,
    mend: match
      ? `Put the whole in quotes: ${match[1]?.trim()}: ${inQuotes(whole)}`
      : 'Put the whole text before it in quotes, or give this key a value.',
  };
}

/** In double quotes; in single ones where it holds double ones. */
const inQuotes = (text: string): string =>
  text.includes('"') ? `'${text.replaceAll("'", "''")}'` : `"${text}"`;

/** The text up to the comma or bracket that ends it, brackets and quotes inside it passed over. */
function upToComma(text: string): string {
  let open = 0;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if ('([{'.includes(char)) open++;
    else if (')]}'.includes(char) && open-- === 0) return text.slice(0, i).trimEnd();
    else if (char === ',' && open === 0) return text.slice(0, i).trimEnd();
  }
  return text.trimEnd();
}
