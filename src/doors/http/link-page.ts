/**
 * The page behind a link in a mail: GET shows the case, only POST answers, so that whatever follows links by itself
 * changes nothing. No script, nothing from elsewhere, nothing kept by anybody on the way.
 */
import { createHash } from 'node:crypto';
import { ASKS } from '../../core/cases/timeline.ts';
import { answer } from '../../core/explain/answer.ts';
import { htmlBlocks, pageOf, textOf, type Block } from '../../core/mail/mail.ts';
import { fieldsFor, type Field, type Filled, type Offered } from '../../core/cases/answers.ts';
import { escaped, line } from '../../core/mail/plain.ts';
import { nameOf, storyBlocks, timeFor, type Story } from '../../core/mail/story.ts';
import { closedAs, offeredIn, yesLabel } from '../../core/mail/to-colleague.ts';
import { SHEET } from '../../core/mail/style.ts';
import type { Refusal } from '../../core/cases/refusal.ts';
import { askedNow, type Question } from '../../core/cases/conversation.ts';
import { answerByLink, lookAtLink, type AnsweringParts, type Seen } from '../../shell/links/answering.ts';
import type { Listed } from '../../shell/store/lists.ts';
import { Unavailable } from '../../shell/unavailable.ts';

export type Page = { status: number; headers: Readonly<Record<string, string>>; body: string };

/** As a page for people, or as plain text for `sayso mailbox`. */
export type Form = 'html' | 'text';

const STYLE_HASH = createHash('sha256').update(SHEET).digest('base64');

/** Of every page behind a link. */
export const HEADERS_OF_LINKS = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-robots-tag': 'noindex, nofollow, noarchive',
};

/** What a link shows. */
export const showLink = (parts: AnsweringParts, token: string, form: Form = 'html'): Promise<Page> =>
  unlessUnavailable(form, async () => pageFor(await lookAtLink(parts, token), form));

/** What comes of sending the form on the page of a link. */
export const followLink = (
  parts: AnsweringParts,
  token: string,
  filled: Filled,
  form: Form = 'html',
): Promise<Page> =>
  unlessUnavailable(form, async () => {
    const { seen, problem, done } = await answerByLink(parts, token, filled);
    return pageFor(seen, form, { filled, ...(problem && { problem }), ...(done && { done }) });
  });

/** A page that says so kindly when the node can do nothing now. */
export async function unlessUnavailable(form: Form, work: () => Promise<Page>): Promise<Page> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    const page = rendered(503, form, [
      { kind: 'title', text: 'Just a moment' },
      {
        kind: 'words',
        text: 'This can not be done right now. Nothing was changed; please try again in a minute.',
      },
    ]);
    return { ...page, headers: { ...page.headers, 'retry-after': '5' } };
  }
}

type Sent = { problem?: Refusal; done?: true; filled?: Filled };

function pageFor(seen: Seen, form: Form, sent: Sent = {}): Page {
  switch (seen.state) {
    case 'not ours':
      return rendered(404, form, [
        { kind: 'title', text: 'This link does not work' },
        {
          kind: 'words',
          text: 'It was not made here, or a part of it is missing: long links break easily. Please open it from the mail itself.',
        },
      ]);
    case 'expired':
      return rendered(410, form, [
        { kind: 'title', text: 'This link is too old' },
        {
          kind: 'words',
          text: 'Links are good for a week. Whatever still waits for you is asked again in a new mail, and stands in your inbox in Sayso.',
        },
        ...(form === 'text'
          ? [{ kind: 'words' as const, text: `sayso case list --waiting-for ${seen.link.person}` }]
          : []),
      ]);
    case 'nothing':
      return rendered(410, form, [
        { kind: 'title', text: 'There is nothing here any more' },
        {
          kind: 'words',
          text: 'What this was about can not be answered by this link. Nothing is left to do.',
        },
      ]);
    case 'over':
      return rendered(sent.done ? 200 : 410, form, overBlocks(seen, sent));
    case 'open':
      return openPage(seen, form, sent);
  }
}

/** Answered, withdrawn or passed on: said kindly, with what there is to do instead. */
function overBlocks({ story, question, waiting }: Extract<Seen, { state: 'over' }>, { done }: Sent): Block[] {
  const isPassed = !question.closed;
  const title = done ? 'Thank you' : isPassed ? 'You have passed this on' : 'This is over already';
  const how = isPassed
    ? 'Somebody else is asked now. That is no mark against anybody.'
    : closedAs(story, question);
  const next = `${nameOf(story, question.askedBy)} hears of it, and the customer hears by the promised time. Nothing is left for you to do here.`;
  return [
    { kind: 'title', text: title },
    { kind: 'words', text: `${how} ${next}` },
    {
      kind: 'rows',
      rows: [
        { label: 'For', text: story.case.request.type.replaceAll('_', ' ') },
        { label: 'Case', text: story.case.id },
      ],
    },
    ...openList(story, waiting),
  ];
}

const openList = (story: Story, waiting: readonly Listed[]): Block[] =>
  waiting.length === 0
    ? [{ kind: 'small', text: 'Nothing else waits for you.' }]
    : [
        {
          kind: 'list',
          title: 'This still waits for you',
          items: waiting.map((one) => {
            const hears =
              one.promised === null ? '' : `; the customer hears by ${timeFor(story, one.promised)}`;
            const owner = one.open ? `, with ${nameOf(story, one.owner)}` : '';
            return `${one.type.replaceAll('_', ' ')} (${one.id})${owner}${hears}`;
          }),
        },
      ];

function openPage(seen: Extract<Seen, { state: 'open' }>, form: Form, { problem, filled = {} }: Sent): Page {
  const { story, question, link } = seen;
  const unit = question.unit === undefined ? '' : ` (${question.unit})`;
  const now = question.kind === 'special client' ? undefined : askedNow(question);
  const title = `${nameOf(story, question.askedBy)} asks you ${ASKS[question.kind]}${unit}`;
  const before: Block[] = [
    { kind: 'title', text: title },
    ...(problem ? [{ kind: 'words' as const, text: `Not yet: ${problem.message} ${problem.mend}` }] : []),
    ...(story.reader.id === now || now === undefined
      ? []
      : [
          {
            kind: 'words' as const,
            text: `${nameOf(story, now)} is asked now, as there was no answer. You may answer still.`,
          },
        ]),
    ...storyBlocks(story, question),
  ];
  const status = problem ? 422 : 200;
  if (form === 'text') return rendered(status, form, before);
  const wanted = problem ? (filled['say'] ?? link.offered) : link.offered;
  const forms = offeredIn(story, question).map(([offered, said]) => {
    const label = offered === 'yes' ? yesLabel(story, question, said) : said;
    return formFor(story, question, {
      offered,
      label,
      open: offered === wanted,
      filled: problem ? filled : {},
    });
  });
  const body = `${htmlBlocks(before)}\n${forms.join('\n')}\n${htmlBlocks([
    { kind: 'small', text: 'Nothing happens until you send one of these. What you send counts once.' },
  ])}`;
  return html(status, title, body);
}

type Choice = { offered: Offered; label: string; open: boolean; filled: Filled };

const TONES: Partial<Record<Offered, string>> = { yes: 'yes', view: 'yes', take: 'yes', no: 'no' };

function formFor(story: Story, question: Question, { offered, label, open, filled }: Choice): string {
  const fields = fieldsFor(question, offered).map((field) =>
    fieldHtml(story, field, filled[field.name] ?? ''),
  );
  return `<details${open ? ' open' : ''}><summary>${escaped(label)}</summary>
<form method="post">
<input type="hidden" name="say" value="${offered}">
${fields.join('\n')}
<button class="${TONES[offered] ?? 'plain'}">${escaped(label)}</button>
</form></details>`;
}

function fieldHtml(story: Story, { name, label, required }: Field, value: string): string {
  const must = required ? ' required' : '';
  const hint = required ? '' : '<span>may stay empty</span>';
  const given = escaped(value.toWellFormed());
  const input =
    name === 'amount'
      ? `<input name="amount" inputmode="decimal" autocomplete="off" value="${given}"${must}>`
      : name === 'offer'
        ? `<select name="offer"><option value="">nothing</option>${alternatives(story, value)}</select>`
        : `<textarea name="${name}" rows="3" maxlength="2000"${must}>${given}</textarea>`;
  return `<label>${escaped(label)}${hint}\n${input}</label>`;
}

/** The book's alternatives, those first that can be granted by whoever asks; whether another one can is said when it is sent. */
function alternatives({ book, now }: Story, chosen: string): string {
  const grantable = now ? answer(book, now.request, now.decision, 'en').alternatives : [];
  const said = new Map(grantable.flatMap(({ name, kind, say }) => (kind === 'part' ? [] : [[name, say]])));
  return [...new Set([...said.keys(), ...book.alternatives.keys()])]
    .map((name) => {
      const selected = name === chosen ? ' selected' : '';
      const say = said.get(name);
      const label = say === undefined ? name : `${name}: ${say}`;
      return `<option value="${escaped(line(name))}"${selected}>${escaped(line(label))}</option>`;
    })
    .join('');
}

/** A page of blocks alone. */
export function rendered(status: number, form: Form, blocks: readonly Block[], language = 'en'): Page {
  if (form === 'text')
    return {
      status,
      headers: { ...HEADERS_OF_LINKS, 'content-type': 'text/plain; charset=utf-8' },
      body: textOf({ blocks }),
    };
  const [title] = blocks.flatMap((block) => (block.kind === 'title' ? [block.text] : []));
  return html(status, title ?? 'Sayso', htmlBlocks(blocks), language);
}

const html = (status: number, subject: string, body: string, language = 'en'): Page => ({
  status,
  headers: { ...HEADERS_OF_LINKS, 'content-type': 'text/html; charset=utf-8' },
  body: pageOf({ subject, language, body }),
});
