/** Figures and how they are printed. */

/** The value below which a share (0 to 1) of the values lies; 0 where there are none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Whether something that was aimed at was reached. */
export type Target = { name: string; met: boolean };

/** Prints rows as a table, the first column to the left and the others to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]?.length ?? 0)));
  for (const row of [head, ...rows])
    console.log(
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    );
}

export const whole = (value: number): string => Math.round(value).toLocaleString('en');
export const percent = (share: number): string => `${Math.round(share * 100)} %`;
/** Milliseconds, with a digit behind the point where they are few. */
export const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : whole(value)} ms`;
