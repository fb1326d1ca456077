// A line of a document as a shell reads it, as far as documents need: quotes, variables, a pipe at its end.

/** What `$NAME` stands for. */
export type Variables = ReadonlyMap<string, string>;

/** The words of a line; quotes hold a word together, and `$NAME` is replaced except in single ones. */
export function wordsOf(line: string, variables: Variables): string[] {
  const words: string[] = [];
  for (const [word] of line.matchAll(/(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^\s'"\\])+/gs))
    words.push(
      word.replaceAll(
        /'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)|([^'"\\]+)/gs,
        (_, single?: string, double?: string, escaped?: string, plain?: string) =>
          single ?? escaped ?? filled((double ?? plain ?? '').replaceAll(/\\(["\\$`])/g, '$1'), variables),
      ),
    );
  return words;
}

const filled = (text: string, variables: Variables): string =>
  text.replaceAll(/\$(\w+)/g, (_, name: string) => {
    const value = variables.get(name);
    if (value === undefined) throw new Error(`nothing has set $${name}`);
    return value;
  });

/** A line up to its first pipe outside of quotes, and what stands behind it. */
export function atPipe(line: string): { first: string; rest: string | undefined } {
  const first = /^(?:'[^']*'|"(?:\\.|[^"\\])*"|\\.|[^'"\\|])*/s.exec(line)?.[0] ?? line;
  return first.length < line.length
    ? { first: first.trim(), rest: line.slice(first.length + 1).trim() }
    : { first: line, rest: undefined };
}

/** Whether a quote in it is still open. */
export const isOpen = (line: string): boolean =>
  /['"]/.test(line.replaceAll(/'[^']*'|"(?:\\.|[^"\\])*"|\\./gs, ''));
