/**
 * Every code that a problem can have on the wire, with its HTTP status and what it means. What a caller did carries a way
 * to mend it where it is raised; a code without a row here would be answered as 422.
 */

export type ProblemKind = { status: number; means: string };

/** What the service itself says, before or beside any operation. */
const OF_SERVICE = {
  'not-json': { status: 400, means: 'The body is no JSON' },
  'wrong-header': { status: 400, means: 'A header can not be read' },
  'no-token': { status: 401, means: 'The request names no caller' },
  'wrong-token': { status: 401, means: 'The token was not made here' },
  'expired-token': { status: 401, means: 'The token has expired' },
  'not-for-you': { status: 403, means: 'This caller may not do that' },
  'unknown-path': { status: 404, means: 'There is nothing at this address' },
  'wrong-method': { status: 405, means: 'This address takes another method' },
  'not-http': { status: 400, means: 'What came is no request' },
  'too-slow': { status: 408, means: 'The request did not come in time' },
  'headers-too-large': { status: 431, means: 'Address and headers are larger than is taken' },
  'body-too-large': { status: 413, means: 'More was sent than is taken' },
  'wrong-content-type': { status: 415, means: 'The body is of a kind that is not read' },
  'too-many-requests': { status: 429, means: 'This caller asks too often' },
  'too-many-streams': { status: 429, means: 'This caller follows too many streams' },
  fault: { status: 500, means: 'Something went wrong in Sayso; nothing was half done' },
  busy: { status: 503, means: 'Others kept changing the same' },
  'clock-off': { status: 503, means: "This node's clock is not right" },
  late: { status: 503, means: 'It takes longer than it should' },
  'database-away': { status: 503, means: 'The database can not be reached now' },
  stopping: { status: 503, means: 'This node is being stopped' },
} as const satisfies Record<string, ProblemKind>;

/** What is wrong with what was sent. */
const OF_INPUT = {
  'missing-key': { status: 422, means: 'Something that is needed was not sent' },
  'unknown-key': { status: 422, means: 'Something was sent that nobody reads' },
  'wrong-value': { status: 422, means: 'A value is not of the kind that stands there' },
  'wrong-form': { status: 422, means: 'A text is not written as it has to be' },
  'wrong-type': { status: 422, means: 'A value is not of the kind that stands there' },
  'wrong-character': { status: 422, means: 'A text holds what can not be stored' },
  'more-problems': { status: 422, means: 'There is more that is wrong' },
  'not-an-object': { status: 422, means: 'An object is needed' },
  'reserved-key': { status: 422, means: 'A name that is kept for Sayso itself' },
  'wrong-key': { status: 422, means: 'A key can not be one' },
  empty: { status: 422, means: 'Nothing was sent' },
  'empty-value': { status: 422, means: 'A value is null' },
  'too-large': { status: 422, means: 'A value is larger, longer or deeper than is taken' },
  'too-small': { status: 422, means: 'A value is smaller or shorter than is taken' },
  'key-reused': { status: 422, means: 'The idempotency key was sent with something else' },
  'wrong-cursor': { status: 422, means: 'The place to go on from is none' },
} as const satisfies Record<string, ProblemKind>;

/** What is wrong with a request or with facts, whatever takes them. */
const OF_REQUEST = {
  'negative-amount': { status: 422, means: 'An amount is below 0' },
  'no-type': { status: 422, means: 'What the customer asks for is not said' },
  'no-value': { status: 422, means: 'A fact without its value' },
  'null-fact': { status: 422, means: 'A fact that is null' },
  'said-twice': { status: 422, means: 'A fact is said twice' },
  'unknown-signal': { status: 422, means: 'There is no such signal' },
  'unknown-time-zone': { status: 422, means: 'There is no such time zone' },
  'not-accepted': { status: 422, means: 'Sayso knows that itself, and takes it from nobody' },
} as const satisfies Record<string, ProblemKind>;

/** What there is not. */
const UNKNOWN = {
  'unknown-organization': { status: 404, means: 'There is no such organization' },
  'unknown-case': { status: 404, means: 'There is no such case' },
  'unknown-conversation': { status: 404, means: 'There is no such conversation' },
  'unknown-review': { status: 404, means: 'There is no such review' },
  'unknown-question': { status: 404, means: 'The case has no such question' },
  'unknown-person': { status: 422, means: 'The organization has no such person' },
  'unknown-alternative': { status: 422, means: 'There is no such alternative here' },
  'unknown-type': { status: 422, means: 'The book has no such request type' },
  'unknown-trigger': { status: 422, means: 'The book has no such trigger' },
  'unknown-event': { status: 404, means: 'There is no such event for this caller' },
  'unknown-criterion': { status: 422, means: 'The book lists no such criterion' },
  'unknown-time-zone': { status: 422, means: 'There is no such time zone' },
  'no-customer': { status: 404, means: 'Nobody has said whose conversation it is' },
  'unknown-command': { status: 422, means: 'There is no such command' },
  'unknown-absence': { status: 404, means: 'The person has no such absence' },
  'unknown-delegation': { status: 404, means: 'The person gave no such delegation' },
  'unknown-delegate': { status: 422, means: 'Nobody works here who could act for them' },
  'unknown-function': { status: 422, means: 'The book has no such function' },
  'no-book': { status: 409, means: 'No book is in force' },
  'no-people': { status: 409, means: 'No people are in force' },
} as const satisfies Record<string, ProblemKind>;

/** What this caller may not do. */
const NOT_THEIRS = {
  'not-for-customers': { status: 403, means: 'Customers can not do that' },
  'not-able': { status: 403, means: 'Nothing gives this person the authority' },
  'not-asked': { status: 403, means: 'This person is not asked' },
  'not-yours': { status: 403, means: 'That belongs to somebody else' },
  'not-yours-to-grant': { status: 403, means: 'Another has to say yes' },
  'not-their-manager': { status: 403, means: 'A manager of theirs has to do that' },
  'not-about-you': { status: 403, means: 'The review is about somebody else' },
  'own-record-only': { status: 403, means: 'A record is shown to whose it is' },
  'own-request': { status: 403, means: 'Nobody answers what they asked' },
  'own-question': { status: 403, means: 'Nobody answers what they asked' },
  'agent-first': { status: 403, means: 'The agent is told first' },
  'needs-management': { status: 403, means: 'Management decides that' },
  'not-here': { status: 403, means: 'This person does not work here now' },
} as const satisfies Record<string, ProblemKind>;

/** What does not fit the case as it stands. */
const NOT_NOW = {
  'changed-meanwhile': { status: 412, means: 'The case is no longer as it was seen' },
  'already-answered': { status: 409, means: 'There is an answer already' },
  'already-asked': { status: 409, means: 'Somebody is being asked already' },
  'already-fulfilled': { status: 409, means: 'It was carried out already' },
  'no-links': { status: 409, means: 'The service does not know its own public address' },
  'not-set-aside': { status: 409, means: 'It is not set aside' },
  'already-reported': { status: 409, means: 'It was reported already, and otherwise' },
  'appeal-there': { status: 409, means: 'The appeal belongs to the case whose no stands' },
  'appealed-already': { status: 409, means: 'There is one appeal' },
  'approval-lapsed': { status: 409, means: 'The yes that was got counts no more' },
  'case-closed': { status: 409, means: 'The case is closed' },
  'consult-first': { status: 409, means: 'Somebody has to be heard first' },
  'event-over': { status: 409, means: 'Somebody took it up, or let it be' },
  'withdrawn-meanwhile': { status: 409, means: 'The flag was withdrawn since' },
  'dead-end': { status: 409, means: 'This would leave the customer without a next step' },
  'declined-by-rule': { status: 409, means: 'A rule forbids it' },
  'ended-itself': { status: 409, means: 'The contact was ended already' },
  'facts-changed': { status: 409, means: 'The question was about other facts' },
  'facts-missing': { status: 409, means: 'Something has to be found out first' },
  granted: { status: 409, means: 'It was granted' },
  'hollow-hop': { status: 409, means: 'This would add no authority' },
  'in-the-past': { status: 422, means: 'That time is over' },
  'more-than-asked': { status: 422, means: 'More than was asked for' },
  'need-not-restated': { status: 409, means: 'The need has to be said back first' },
  'no-amount': { status: 422, means: 'How much is not said' },
  'no-amount-to-change': { status: 422, means: 'It has no amount' },
  'no-case': { status: 422, means: 'No case is named' },
  'no-decline': { status: 409, means: 'It can not be declined as it stands' },
  'no-reason': { status: 422, means: 'A reason is needed' },
  'no-repair': { status: 422, means: 'How it is repaired is not said' },
  'no-words': { status: 422, means: 'Words are needed' },
  'nobody-able': { status: 409, means: 'Nobody else has the authority' },
  'not-agreed': { status: 409, means: 'Somebody has to agree first' },
  'not-answered': { status: 409, means: 'There is no answer yet' },
  'not-done-yet': { status: 409, means: 'Something has to be done before a yes' },
  'not-fulfilled': { status: 409, means: 'It was not carried out yet' },
  'not-granted': { status: 409, means: 'It was not granted' },
  'not-offered': { status: 409, means: 'That was not offered' },
  'not-on-hold': { status: 409, means: 'The case is not on hold' },
  nothing: { status: 422, means: 'Nothing was said' },
  'nothing-asked': { status: 409, means: 'Nobody is asked anything' },
  'nothing-missing': { status: 409, means: 'Nothing is missing' },
  'nothing-to-appeal': { status: 409, means: 'There is no no to look at again' },
  'nothing-to-correct': { status: 409, means: 'There is no no to correct' },
  'nothing-to-grant': { status: 409, means: 'There is nothing to grant' },
  'nothing-told': { status: 422, means: 'Nothing was told' },
  'of-what': { status: 422, means: 'Of which case is not said' },
  'other-customer': { status: 409, means: 'The conversation is with another customer' },
  'other-question': { status: 409, means: 'The case waits for another question' },
  'other-request': { status: 409, means: 'The yes was to another request' },
  'question-closed': { status: 409, means: 'The question is over' },
  'same-facts': { status: 409, means: 'Nothing changed since the answer' },
  'same-owner': { status: 409, means: 'They hold the case already' },
  settled: { status: 409, means: 'This no is settled; nobody has to be asked' },
  'special-client': { status: 409, means: 'Management decides with the client' },
  stands: { status: 409, means: 'An earlier answer stands' },
  'too-far': { status: 422, means: 'That is too far ahead' },
  'too-many-cases': { status: 409, means: 'The conversation has too many cases' },
  'warn-first': { status: 409, means: 'A warning comes first' },
  'which-question': { status: 422, means: 'Which question is not said' },
  'which-review': { status: 422, means: 'Which review is not said' },
} as const satisfies Record<string, ProblemKind>;

/** What is wrong with people, or with what they change about themselves. */
const OF_PEOPLE = {
  'not-for-ai-agents': { status: 403, means: 'AI agents change nothing about who is there' },
  'wrong-people': { status: 422, means: 'The text of the people has problems' },
  'wrong-date': { status: 422, means: 'That is no date and no instant' },
  'ends-before-it-starts': { status: 422, means: 'It ends before it starts' },
  'until-when': { status: 422, means: 'Until when is not said' },
  'too-many': { status: 409, means: 'There are too many of these already' },
  'wrong-money': { status: 422, means: 'That is no amount of money' },
  'delegation-to-oneself': { status: 422, means: 'Nobody acts for themself' },
  'delegation-circle': { status: 409, means: 'People would act for each other in a circle' },
  'delegation-not-allowed': { status: 403, means: 'The book does not let them delegate' },
  'delegate-not-allowed': { status: 403, means: 'The book does not let them act for others' },
  'delegation-currency': { status: 422, means: 'The book counts in another currency' },
  'delegation-above-cap': { status: 422, means: 'The book lets nobody delegate so much' },
  'delegation-too-long': { status: 422, means: 'The book lets nobody delegate for so long' },
} as const satisfies Record<string, ProblemKind>;

/** What is wrong with books in use. */
const OF_BOOKS = {
  'unknown-draft': { status: 404, means: 'There is no such draft' },
  'unknown-book': { status: 404, means: 'There is no such book' },
  'unknown-notice': { status: 404, means: 'There is no such emergency notice' },
  'not-yours-to-publish': { status: 403, means: 'The policy owner and management change the book' },
  'not-yours-to-give': { status: 403, means: 'This person may not give this notice' },
  'needs-a-second-person': { status: 403, means: 'Another person has to do that' },
  'wrong-book': { status: 422, means: 'The book has problems' },
  'wrong-cases': { status: 422, means: 'The cases have problems' },
  'wrong-notice': { status: 422, means: 'The book can not take what the notice gives' },
  'no-cases': { status: 409, means: 'The draft came without cases' },
  'red-cases': { status: 409, means: 'Cases are not answered as expected' },
  'already-published': { status: 409, means: 'The draft is published' },
  'book-changed-meanwhile': { status: 409, means: 'The book was changed since it was seen' },
  'nothing-before': { status: 409, means: 'There is no book before' },
  'notice-does-not-fit': { status: 409, means: 'The book and an emergency notice do not go together' },
  'bad-name': { status: 422, means: 'A notice can not be called so' },
  'name-taken': { status: 409, means: 'A notice of this name is in force' },
  'too-many-notices': { status: 409, means: 'Too many notices are in force' },
  'too-long': { status: 422, means: 'A notice does not last that long' },
  'no-cap': { status: 422, means: 'Up to how much is not said' },
  'over-already': { status: 409, means: 'The notice is over' },
  'already-reviewed': { status: 409, means: 'The notice was reviewed' },
} as const satisfies Record<string, ProblemKind>;

export const PROBLEMS = {
  ...OF_SERVICE,
  ...OF_INPUT,
  ...OF_REQUEST,
  ...UNKNOWN,
  ...NOT_THEIRS,
  ...NOT_NOW,
  ...OF_PEOPLE,
  ...OF_BOOKS,
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** What every operation may answer, whatever it is: the service, what was sent, and whether the caller can be served. */
export const ANYWHERE = [
  ...Object.keys(OF_SERVICE),
  ...Object.keys(OF_INPUT),
  'not-for-customers',
  'not-here',
  'unknown-organization',
  'no-book',
  'no-people',
] as readonly ProblemCode[];

/** What every operation may answer that takes a request or facts. */
export const OF_REQUESTS = [...Object.keys(OF_REQUEST), 'unknown-type'] as readonly ProblemCode[];

/** What every command on a case may be refused with: the rules of the case. */
export const OF_CASES = [
  'unknown-case',
  'changed-meanwhile',
  ...Object.keys(NOT_THEIRS),
  ...Object.keys(NOT_NOW),
  'unknown-person',
  'unknown-alternative',
  'unknown-question',
  'unknown-review',
  ...OF_REQUESTS,
] as readonly ProblemCode[];

/** The HTTP status of a code. */
export const statusOf = (code: string): number =>
  (PROBLEMS as Readonly<Record<string, ProblemKind>>)[code]?.status ?? 422;
