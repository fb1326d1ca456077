/** Whether a promise was missed in silence. */
import { isOpen } from '../../src/core/cases/conversation.ts';
import type { Instant } from '../../src/core/words/time.ts';
import { type Check, groupedBy, MOMENT_MS, type Told, type Violation } from './violation.ts';

/** A promise that is kept so much later was broken, and the record has to say so. */
const LATE_MS = 60_000;

const ENDS = ['promise kept', 'holding reply sent', 'promise broken', 'promise settled'] as const;
type End = { kind: (typeof ENDS)[number]; at: Instant };

/**
 * An open case has a promise that lies ahead. A promise whose time has come was kept, answered by the holding reply,
 * broken, or there was nothing left to promise; and what came too late is on the record as broken.
 */
export const promised: Check = ({ conversations, at }, events) => {
  const records = groupedBy(events, ({ row }) => row.conversation ?? '');
  return conversations.flatMap(({ id, state }): Violation[] => {
    const where = `conversation ${id}`;
    const violations = past(records.get(id) ?? [], at).map((what): Violation => ({
      kind: 'lost',
      where,
      what,
    }));
    if (!state.cases.some(isOpen)) return violations;
    if (!state.promise)
      violations.push({ kind: 'lost', where, what: 'a case is open, and nothing is promised' });
    else if (state.promise.due < at - MOMENT_MS)
      violations.push({
        kind: 'lost',
        where,
        what: `promise ${state.promise.id} was due ${Math.round((at - state.promise.due) / 1000)} s ago`,
      });
    return violations;
  });
};

/** What is wrong with the promises of a conversation that lie in the past. */
function past(record: readonly Told[], at: Instant): string[] {
  const due = new Map<string, Instant>();
  const ends = new Map<string, End[]>();
  for (const { event } of record) {
    if (event.kind === 'promised') due.set(event.promise, event.due);
    else if (isEnd(event.kind) && 'promise' in event) {
      const list = ends.get(event.promise) ?? [];
      list.push({ kind: event.kind, at: event.at });
      ends.set(event.promise, list);
    }
  }
  return [...due].flatMap(([promise, time]) => {
    const list = ends.get(promise) ?? [];
    const [first] = list;
    if (!first)
      return time < at - MOMENT_MS ? [`promise ${promise} is over, and nothing says what became of it`] : [];
    return first.at > time + LATE_MS && !list.some(({ kind }) => kind === 'promise broken')
      ? [
          `promise ${promise} was met ${Math.round((first.at - time) / 1000)} s late, and "${first.kind}" is all it says`,
        ]
      : [];
  });
}

const isEnd = (kind: string): kind is End['kind'] => (ENDS as readonly string[]).includes(kind);
