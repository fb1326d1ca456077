/** The customer's page as HTML: no script, nothing from elsewhere, forms that send themselves. */
import type { Book } from '../../core/book/book.ts';
import type { CustomerPage, PageCase } from '../../core/cases/customer-page.ts';
import { customerZone } from '../../core/cases/customer.ts';
import { customerTime, placeOf } from '../../core/explain/customer-time.ts';
import { PAGE_WORDS } from '../../core/explain/page-words.ts';
import { escaped, line, lines } from '../../core/mail/plain.ts';
import { spokenWith } from '../../core/mail/to-customer.ts';
import type { Instant } from '../../core/words/time.ts';

type Words = (typeof PAGE_WORDS)[string];

/** What a form can send. */
export const FORMS = ['say', 'rate', 'take', 'supervisor', 'appeal', 'close', 'complain'] as const;
export type FormName = (typeof FORMS)[number];

export type PageState = {
  book: Book;
  shop: string;
  at: Instant;
  /** Makes the key under which a form is carried out once, however often it is sent. */
  key: () => string;
  /** What was just sent. */
  done?: boolean;
  /** What was sent and could not be done: why, and what had been written. */
  wrong?: { form: FormName; case: string; code: string; filled: Readonly<Record<string, string>> };
};

/**
 * The whole page stays below 50 kB, however much was asked and said. In bytes: so much the requests may take with their forms,
 * and so much all of it without its head and sheet. What is newest stands there whole.
 */
const ROOM_FOR_FORMS = 26_000;
const ROOM = 42_000;
/** Of one text, in characters. */
const LONGEST_TEXT = 2000;

type Drawing = PageState & {
  words: Words;
  language: string;
  /** With whose time it is, or plain where that is said once for all. */
  time: (at: Instant, place?: 'plain') => string;
};

/** The language that the page speaks, and the whole document's body and title. */
export function customerPageHtml(
  page: CustomerPage,
  state: PageState,
): { language: string; title: string; zone: string | undefined; body: string } {
  const language = spokenWith(page.language, state.book, PAGE_WORDS);
  const words = PAGE_WORDS[language];
  if (!words) throw new Error('there are no English words for a page');
  const zone = customerZone(state.book, page.timeZone);
  const time: Drawing['time'] = (instant, place) => customerTime(zone, language, instant, state.at, place);
  const drawing: Drawing = { ...state, words, language, time };
  const title = words.title.replace('{shop}', () => state.shop);
  const cases = casesHtml(page, drawing);
  const parts = [
    `<p class="shop">${text(state.shop)}</p>`,
    state.done ? `<p class="note" role="status">${text(words.thanks)}</p>` : '',
    tooLateHtml(page, drawing),
    ...cases,
    historyHtml(page, drawing, ROOM - Buffer.byteLength(cases.join('\n'))),
  ];
  return {
    language,
    title,
    zone: page.isZoneSaid ? undefined : page.timeZone,
    body: parts.filter((part) => part !== '').join('\n'),
  };
}

/** What was sent can be sent no more: so it is said, and what was written is not lost. */
function tooLateHtml({ cases }: CustomerPage, { wrong, words }: Drawing): string {
  if (!wrong) return '';
  const isDrawn = cases.some(({ id, may }) => id === wrong.case && may.includes(wrong.form));
  if (isDrawn) return '';
  const { words: written = '' } = wrong.filled;
  const kept =
    written === ''
      ? ''
      : `<textarea rows="3" readonly aria-label="${text(words.asked)}">${escaped(written.toWellFormed())}</textarea>`;
  return `<p class="note" role="alert">${text(words.tooLate)}</p>${kept}`;
}

const text = (said: string): string => escaped(line(shortened(said)));
const paragraphs = (said: string): string => lines(shortened(said)).map(escaped).join('<br>\n');
const shortened = (said: string): string =>
  said.length > LONGEST_TEXT ? `${said.slice(0, LONGEST_TEXT).toWellFormed()} …` : said;

/** As many as there is room for, the newest first; then those that follow, by where they stand alone. In their order. */
function casesHtml({ cases, nextUpdate }: CustomerPage, drawing: Drawing): string[] {
  const whole = fitting(cases.toReversed(), ROOM_FOR_FORMS, (one) => caseHtml(one, null, drawing));
  const others = cases.slice(0, cases.length - whole.length).toReversed();
  const brief = fitting(others, ROOM - ROOM_FOR_FORMS, (one) => briefHtml(one, drawing));
  // By when they hear stands with the first of them that waits for an answer.
  const drawn = cases.slice(cases.length - whole.length);
  const owed = drawn.findIndex(({ stage }) => stage === 'with us' || stage === 'waiting for you');
  const waits = drawn[owed];
  if (waits && nextUpdate) whole[whole.length - 1 - owed] = caseHtml(waits, nextUpdate, drawing);
  return [...brief.toReversed(), ...whole.toReversed()];
}

/** What there is room for, in bytes; the first in any case. */
function fitting<T>(list: readonly T[], room: number, draw: (one: T) => string): string[] {
  const drawn: string[] = [];
  let used = 0;
  for (const one of list) {
    const html = draw(one);
    used += Buffer.byteLength(html);
    if (used > room && drawn.length > 0) break;
    drawn.push(html);
  }
  return drawn;
}

const briefHtml = (one: PageCase, drawing: Drawing): string => `<article>
<h2>${text(one.asked)}</h2>
<p class="stage">${text(standing(one, drawing))}</p>
</article>`;

function caseHtml(one: PageCase, next: CustomerPage['nextUpdate'], drawing: Drawing): string {
  const { words } = drawing;
  const tone = { yes: 'yes', done: 'yes', no: 'no', closed: 'quiet' }[one.stage as string] ?? 'open';
  return `<article>
<h1>${text(headline(one, next, drawing))}</h1>
<p class="stage ${tone}">${text(standing(one, drawing))}</p>
<p class="asked"><span>${text(words.asked)}</span> <q>${paragraphs(one.asked)}</q></p>
${offersHtml(one, drawing)}
${formsHtml(one, drawing)}
</article>`;
}

/** The one thing that a customer came for: by when they hear, or what the answer is. */
const headline = (one: PageCase, next: CustomerPage['nextUpdate'], { words, shop }: Drawing): string =>
  one.stage === 'yes' || one.stage === 'done'
    ? one.amount === undefined
      ? words.yes
      : words.yesTo.replace('{amount}', () => one.amount ?? '')
    : (next?.says ?? words.title.replace('{shop}', () => shop));

/** Where a request stands. */
function standing(one: PageCase, { words, time }: Drawing): string {
  switch (one.stage) {
    case 'with us':
      return words.withUs.replace('{who}', () => one.with);
    case 'waiting for you':
      return words.waiting;
    case 'yes':
      return one.fulfillBy === undefined ? words.yes : words.by.replace('{time}', time(one.fulfillBy));
    case 'done':
      return words.done;
    case 'no':
      return one.no ?? words.closed;
    case 'closed':
      return one.may.includes('say') ? words.closed : words.duplicate;
  }
}

function offersHtml(one: PageCase, drawing: Drawing): string {
  if (one.offers.length === 0 || !one.may.includes('take')) return '';
  const { words } = drawing;
  const offers = one.offers.map(
    ({ alternative, says }) => `<li><p>${paragraphs(says)}</p>
${form('take', one, drawing, `<input type="hidden" name="alternative" value="${escaped(alternative)}">`, words.take, 'strong')}</li>`,
  );
  return `<section><h2>${text(words.offers)}</h2><ul class="offers">${offers.join('\n')}</ul></section>`;
}

function formsHtml(one: PageCase, drawing: Drawing): string {
  const { words } = drawing;
  const may = (name: FormName): boolean => one.may.includes(name);
  const folded = (name: FormName, title: string, hint: string, fields: string, button: string): string =>
    may(name)
      ? `<details${drawing.wrong?.form === name && drawing.wrong.case === one.id ? ' open' : ''}><summary>${text(title)}</summary>
<p class="hint">${text(hint)}</p>
${form(name, one, drawing, fields, button)}</details>`
      : '';
  const others = [
    folded('supervisor', words.supervisor, words.supervisorHint, '', words.send),
    folded('appeal', words.appeal, words.appealHint, area(one, drawing, 'appeal', words.appeal), words.send),
    folded(
      'close',
      words.close,
      words.closeHint,
      '<input type="hidden" name="as" value="withdrawn">',
      words.close,
    ),
    folded(
      'complain',
      words.complain,
      words.complainHint,
      area(one, drawing, 'complain', words.complain),
      words.send,
    ),
  ].filter((part) => part !== '');
  return [
    may('say')
      ? `<section><h2>${text(words.say)}</h2><p class="hint">${text(words.sayHint)}</p>${form('say', one, drawing, area(one, drawing, 'say', words.say), words.send, 'strong')}</section>`
      : '',
    may('rate')
      ? `<section><h2>${text(words.rate)}</h2>${form('rate', one, drawing, ratingHtml(one, drawing), words.sendRating)}</section>`
      : '',
    others.length === 0 ? '' : `<section><h2>${text(words.more)}</h2>${others.join('\n')}</section>`,
  ].join('\n');
}

const filled = ({ wrong }: Drawing, one: PageCase, name: FormName, field: string): string =>
  wrong?.form === name && wrong.case === one.id ? (wrong.filled[field] ?? '') : '';

function area(one: PageCase, drawing: Drawing, name: FormName, label: string): string {
  const given = escaped(filled(drawing, one, name, 'words').toWellFormed());
  return `<textarea name="words" rows="3" maxlength="4000" required aria-label="${text(label)}">${given}</textarea>`;
}

const STARS = [1, 2, 3, 4, 5] as const;

/** The service apart from the outcome: whoever had to say no may have served well. */
function ratingHtml(one: PageCase, drawing: Drawing): string {
  const { words } = drawing;
  const row = (name: 'service' | 'outcome'): string => `<fieldset><legend>${text(words[name])}</legend>
<div class="stars"><span aria-hidden="true">${text(words.stars[0])}</span>${STARS.map(
    (star) =>
      `<label><input type="radio" name="${name}" value="${star}"${filled(drawing, one, 'rate', name) === String(star) ? ' checked' : ''}><span>${star}</span></label>`,
  ).join('')}<span aria-hidden="true">${text(words.stars[1])}</span></div></fieldset>`;
  return `${row('service')}${row('outcome')}
<label class="field">${text(words.comment)}<textarea name="words" rows="2" maxlength="2000">${escaped(filled(drawing, one, 'rate', 'words').toWellFormed())}</textarea></label>`;
}

function form(
  name: FormName,
  one: PageCase,
  drawing: Drawing,
  fields: string,
  button: string,
  tone = 'plain',
): string {
  const { wrong, words } = drawing;
  const problem =
    wrong?.form === name && wrong.case === one.id
      ? `<p class="problem" role="alert">${text(`${words.notYet} ${words.wrong[wrong.code] ?? words.lookAgain}`)}</p>`
      : '';
  return `<form method="post">${problem}
<input type="hidden" name="do" value="${name}"><input type="hidden" name="case" value="${escaped(one.id)}"><input type="hidden" name="key" value="${escaped(drawing.key())}">
${fields}
<button class="${tone}">${text(button)}</button></form>`;
}

/** The newest that there is room for, in bytes: a long conversation is of no use to anybody without them. */
function historyHtml({ history, timeZone }: CustomerPage, { words, time }: Drawing, room: number): string {
  if (history.length === 0) return '';
  const items = fitting(
    history.toReversed(),
    room,
    ({ at, by, says }) =>
      `<li class="${by}"><p class="by"><b>${text(words[by])}</b> · <time datetime="${new Date(at).toISOString()}">${text(time(at, 'plain'))}</time></p><p>${paragraphs(says)}</p></li>`,
  ).toReversed();
  const left = history.length - items.length;
  const earlier =
    left > 0 ? `<p class="hint">${text(words.earlier.replace('{count}', String(left)))}</p>` : '';
  const zone = words.zone.replace('{place}', placeOf(timeZone));
  return `<section><h2>${text(words.history)}</h2>${earlier}<ol class="history">${items.join('\n')}</ol><p class="hint">${text(zone)}</p></section>`;
}

/** What it looks like, in the light and in the dark. */
export const CUSTOMER_SHEET = [
  ':root{color-scheme:light dark;--ground:#f6f6f3;--sheet:#fff;--ink:#14161a;--quiet:#565b63;--line:#d9dad3;--accent:#2f3aa8;--on:#fff;--yes:#17663a;--no:#8a2f1d;--mark:#eceefd}',
  '@media(prefers-color-scheme:dark){:root{--ground:#121317;--sheet:#1a1c21;--ink:#f2f3f5;--quiet:#a9aeb8;--line:#3a3e47;--accent:#b3baff;--on:#14161a;--yes:#7fd3a0;--no:#f2a593;--mark:#23284a}}',
  "*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);font:17px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;overflow-wrap:anywhere}",
  'main{max-width:640px;margin:0 auto;padding:clamp(16px,5vw,48px) 16px 64px}.shop{margin:0 0 12px;color:var(--quiet);font-weight:600}',
  'article{background:var(--sheet);border:1px solid var(--line);border-radius:16px;padding:clamp(18px,5vw,32px);margin:0 0 20px}h1{margin:0 0 10px;font-size:clamp(22px,5vw,28px);line-height:1.25;text-wrap:balance}h2{margin:28px 0 8px;font-size:17px}',
  '.stage{margin:0 0 16px;font-size:18px}.stage.yes{color:var(--yes)}.stage.no{color:var(--ink)}.asked{margin:0;color:var(--quiet)}.asked q{color:var(--ink)}',
  '.hint{margin:0 0 8px;color:var(--quiet);font-size:15px}.note{background:var(--mark);border-radius:12px;padding:12px 16px;margin:0 0 16px;font-weight:600}.problem{color:var(--no);font-weight:600;margin:0 0 8px}',
  'textarea{display:block;width:100%;padding:10px 12px;border:1px solid var(--quiet);border-radius:10px;background:var(--sheet);color:var(--ink);font:inherit}',
  'button{min-height:46px;margin-top:10px;padding:10px 20px;border:1px solid var(--accent);border-radius:10px;background:transparent;color:var(--accent);font:inherit;font-weight:600;cursor:pointer}button.strong{background:var(--accent);color:var(--on)}',
  'details{border-top:1px solid var(--line)}details:last-child{border-bottom:1px solid var(--line)}summary{min-height:46px;padding:10px 0;cursor:pointer;font-weight:500}details form{padding-bottom:16px}',
  'fieldset{border:0;margin:0 0 12px;padding:0}legend{padding:0;font-weight:500}.stars{display:grid;grid-template-columns:repeat(5,44px);gap:4px 6px;color:var(--quiet);font-size:15px}.stars>span{order:1;grid-column:span 2}.stars>span:last-child{order:2;grid-column:span 3;text-align:end}.stars label{position:relative}.stars input{position:absolute;inset:0;opacity:0;margin:0;width:100%;height:100%;cursor:pointer}.stars label span{display:grid;place-items:center;width:44px;height:44px;border:1px solid var(--quiet);border-radius:10px;color:var(--ink)}.stars input:checked+span{background:var(--accent);border-color:var(--accent);color:var(--on);font-weight:700}.stars input:focus-visible+span{outline:3px solid var(--accent);outline-offset:2px}.field{display:block}',
  '.offers{list-style:none;margin:0;padding:0}.offers li{border:1px solid var(--line);border-radius:12px;padding:14px 16px;margin:0 0 10px}.offers p{margin:0}',
  '.history{list-style:none;margin:12px 0;padding:0 0 0 18px;border-left:2px solid var(--line)}.history li{position:relative;margin:0 0 18px}.history li::before{content:"";position:absolute;left:-25px;top:8px;width:12px;height:12px;border-radius:50%;background:var(--sheet);border:2px solid var(--accent)}.history li.you::before{background:var(--accent)}.history p{margin:0}.by{color:var(--quiet);font-size:15px}',
  ':focus-visible{outline:3px solid var(--accent);outline-offset:2px}',
].join('');
