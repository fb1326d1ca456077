/** `complain`, `respond` and `sign`: the stand-behind review of a complaint. */
import type { Organization } from '../../organization/organization.ts';
import { managerLine } from '../../organization/people.ts';
import { afterBusiness } from '../../reach/duty.ts';
import { DAY } from '../../words/time.ts';
import { staffOnly } from '../checks.ts';
import type { Case, Review } from '../conversation.ts';
import { calendarOf } from '../promises.ts';
import type { CommandFunctions, Turn } from '../turn.ts';

/** Unsigned after this working time, a review is upheld: management stands behind its people. */
const REVIEW_MS = 2 * DAY;

export const complaining: Pick<CommandFunctions, 'complain' | 'respond' | 'sign'> = {
  complain(turn, caseId, { words, about }) {
    const one = turn.case(caseId);
    const agent = about === undefined ? servedBy(one) : turn.person(about, 'about').id;
    const review = `${one.id}/r${one.reviews.length + 1}`;
    turn.emit('complained', caseId, {
      review: {
        id: review,
        about: agent,
        openedAt: turn.at,
        due: afterBusiness(calendarOf(turn, one), turn.at, REVIEW_MS),
      },
      personal: { words },
    });
    // The agent first: their manager hears once this has reached them.
    turn.effect({
      kind: 'tell person',
      case: caseId,
      person: agent,
      matter: 'review',
      question: review,
      report: true,
    });
  },

  respond(turn, caseId, { review: id, words }) {
    staffOnly(turn);
    const review = reviewMeant(turn, turn.case(caseId), id, ({ about }) => about === turn.by);
    if (review.about !== turn.by)
      throw turn.refused('not-about-you', 'by', 'This review is about somebody else.', 'Leave it to them.');
    if (review.agentTold === undefined) turn.emit('agent told', caseId, { review: review.id });
    turn.emit('agent answered', caseId, { review: review.id, personal: { words } });
  },

  sign(turn, caseId, { review: id, outcome, because }) {
    staffOnly(turn);
    const one = turn.case(caseId);
    const review = reviewMeant(turn, one, id, ({ about }) =>
      managerLine(turn.organization, about).includes(turn.by),
    );
    if (review.agentTold === undefined)
      throw turn.refused(
        'agent-first',
        'review',
        'The agent is told first, and has not been reached yet.',
        'Sign once they know: sayso case show.',
      );
    if (!managerLine(turn.organization, review.about).includes(turn.by))
      throw turn.refused(
        'not-their-manager',
        'by',
        'A review is signed by a manager of the agent.',
        'Leave it to them.',
      );
    if (outcome === 'not upheld' && because === undefined)
      throw turn.refused(
        'no-reason',
        'because',
        'Not standing behind somebody needs its reason.',
        'Say why: because.',
      );
    turn.emit('review signed', caseId, {
      review: review.id,
      outcome: { what: outcome, by: turn.by, at: turn.at },
      ...(because !== undefined && { personal: { words: because } }),
    });
    turn.effect({
      kind: 'tell person',
      case: caseId,
      person: review.about,
      matter: 'answered',
      question: review.id,
      report: false,
    });
  },
};

/** Who served the customer when it came to the answer; who serves them now when there is none. */
const servedBy = (one: Case): string => one.asker;

/** Whether a person hears of a review at all: the agent, and the managers above. For all others there is none. */
export const hearsOf = (organization: Organization, { about }: Review, by: string): boolean =>
  about === by || managerLine(organization, about).includes(by);

/** The review that is meant: by its id, or the only open one that is the caller's to speak to. */
function reviewMeant(
  turn: Turn,
  one: Case,
  id: string | undefined,
  theirs: (review: Review) => boolean,
): Review {
  const all = one.reviews.filter(
    (review) => review.outcome === undefined && hearsOf(turn.organization, review, turn.by),
  );
  const own = all.filter(theirs);
  const open = own.length > 0 ? own : all;
  const found = id === undefined ? open[0] : all.find((review) => review.id === id);
  if (!found)
    throw turn.refused(
      'unknown-review',
      'review',
      `Case ${one.id} has no such open review.`,
      'Look at the case: sayso case show.',
    );
  if (id === undefined && open.length > 1)
    throw turn.refused(
      'which-review',
      'review',
      'There are several.',
      `Name one: ${open.map((review) => review.id).join(', ')}.`,
    );
  return found;
}
