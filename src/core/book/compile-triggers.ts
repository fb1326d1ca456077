/** What happens outside, and what is proposed when it does. */
import type { Book, Fact, Trigger } from './book.ts';
import { known, readStaffText, readWho, report, type Context } from './context.ts';
import type { TriggerData } from './schema.ts';
import { readValue } from './values.ts';
import type { Path } from './yaml.ts';

/** Reads the triggers of a book, once its request types and alternatives are known. */
export function readTriggers(
  context: Context,
  { types, alternatives }: Pick<Book, 'types' | 'alternatives'>,
): Map<string, Trigger> {
  const triggers = new Map<string, Trigger>();
  for (const [name, data] of Object.entries(context.data.triggers ?? {})) {
    const path = ['triggers', name];
    for (const [i, proposal] of data.propose.entries())
      if (
        known(context, [...path, 'propose', i], 'alternative', proposal, [
          ...alternatives.keys(),
          ...types.keys(),
        ])
      )
        context.used.alternatives.add(proposal);
    const proposed = data.propose.flatMap((one) => {
      const type = types.get(alternatives.get(one)?.do?.type ?? one);
      return type ? [type.facts] : [];
    });
    triggers.set(name, {
      name,
      propose: [...new Set(data.propose)],
      facts: readTriggerFacts(context, path, data.facts ?? {}, proposed),
      ...(data.means !== undefined && {
        means: readStaffText(context, [...path, 'means'], data.means, new Map()),
      }),
      ...(data.to && { to: readWho(context, [...path, 'to'], data.to) }),
    });
  }
  return triggers;
}

/** Facts that are so whenever it happens: of what is proposed, and as plain values. */
function readTriggerFacts(
  context: Context,
  path: Path,
  data: NonNullable<TriggerData['facts']>,
  proposed: readonly ReadonlyMap<string, Fact>[],
): Trigger['facts'] {
  const names = new Set(proposed.flatMap((facts) => [...facts.keys()]));
  for (const [name, value] of Object.entries(data)) {
    const at = [...path, 'facts', name];
    if (!known(context, at, 'fact', name, names, 'key')) continue;
    context.used.facts.add(name);
    for (const facts of proposed) {
      const fact = facts.get(name);
      const read = fact && readValue(fact.type, value);
      if (!read || !('fault' in read)) continue;
      report(context, at, {
        code: 'wrong-value',
        message: read.fault,
        mend: read.mend.replace(/^Send/, 'Write'),
      });
      break;
    }
  }
  return data;
}
