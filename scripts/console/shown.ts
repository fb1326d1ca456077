// What a document shows of an answer: JSON laid out to be read, without what the page says nothing about.
import { compactJson } from '../wire/compact-json.ts';

/** How an answer is shown: places of its JSON and names of its headers; none: all of it. */
export type Show = { places: readonly string[]; isRefusal: boolean };

/** The most of a list that is shown. */
const MOST = 3;
const LEFT_OUT = '…';

/** What stands under a curl line. */
export function shown(answer: string, { places, isRefusal }: Show): string {
  const [, head, body = ''] = /^(?:(HTTP\/.*?)\r?\n\r?\n)?(.*)$/s.exec(answer) ?? [];
  const value = jsonOf(body);
  if (isRefused(value) !== isRefusal)
    throw new Error(`${isRefusal ? 'is no refusal' : 'is a refusal, and the page does not say so'}: ${body}`);
  const text = value === undefined ? body : laidOut(places.length > 0 ? picked(value, places) : value);
  return [...(head === undefined ? [] : headLines(head, places)), text].join('\n').trimEnd();
}

const isRefused = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'status' in value && Number(value.status) >= 400;

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function headLines(head: string, places: readonly string[]): string[] {
  const [status = '', ...headers] = head.split(/\r?\n/);
  return [
    status.trim(),
    ...headers.filter((line) => places.includes(line.replace(/: .*/, ':').toLowerCase())),
  ];
}

const laidOut = (value: unknown): string =>
  compactJson(value).replaceAll(`"${LEFT_OUT}": null`, LEFT_OUT).replaceAll(`"${LEFT_OUT}"`, LEFT_OUT);

/** The places of a value (`case.id`; in lists, of each of theirs); where something was left out, it says so. */
function picked(value: unknown, places: readonly string[]): unknown {
  if (Array.isArray(value)) {
    const items = value.slice(0, MOST).map((item: unknown) => picked(item, places));
    return value.length > MOST ? [...items, LEFT_OUT] : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const own = Object.entries(value).flatMap(([key, one]): [string, unknown][] => {
    if (places.includes(key)) return [[key, one]];
    const inner = places.flatMap((place) =>
      place.startsWith(`${key}.`) ? [place.slice(key.length + 1)] : [],
    );
    return inner.length > 0 ? [[key, picked(one, inner)]] : [];
  });
  const isWhole = own.length === Object.keys(value).length;
  return Object.fromEntries(isWhole ? own : [...own, [LEFT_OUT, null]]);
}
