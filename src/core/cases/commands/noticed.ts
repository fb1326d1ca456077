/** An emergency notice came into force: whoever holds an open case that it covers hears that they may say yes. */
import { ownAuthority } from '../authority.ts';
import { isOpen } from '../conversation.ts';
import type { CommandOf } from '../command.ts';
import { notify } from '../notify.ts';
import { recordOf, type Turn } from '../turn.ts';

export function noticed(
  turn: Turn,
  caseId: string | null,
  { notice, name }: CommandOf<'notice_given'>,
): void {
  const one = turn.conversation.cases.find(({ id }) => id === caseId);
  // Meanwhile it may be answered: then there is nothing to tell.
  if (!one || !isOpen(one) || one.answer || !turn.worksHere(one.owner)) return;
  const decision = turn.decide(one, one.owner);
  const rule = ownAuthority(decision)?.rule;
  if (rule !== `${decision.type}/notices/${name}`) return;
  turn.emit('notice covers', one.id, { notice, rule, decision: recordOf(decision) });
  notify(turn, one.id, one.owner, 'notice covers');
}
