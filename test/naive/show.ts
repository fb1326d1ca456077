/** A sample in short, for whoever has to find out why it fails. */
import type { Sample } from './generate.ts';

const UNSAID = new Set([
  'instead',
  'tell',
  'means',
  'saidAs',
  'needs',
  'afterwards',
  'channels',
  'absences',
  'languages',
  'say',
  'ignored',
]);

/** JSON with maps as objects and expressions as their words. */
function brief(value: unknown): string {
  return JSON.stringify(value, (key, part: unknown) => {
    if (UNSAID.has(key)) return undefined;
    if (part instanceof Map) return Object.fromEntries(part) as unknown;
    return typeof part === 'object' && part !== null && 'op' in part && 'text' in part ? part.text : part;
  });
}

/** The rules of the request's type, what was said, and the people. */
export function show({ book, organization, tallies, request, askerId, at }: Sample): string {
  const type = book.types.get(request.type) ?? book.types.get('favor');
  const { facts, ...rest } = request;
  const said = [...(type?.facts ?? book.facts).values()].map(
    (fact) =>
      `  ${fact.name}: ${fact.type.kind}, ${brief({ ifNotSaid: fact.ifNotSaid, goodFaith: fact.goodFaith })}, said ${brief(facts.get(fact.name)) ?? 'nothing'}`,
  );
  const rules = [...(type?.lines ?? book.lines), ...(type?.grants ?? []), ...(type?.consults ?? [])].map(
    (rule) => `  ${brief(rule)}`,
  );
  const people = [...organization.people.values()].map((person) => `  ${brief(person)}`);
  return [
    `${type?.name ?? 'no type'} (function ${type?.function ?? 'none'}), amount ${brief(type?.amount)}`,
    ...said,
    ...rules,
    `asked by ${askerId} at ${new Date(at).toISOString()}: ${brief(rest)}, tallies ${brief(tallies)}`,
    ...people,
    brief({
      residual: book.residual,
      delegation: book.delegation,
      units: book.units,
      special: book.specialClients,
      signals: book.signals,
    }),
  ].join('\n');
}
