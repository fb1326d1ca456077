/** Mails to colleagues: with names and rules, and with links to answer where they are asked. */
import { typeMeant } from '../decide/request.ts';
import { amountIn } from '../explain/amount.ts';
import type { Answer, Question } from '../cases/conversation.ts';
import type { Matter } from '../cases/effect.ts';
import { ASKS } from '../cases/timeline.ts';
import type { Block, Button, Mail } from './mail.ts';
import { offeredFor, type Offered } from '../cases/answers.ts';
import { headline, nameOf, storyBlocks, timeFor, type Story } from './story.ts';

/** A link for each answer that can be given. */
export type Links = Readonly<Partial<Record<Offered, string>>>;

/** What can be answered to a question of a story. */
export const offeredIn = ({ book, case: one }: Story, question: Question): ReturnType<typeof offeredFor> =>
  offeredFor(question, typeMeant(book, one.request.type)?.amount?.fact !== undefined);

/** A question, with the whole story. */
export function askedMail(story: Story, question: Question, links: Links = {}): Mail {
  const who = nameOf(story, question.askedBy);
  const unit = question.unit === undefined ? '' : ` (${question.unit})`;
  return {
    subject: `${isAgain(story, question) ? 'Again: ' : ''}${who} asks ${ASKS[question.kind]}${unit}: ${headline(story, question)}`,
    language: 'en',
    blocks: [
      { kind: 'title', text: `${who} asks you ${ASKS[question.kind]}${unit}` },
      ...storyBlocks(story, question),
      ...answering(story, question, links),
    ],
  };
}

/** The reader was tried before, on another channel. */
const isAgain = ({ reader }: Story, { route, step }: Question): boolean =>
  route.steps.slice(0, Math.max(0, step)).some(({ person }) => person === reader.id);

const TONES: Partial<Record<Offered, Button['tone']>> = { yes: 'yes', view: 'yes', take: 'yes', no: 'no' };

function answering(story: Story, question: Question, links: Links): Block[] {
  const buttons = offeredIn(story, question).flatMap(([offered, said]): Button[] => {
    const url = links[offered];
    const label = offered === 'yes' ? yesLabel(story, question, said) : said;
    return url === undefined ? [] : [{ label, url, tone: TONES[offered] ?? 'plain' }];
  });
  if (buttons.length === 0)
    return [{ kind: 'words', text: `Answer in Sayso: case ${story.case.id}, question ${question.id}.` }];
  return [
    { kind: 'links', links: buttons },
    { kind: 'small', text: effectOf(story, question) },
    {
      kind: 'small',
      text: 'Each link shows the case first; only what you send there counts, once. The links are for you alone: please do not forward this mail.',
    },
  ];
}

/** A yes says to how much. */
export function yesLabel({ now }: Story, { kind, amount }: Question, said: string): string {
  const to = amount ?? now?.decision.amount;
  return to === undefined || (kind !== 'approval' && kind !== 'special client')
    ? said
    : `${said} to ${amountIn('en', to, now?.decision.unit)}`;
}

function effectOf(story: Story, { kind, onYes, askedBy }: Question): string {
  const who = nameOf(story, askedBy);
  if (kind !== 'approval' && kind !== 'special client') return `${who} hears of your answer at once.`;
  return onYes === 'grant'
    ? `A yes takes effect at once: the customer and ${who} hear of it. A no needs its reason.`
    : `${who} hears of your yes and uses it for the customer. A no needs its reason.`;
}

/** What happened, beside the case. */
export type Told = { matter: Matter; question?: string; words?: string };

/** Anything else that a colleague hears of a case. */
export function newsMail(story: Story, told: Told, links: Links = {}): Mail {
  const { matter, words } = told;
  const question = story.case.questions.find(({ id }) => id === told.question);
  if (matter === 'told' && question && isAskedIn(story, question)) {
    const mail = askedMail(story, question, links);
    const news: Block = { kind: 'words', text: 'The customer has said more. This is how it is now:' };
    return { ...mail, subject: `News: ${mail.subject}`, blocks: [news, ...mail.blocks] };
  }
  const { title, says } = NEWS[matter](story, question);
  return {
    subject: `${title}: ${headline(story)}`,
    language: 'en',
    blocks: [
      { kind: 'title', text: title },
      ...[...says, ...(words === undefined ? [] : [words])].map((text): Block => ({ kind: 'words', text })),
      ...(OF_A_REVIEW.includes(matter) ? [] : storyBlocks(story)),
    ],
  };
}

/** The question is open, and the reader is one of those who were asked. */
export const isAskedIn = ({ reader }: Story, { closed, asked }: Question): boolean =>
  closed === undefined && asked.includes(reader.id);

/** What a colleague hears that is about no case. */
export const wordsMail = ({ words }: Pick<Told, 'words'>, title = 'News for you'): Mail => ({
  subject: title,
  language: 'en',
  blocks: [
    { kind: 'title', text: title },
    { kind: 'words', text: words ?? 'Please look into Sayso.' },
  ],
});

/** Whoever a complaint is about hears of it by itself, not in the story of the case. */
const OF_A_REVIEW: readonly Matter[] = ['review'];

type News = (story: Story, question: Question | undefined) => { title: string; says: string[] };

const NEWS: Readonly<Record<Matter, News>> = {
  question: () => ({ title: 'You are asked', says: [] }),
  'question withdrawn': (story, question) => ({
    title: 'No answer is needed any more',
    says: [`${closedAs(story, question)} Thank you for being there.`],
  }),
  told: () => ({
    title: 'For your information',
    says: ['You need not do anything: somebody who can decide this is asked already.'],
  }),
  answered: (story, question) => ({ title: 'There is an answer', says: [answered(story, question)] }),
  reminder: (story) => ({
    title: 'The customer waits to hear from you',
    says: [
      story.conversation.promise
        ? `They were told that they hear by ${timeFor(story, story.conversation.promise.due)}. A line from you keeps the promise, also when there is nothing new.`
        : 'A line from you keeps the promise, also when there is nothing new.',
    ],
  }),
  breach: (story) => ({ title: 'Something was promised and has not come', says: breaches(story) }),
  'release offered': () => ({
    title: 'You may let go of this',
    says: [
      'Somebody else can decide it. Letting go is good work, and no mark: they take it over with the whole story.',
    ],
  }),
  'customer said': () => ({ title: 'The customer has said more', says: ['It stands with the case, below.'] }),
  'follow up': () => ({ title: 'Please look at this again', says: [] }),
  review: (story) => ({
    title: 'A complaint about a service',
    says: [
      `Somebody was not happy with how case ${story.case.id} was served. Whoever served them hears of it first and says how it was; management stands behind whoever went by the book.`,
      `Read it: sayso review show ${story.case.id}`,
    ],
  }),
  'handed over': (story) => ({
    title: 'This is yours now',
    says: [`It came from ${nameOf(story, story.case.asker)} with everything that was said.`],
  }),
  'tell the unit': (story) => ({
    title: 'For your unit',
    says: [
      `${answered(story, undefined)} The book says that your unit hears of it; nothing is asked of you.`,
    ],
  }),
  'notice covers': () => ({
    title: 'You may say yes to this now',
    says: ['An emergency notice covers it: look at the case, and say yes (grant).'],
  }),
  'notice review': () => ({
    title: 'An emergency notice is to be looked at',
    says: ['It acts already, and is looked at on the next working day.'],
  }),
  book: () => ({ title: 'The book was changed', says: [] }),
  proposal: () => ({
    title: 'What you may offer before they ask',
    says: ['Something has happened that this customer will mind.'],
  }),
  fulfill: (story) => ({
    title: 'Please carry this out',
    says: [
      story.case.fulfillBy === undefined
        ? answered(story, undefined)
        : `${answered(story, undefined)} It is to be done by ${timeFor(story, story.case.fulfillBy)}.`,
    ],
  }),
};

/** How a question came to its end. */
export function closedAs(story: Story, question: Question | undefined): string {
  const closed = question?.closed;
  if (!closed) return 'This question is over.';
  if (closed.how === 'withdrawn') return 'The question was withdrawn.';
  const { answer } = story.case;
  const isByIt = answer && answer.at === closed.at && answer.kind === closed.how;
  if (isByIt) return finalAnswer(story, answer);
  const who = story.organization.people.has(closed.by) ? ` by ${nameOf(story, closed.by)}` : '';
  return `It was answered${who}: ${closed.how}.`;
}

/** What the answer is, and what comes next. */
function answered(story: Story, question: Question | undefined): string {
  const { case: one } = story;
  if (one.answer) return finalAnswer(story, one.answer);
  const no = one.agreedNo;
  if (no) {
    const offer = no.offer === undefined ? '' : ` They offer ${no.offer}.`;
    return `No, from ${nameOf(story, no.by)}: “${no.because}”.${offer} Say the need back to the customer first (restate), then say the no (decline), with what can be done instead.`;
  }
  const yes = one.approvals.find(({ used }) => used === undefined);
  if (yes)
    return `Yes, from ${nameOf(story, yes.by)}${yes.amount === undefined ? '' : `, to ${amountIn('en', yes.amount, story.now?.decision.unit)}`} (${yes.rule}). It waits for you to say it to the customer (grant), until ${timeFor(story, yes.expires)}.`;
  return question?.closed ? closedAs(story, question) : 'Look at the case for what is new.';
}

function finalAnswer(story: Story, answer: Answer): string {
  const by = nameOf(story, answer.by);
  if (answer.kind === 'no') return `No, by ${by} (${answer.rule ?? 'agreed'}). The customer was told.`;
  const amount = answer.amount === undefined ? '' : `, ${amountIn('en', answer.amount, answer.unit)}`;
  return `Yes${amount}, by ${by}${answer.for === undefined ? '' : ` for ${nameOf(story, answer.for)}`} (${answer.rule}). The customer was told.`;
}

/** What is late, in words; what could not be delivered, where nothing is. */
function breaches(story: Story): string[] {
  const { case: one, conversation } = story;
  const found = [
    (conversation.promise?.broken ?? 0) > 0
      ? 'The customer should have heard from us, and has not. A line from you now helps most: say that you are on it.'
      : undefined,
    one.answerLate && !one.answer ? 'The request was not answered within its response target.' : undefined,
    one.fulfillLate && !one.fulfilled ? 'What was granted was not carried out in time.' : undefined,
  ].filter((text) => text !== undefined);
  return found.length > 0
    ? found
    : [
        'A message could not be delivered, or nobody answered by the deadline. Please see to it: the customer still waits.',
      ];
}
