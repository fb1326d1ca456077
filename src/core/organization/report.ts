/** Where the checks of an organization put what they find. */
import { tooMany } from '../book/zod-problems.ts';
import type { Path, Source } from '../book/yaml.ts';
import type { Problem } from '../words/problem.ts';
import { meant } from '../words/spelling.ts';

const MAX_PROBLEMS = 200;
/** Words compared for a nearest spelling, all problems together: a wrong column in 100,000 rows must not take minutes. */
const MAX_COMPARED = 1_000_000;

const SEVERITIES = ['error', 'warning', 'notice'] as const;

type Finding = { code: string; message: string; mend: string; severity?: Problem['severity'] };

export type Report = {
  /** The first 200 of each severity are kept, the others counted. */
  add: (path: Path, at: 'key' | 'value', finding: Finding) => void;
  /** "Did you mean …?", or `otherwise` when nothing is close. */
  suggest: (
    word: string,
    known: ReadonlyMap<string, unknown> | ReadonlySet<string> | readonly string[],
    otherwise: string,
  ) => string;
  /** Everything found, with what the reader found before. */
  problems: () => Problem[];
};

/** Starts a report on a text that was read. */
export function reportOn(source: Source): Report {
  const problems: Problem[] = [];
  // Counted by severity, so that no number of notices can hide an error or become one.
  const count = { error: 0, warning: 0, notice: 0 };
  let compared = 0;
  return {
    add: (path, at, finding) => {
      const { severity = 'error' } = finding;
      if (++count[severity] <= MAX_PROBLEMS)
        problems.push(source.problem(path, at, { ...finding, severity }));
    },
    suggest: (word, known, otherwise) => {
      if (compared >= MAX_COMPARED) return otherwise;
      compared += 'size' in known ? known.size : known.length;
      const near = meant(word, 'size' in known ? known.keys() : known);
      return near === undefined ? otherwise : `Did you mean "${near}"?`;
    },
    problems: () => {
      const left = SEVERITIES.filter((severity) => count[severity] > MAX_PROBLEMS);
      const more = left.map((severity) => tooMany(source.file, count[severity] - MAX_PROBLEMS, severity));
      return [...source.problems, ...problems, ...more];
    },
  };
}
