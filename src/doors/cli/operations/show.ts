/** What an operation answers, for people: keys in front, lists of things as tables, and nothing that is empty. */
import { parseInstant, wallTime, type Zone } from '../../../core/words/time.ts';
import { print, styled, type World } from '../io.ts';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Prints an answer; instants on the wall of a zone. */
export function showOutput(world: World, output: unknown, zone: Zone): void {
  if (!isFields(output)) {
    print(world, scalar(output, zone));
    return;
  }
  const said = Object.entries(output).filter(([, value]) => !isEmpty(value));
  if (said.length === 0) print(world, 'Nothing is here.');
  for (const line of linesOf(world, Object.fromEntries(said), zone, '')) print(world, line);
}

function linesOf(world: World, fields: Fields, zone: Zone, indent: string): string[] {
  const entries = Object.entries(fields).filter(([, value]) => !isEmpty(value));
  const width = Math.max(0, ...entries.map(([key, value]) => (isPlain(value) ? key.length : 0)));
  return entries.flatMap(([key, value]) => {
    const name = key.replaceAll('_', ' ');
    if (isPlain(value))
      return [`${indent}${styled(world, 'dim', name.padEnd(width))}  ${scalar(value, zone)}`];
    const head = `${indent}${styled(world, 'bold', name)}`;
    if (Array.isArray(value)) return [head, ...tableOf(world, value, zone, `${indent}  `)];
    return [head, ...linesOf(world, value as Fields, zone, `${indent}  `)];
  });
}

/** Rows with what is plain in columns; what is not stands below its row. */
function tableOf(world: World, rows: readonly unknown[], zone: Zone, indent: string): string[] {
  const fields = rows.filter(isFields);
  const columns = [...new Set(fields.flatMap((row) => Object.keys(row)))].filter((key) =>
    fields.every((row) => isPlain(row[key])),
  );
  const widths = columns.map((key) =>
    Math.min(MOST_WIDTH, Math.max(key.length, ...fields.map((row) => scalar(row[key], zone).length))),
  );
  const heads = columns.map((key, i) => key.replaceAll('_', ' ').padEnd(widths[i] ?? 0));
  const head = columns.length > 1 ? [`${indent}${styled(world, 'dim', heads.join('  ').trimEnd())}`] : [];
  return rows.flatMap((row, n) => {
    if (!isFields(row)) return [`${indent}${scalar(row, zone)}`];
    const cells = columns.map((key, i) => scalar(row[key], zone).padEnd(widths[i] ?? 0));
    const rest = Object.fromEntries(Object.entries(row).filter(([key]) => !columns.includes(key)));
    return [
      ...(n === 0 ? head : []),
      `${indent}${cells.join('  ').trimEnd()}`,
      ...linesOf(world, rest, zone, `${indent}    `),
    ];
  });
}

const MOST_WIDTH = 40;

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0);

/** A person is their name; a short list of words stays on its line. */
function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((one) => !isFields(one) || isWho(one));
  return !isFields(value) || isWho(value);
}

const isWho = (value: Fields): boolean =>
  Object.keys(value).toSorted().join() === 'id,name' && typeof value['name'] === 'string';

function scalar(value: unknown, zone: Zone): string {
  if (value === null || value === undefined) return '–';
  if (Array.isArray(value)) return value.map((one) => scalar(one, zone)).join(', ') || '–';
  if (isFields(value)) return isWho(value) ? String(value['name']) : JSON.stringify(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return JSON.stringify(value) ?? '–';
  const at = value.length > 15 && value.includes('T') ? parseInstant(value) : undefined;
  return at === undefined ? value : wallTime(zone, at);
}
