/** The order of grades, where nobody gives it. */
import type { ReportCell } from './columns.ts';
import type { MatrixRow } from './rows.ts';
import type { Known, MatrixType } from './types.ts';

/** The grades, lowest first: as given, else in the order of the column, a lower limit before a higher one. */
export function readGrades(
  rows: readonly MatrixRow[],
  types: readonly MatrixType[],
  known: Known,
  report: ReportCell,
): string[] {
  if (known.grades) return [...known.grades];
  const named = [...new Set(rows.flatMap(({ reach }) => (reach.kind === 'from' ? [reach.name] : [])))];
  if (named.length === 0) {
    report(rows[0]?.cells.get('grade'), {
      severity: 'notice',
      code: 'grades-assumed',
      message: 'No row names a grade, so everybody is of one: "agent".',
      mend: 'Write your grades into the book.',
    });
    return ['agent'];
  }
  const tops = types.map((type) => topLimits(type));
  const votes = (low: string, high: string): number =>
    tops.reduce((sum, top) => sum + Math.sign((top.get(high) ?? NaN) - (top.get(low) ?? NaN) || 0), 0);
  const grades: string[] = [];
  for (const grade of named) {
    const place = grades.findIndex((other) => votes(grade, other) > 0);
    grades.splice(place < 0 ? grades.length : place, 0, grade);
  }
  if (grades.length > 1) {
    const cell = rows.find((row) => row.reach.kind === 'from')?.cells.get('grade');
    report(cell, {
      severity: 'notice',
      code: 'grades-assumed',
      message: `The grades are taken to be, lowest first: ${grades.join(', ')}.`,
      mend: 'If that is not their order, give it when you make the book, or mend it there.',
    });
  }
  return grades;
}

/** The highest limit of each grade; no limit is above all. */
function topLimits(type: MatrixType): Map<string, number> {
  const top = new Map<string, number>();
  for (const { reach, limit, share } of type.grants) {
    if (reach.kind !== 'from') continue;
    const units = limit?.units ?? (share ? NaN : Number.MAX_SAFE_INTEGER);
    if (!Number.isNaN(units)) top.set(reach.name, Math.max(units, top.get(reach.name) ?? 0));
  }
  return top;
}
