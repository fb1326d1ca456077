/** What a link to answer shows, and what comes of using it. Looking changes nothing, however often it is done. */
import type { Question } from '../../core/cases/conversation.ts';
import { readCommand } from '../../core/cases/read-command.ts';
import { refusal, type Refusal } from '../../core/cases/refusal.ts';
import { commandOf, OFFERED, type Filled } from '../../core/cases/answers.ts';
import { offeredIn } from '../../core/mail/to-colleague.ts';
import type { Story } from '../../core/mail/story.ts';
import { employedAt } from '../../core/organization/people.ts';
import { consider } from '../consider.ts';
import type { Engine } from '../engine.ts';
import { handle } from '../handle.ts';
import { readAnswerToken, type AnswerLink } from './links.ts';
import { listCases, type Listed } from '../store/lists.ts';

export type AnsweringParts = { engine: Engine; secret: Uint8Array };

/** What there is to see behind a link. */
export type Seen =
  | { state: 'not ours' }
  /** Too old to show anything of the case. */
  | { state: 'expired'; link: AnswerLink }
  /** Whoever it was for does not work here any more, or there is no such case. */
  | { state: 'nothing' }
  /** It can be answered. */
  | { state: 'open'; link: AnswerLink; story: Story; question: Question }
  /** It was answered, withdrawn, or passed on by the reader. */
  | { state: 'over'; link: AnswerLink; story: Story; question: Question; waiting: readonly Listed[] };

/** Looks at what a link is for. */
export async function lookAtLink({ engine, secret }: AnsweringParts, token: string): Promise<Seen> {
  const at = engine.clock.now();
  const read = await readAnswerToken(secret, token, at);
  if ('wrong' in read)
    return read.wrong === 'expired' ? { state: 'expired', link: read.link } : { state: 'not ours' };
  return seenBy(engine, read.link);
}

async function seenBy(engine: Engine, link: AnswerLink): Promise<Seen> {
  const { organization, question: id, person } = link;
  const caseId = id.slice(0, id.lastIndexOf('/'));
  const now = await consider(engine, organization, caseId);
  const at = engine.clock.now();
  const reader = now?.organization.people.get(person);
  const question = now?.case.questions.find((one) => one.id === id);
  if (!now || !question || !reader || !employedAt(reader, at)) return { state: 'nothing' };
  const own = (await consider(engine, organization, caseId, person))?.now;
  const story: Story = { ...now, reader, at, ...(own && { own }) };
  if (!question.closed && !question.passed.includes(person)) return { state: 'open', link, story, question };
  const waiting = await listCases(engine, organization, { waitingFor: person, most: 20 });
  return { state: 'over', link, story, question, waiting };
}

/** What came of an answer, and what there is to see then. */
export type Answered = { seen: Seen; problem?: Refusal; done?: true };

/**
 * Answers by a link. Whatever was sent first with it counts: it is the key under which the answer is carried out.
 * @throws Unavailable, as `handle` does: it is worth trying again
 */
export async function answerByLink(parts: AnsweringParts, token: string, filled: Filled): Promise<Answered> {
  const seen = await lookAtLink(parts, token);
  if (seen.state !== 'open') return { seen };
  const { link, story, question } = seen;
  const offered = OFFERED.find((one) => one === filled['say']);
  if (!offered || !offeredIn(story, question).some(([one]) => one === offered))
    return {
      seen,
      problem: refusal('no-answer', 'say', 'No answer was chosen.', 'Choose one of those below.'),
    };
  const filledIn = commandOf(question, offered, filled);
  if ('missing' in filledIn) {
    const { name, label } = filledIn.missing;
    return { seen, problem: refusal('missing-key', name, `“${label}” is empty.`, 'Fill it in.') };
  }
  const read = readCommand(filledIn.command);
  if ('problems' in read) {
    const [first] = read.problems;
    return { seen, ...(first && { problem: first }) };
  }
  const handled = await handle(parts.engine, {
    organization: link.organization,
    by: { kind: 'person', id: link.person },
    case: story.case.id,
    command: read.command,
    key: `link ${link.id}`,
  });
  const after = await seenBy(parts.engine, link);
  // Sent twice at once: the first one counts, and is what there is to see now.
  if (handled.done) return { seen: after, ...(!handled.replayed && { done: true }) };
  return after.state === 'open' ? { seen: after, problem: handled.refused } : { seen: after };
}
