/** The book in use, for its operations. */
import { mayChangeBook } from '../../core/publish/right.ts';
import { parseDay, parseInstant } from '../../core/words/time.ts';
import type { Input, OperationName, Output } from '../../contract/operations.ts';
import { findingWire, noticeWire, versionWire, type NameOf } from '../../contract/wire/book.ts';
import { wireInstant } from '../../contract/wire/common.ts';
import { compareBooks, examineText, tryDraft, uploadBook } from '../publish/drafts.ts';
import type { Examined } from '../publish/examine.ts';
import { draftsOf, listVersions, noticesOf, showBook } from '../publish/look.ts';
import { endNotice, giveNotice, reviewNotice, type Ended } from '../publish/notices.ts';
import { publishBook, rollBackBook, type From, type Published } from '../publish/publish.ts';
import { personOf, type Implementations, type Work } from './implementation.ts';
import { problem, type Problems } from '../../core/cases/refusal.ts';

type Books = Extract<OperationName, `book.${string}`>;
const nameIn =
  ({ inForce: { organization } }: Work): NameOf =>
  (id) => ({ id, name: organization.people.get(id)?.name ?? id });

const mayChange = ({ inForce: { book }, person, at }: Work): boolean => mayChangeBook(book, person, at);

/** A caller's name and key, as what changes something takes them. */
const sentBy = (work: Work): { by: string; key?: string } => ({
  by: personOf(work).id,
  ...(work.key !== undefined && { key: work.key }),
});

/** What is not in force yet is for those who may change it. */
function forThem<T>(work: Work, look: () => Promise<T | Problems>): Promise<T | Problems> {
  if (mayChange(work)) return look();
  return Promise.resolve(
    problem(
      'not-yours-to-publish',
      'by',
      'That is for whoever may change the book: the policy owner, and management.',
      'Ask one of them.',
    ),
  );
}

/** What is wrong as it is, and anything else as an output. */
function answered<T extends object, O>(found: T | Problems, output: (one: T) => O): { output: O } | Problems {
  return 'problems' in found ? found : { output: output(found) };
}

const examinedWire = ({ findings, gaps }: Pick<Examined, 'findings' | 'gaps'>) => ({
  findings: findings.map(findingWire),
  gaps: gaps.map(({ type, text: words }) => ({ type, words })),
});

const publishedWire = ({ book, inForceFrom }: Published): Output<'book.publish'> => ({
  book,
  in_force_from: wireInstant(inForceFrom),
});

const endedWire = ({ notice, until }: Ended): Output<'book.notice-end'> => ({
  notice,
  until: wireInstant(until),
});

export const books: Implementations<Books> = {
  'book.list': async (work) =>
    answered(await listVersions(work.engine, work.organization), ({ versions }) => ({
      versions: versions.map((one) => versionWire(one, nameIn(work))),
      may_change: mayChange(work),
    })),
  'book.show': async (work, { book }) =>
    answered(await showBook(work.engine, work.organization, book), ({ version, text, cases }) => ({
      version: versionWire(version, nameIn(work)),
      text,
      cases,
    })),
  'book.check': async (work, { text }) =>
    answered(
      await forThem(work, () => examineText(work.engine, work.organization, text)),
      ({ book, staff, ...examined }) => ({
        sound: book !== undefined && staff !== undefined,
        ...examinedWire(examined),
      }),
    ),
  'book.upload': async (work, { text, cases = null }) =>
    answered(
      await uploadBook(work.engine, work.organization, { text, cases, ...sentBy(work) }),
      ({ draft, book, by, ...examined }) => ({
        draft,
        book,
        uploaded_by: nameIn(work)(by),
        ...examinedWire(examined),
      }),
    ),
  'book.drafts': async (work) =>
    answered(await forThem(work, () => draftsOf(work.engine, work.organization)), ({ drafts, newest }) => ({
      drafts: drafts.map(({ id, by, at, basedOn, hash }) => ({
        id,
        book: hash,
        at: wireInstant(at),
        uploaded_by: nameIn(work)(by),
        based_on: basedOn,
        may_publish: by !== personOf(work).id && basedOn === newest,
      })),
    })),
  'book.trial': async (work, { draft }) =>
    answered(
      await forThem(work, () => tryDraft(work.engine, work.organization, draft)),
      ({ cases, green, red, findings, unshown }) => ({
        cases,
        green,
        red: red.map(({ name, line, differences }) => ({
          case: name,
          line,
          differences: differences as Output<'book.trial'>['red'][number]['differences'],
        })),
        findings: findings.map(findingWire),
        unshown: [...unshown],
      }),
    ),
  'book.difference': async (work, { from, to }) =>
    answered(
      await forThem(work, () =>
        compareBooks(work.engine, work.organization, { to, ...(from !== undefined && { from }) }),
      ),
      ({ changes, answers, cases }) => ({
        changes: [...changes],
        cases,
        answers: answers.map(({ name, before, after }) => ({
          case: name,
          before: before ? { ...before, who: [...before.who] } : null,
          after: after ? { ...after, who: [...after.who] } : null,
        })),
      }),
    ),
  'book.publish': published,
  'book.rollback': async (work, { from, to, because }) =>
    answered(
      await rollBackBook(work.engine, work.organization, {
        from,
        because,
        ...(to !== undefined && { to }),
        ...sentBy(work),
      }),
      publishedWire,
    ),
  'book.notices': async (work) =>
    answered(await noticesOf(work.engine, work.organization), ({ notices }) => ({
      notices: notices.map((one) => noticeWire(one, nameIn(work))),
      may_change: mayChange(work),
    })),
  'book.notice': given,
  'book.notice-end': async (work, { notice, because }) =>
    answered(
      await endNotice(work.engine, work.organization, { notice, because, ...sentBy(work) }),
      endedWire,
    ),
  'book.notice-review': async (work, { notice, outcome, because }) =>
    answered(
      await reviewNotice(work.engine, work.organization, { notice, outcome, because, ...sentBy(work) }),
      endedWire,
    ),
};

async function published(
  work: Work,
  { draft, from }: Input<'book.publish'>,
): Promise<{ output: Output<'book.publish'> } | Problems> {
  const read = from === undefined ? undefined : readFrom(from);
  if (read && 'problems' in read) return read;
  return answered(
    await publishBook(work.engine, work.organization, {
      draft,
      ...(read && { from: read }),
      ...sentBy(work),
    }),
    publishedWire,
  );
}

function readFrom(text: string): From | Problems {
  const day = parseDay(text);
  if (day !== undefined) return { day };
  const instant = parseInstant(text);
  if (instant !== undefined) return { instant };
  return problem(
    'wrong-date',
    'from',
    `"${text}" is no date and no instant.`,
    'Write a date ("2026-12-01"), or an instant with its offset ("2026-12-01T09:00:00Z").',
  );
}

async function given(
  work: Work,
  { name, types, from, function: within, when, up_to: cap, until, because }: Input<'book.notice'>,
): Promise<{ output: Output<'book.notice'> } | Problems> {
  const done = await giveNotice(work.engine, work.organization, {
    name,
    types: [...new Set(types)],
    gives: {
      from,
      ...(within !== undefined && { function: within }),
      ...(when !== undefined && { when }),
      ...(cap !== undefined && { 'up to': cap }),
    },
    because,
    ...(until !== undefined && { until }),
    ...sentBy(work),
  });
  return answered(done, ({ notice, inForceFrom, until: end }) => ({
    notice,
    in_force_from: wireInstant(inForceFrom),
    until: wireInstant(end),
  }));
}
