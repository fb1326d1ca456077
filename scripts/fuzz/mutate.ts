/** Changes to JSON that make of a request what nobody should send. */
import type { Random } from '../torture/random.ts';

type Json = Record<string | number, unknown>;

const ODD_TEXTS: readonly [string, ...string[]] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud83d',
  '\udc00x',
  '\u202e\u200b\ufeff',
  '🦊'.repeat(40),
  '-0',
  '1e9',
  '999999999999999999999999.999999999',
  '0000-00-00',
  '9999-12-31T23:59:59.999Z',
  '-271821-04-20T00:00:00Z',
  '+275760-09-13T00:00:00Z',
  '__proto__',
  'constructor',
  'toString',
  '../../etc/passwd',
  "'; drop table entries; --",
  '@customer',
  '@sayso',
  '{{7*7}}',
  '<script>alert(1)</script>',
];

const ODD: readonly [unknown, ...unknown[]] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  -0,
  Number.MAX_SAFE_INTEGER + 2,
  1e308,
  -1e308,
  5e-324,
  ...ODD_TEXTS,
  [],
  {},
  [[]],
  [null],
  { value: 1 },
  { unsure: true },
  { toString: 1 },
  { '': '' },
];

const MOST_DEEP = 400;

/** Another value where one stood: a wrong type, a limit, something long or deep. */
function odd(random: Random): unknown {
  switch (random.whole(0, 9)) {
    case 0:
      return 'x'.repeat(random.whole(1, 100_000));
    case 1:
      return nested(random.whole(10, MOST_DEEP));
    case 2:
      return Array.from({ length: random.whole(1, 6000) }, (_, i) => i);
    case 3:
      return Object.fromEntries(Array.from({ length: random.whole(1, 300) }, (_, i) => [`k${i}`, i]));
    default:
      return structuredClone(random.of(ODD));
  }
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { a: value };
  return value;
}

/** A copy with one to three changes. */
export function mutated(value: unknown, random: Random): unknown {
  const copy = structuredClone(value);
  const root: Json = { root: copy };
  for (let times = random.whole(1, 3); times > 0; times--) mutateOnce(root, random);
  return root['root'];
}

function mutateOnce(root: Json, random: Random): void {
  const places = placesIn(root);
  const { parent, key } = places[random.whole(0, places.length - 1)] ?? { parent: root, key: 'root' };
  const there = parent[key];
  switch (random.whole(0, 5)) {
    case 0:
      if (parent !== root) delete parent[key];
      return;
    case 1:
      if (typeof there === 'object' && there !== null)
        (there as Json)[random.chance(0.5) ? `k${random.whole(0, 9)}` : random.of(ODD_TEXTS)] = odd(random);
      return;
    case 2:
      if (typeof there === 'string')
        parent[key] = random.chance(0.5) ? [there] : `${there}${random.of(ODD_TEXTS)}`;
      else if (typeof there === 'number') parent[key] = String(there);
      return;
    default:
      parent[key] = odd(random);
  }
}

const MOST_PLACES = 500;

function placesIn(root: Json): { parent: Json; key: string }[] {
  const places: { parent: Json; key: string }[] = [];
  const waiting: Json[] = [root];
  for (const parent of waiting)
    for (const [key, value] of Object.entries(parent)) {
      if (places.length >= MOST_PLACES) return places;
      places.push({ parent, key });
      if (typeof value === 'object' && value !== null) waiting.push(value as Json);
    }
  return places;
}
