/** JSON to be read and compared: what fits on a line stands on one, long lists of words are filled line by line. */
const WIDTH = 110;

/** The text, without a last line break. */
export function compactJson(value: unknown, indent = ''): string {
  const oneLine = inOneLine(value);
  if (indent.length + oneLine.length <= WIDTH || typeof value !== 'object' || value === null) return oneLine;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => compactJson(item, inner));
    const isFlat = value.every((item) => typeof item !== 'object' || item === null);
    return `[\n${isFlat ? filled(items, inner) : items.map((item) => `${inner}${item}`).join(',\n')}\n${indent}]`;
  }
  const lines = entriesOf(value).map(
    ([key, one]) => `${inner}${JSON.stringify(key)}: ${compactJson(one, inner)}`,
  );
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

const entriesOf = (value: object): [string, unknown][] =>
  Object.entries(value).filter(([, one]) => one !== undefined) as [string, unknown][];

function inOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inOneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = entriesOf(value);
  if (entries.length === 0) return '{}';
  return `{ ${entries.map(([key, one]) => `${JSON.stringify(key)}: ${inOneLine(one)}`).join(', ')} }`;
}

function filled(items: readonly string[], indent: string): string {
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 2 + item.length < WIDTH)
      lines[lines.length - 1] = `${last}, ${item}`;
    else lines.push(`${indent}${item}`);
  }
  return lines.join(',\n');
}
