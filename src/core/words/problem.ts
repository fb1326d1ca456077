/**
 * A problem with what somebody wrote: a book, an organization, a request, a command.
 * Every one says what is wrong, where, and how to mend it.
 */
export type Problem = {
  /** Stable, kebab-case; tests and other programs may rely on it. */
  code: string;
  /** `error`: can't be used. `warning`: can be used, surely a mistake. `notice`: worth knowing. */
  severity: 'error' | 'warning' | 'notice';
  /** The file as the caller named it. */
  file: string;
  /** From 1; 0 where the whole file is meant. */
  line: number;
  /** From 1, in UTF-16 code units. */
  column: number;
  /** The offending words as they stand there, at most one line. */
  words: string;
  /** What is wrong and why, one sentence. */
  message: string;
  /** How to mend it, one sentence. */
  mend: string;
  /** For a finding that the book may accept: the name to write under `accepted`. */
  finding?: string;
};

export const hasErrors = (problems: readonly Problem[]): boolean =>
  problems.some((p) => p.severity === 'error');

/** Order for people: by file, then position. */
export const sortProblems = (problems: readonly Problem[]): Problem[] =>
  [...problems].sort(
    (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column,
  );

/** `book.yaml:3:9 error unknown-key: …` in three lines, the last one how to mend it. */
export const printProblem = (p: Problem): string =>
  `${p.file}:${p.line}:${p.column} ${p.severity} ${p.code}\n  ${p.words ? `${JSON.stringify(p.words)}: ` : ''}${p.message}\n  → ${p.mend}${p.finding ? `\n  (or accept it in the book: "${p.finding}")` : ''}`;
