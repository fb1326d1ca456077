/**
 * A stand-behind review: the long record first, then what was done beside what the book in force obliged, the complaint, the
 * agent's words, and the manager's signature.
 */
import { useParams, useSearch } from '@tanstack/react-router';
import { Button, Group, Textarea, Title } from '@mantine/core';
import { useKept } from '../service/kept.ts';
import { Loading, Problem } from '../app/states.tsx';
import { session } from '../service/session.ts';
import { useAct, useLook, type Output } from '../service/calls.ts';
import { withRuleWords } from '../words/conditions.ts';
import { clockHere, timeWords } from '../words/format.ts';
import { labelOf } from '../words/shown.ts';
import { words } from '../words/words.ts';
import css from './review.module.css';

type Review = Output<'review.show'>;

const AGAIN_MS = 10_000;

export function ReviewPage() {
  const { case: id } = useParams({ strict: false }) as { case: string };
  const { review } = useSearch({ strict: false }) as { review?: string };
  // What becomes of a review is told to nobody else, so it comes with no event.
  const shown = useLook(
    'review.show',
    { case: id, ...clockHere(), ...(review !== undefined && { review }) },
    { refetchInterval: AGAIN_MS },
  );
  if (shown.data) return <Shown review={shown.data} />;
  if (shown.isPending) return <Loading lines={6} />;
  return (
    <div className={css['page']}>
      <Problem error={shown.error} again={() => void shown.refetch()} />
    </div>
  );
}

function Shown({ review }: { review: Review }) {
  const mine = session.get()?.person.id === review.about;
  const agent = useLook('people.show', { person: review.about });
  return (
    <div className={css['page']}>
      <header>
        <Title order={1} fz={22}>
          {mine ? words.review.titleOwn : words.review.title(agent.data?.name ?? review.about)}
        </Title>
        <p className={css['conclusion']} data-good={review.by_the_book || undefined}>
          {withRuleWords(review.conclusion)}
        </p>
      </header>
      <Record record={review.long_record} />
      <Acts review={review} />
      <section className="card" aria-labelledby="both-sides">
        <Title order={2} id="both-sides" fz={17}>
          {words.review.sides}
        </Title>
        <dl className={css['sides']}>
          <dt>{words.review.complaint}</dt>
          <dd>{review.complaint ?? words.review.erased}</dd>
          <dt>{mine ? words.review.agentOwn : words.review.agent}</dt>
          <dd>{review.agent.words ?? (mine ? words.review.nothingYetOwn : words.review.nothingYet)}</dd>
        </dl>
        {review.outcome === null ? mine ? <Respond review={review} /> : <Sign review={review} /> : null}
      </section>
      {review.outcome && <Signed outcome={review.outcome} />}
    </div>
  );
}

/** Signed by a person, or by nobody in time: then it is upheld by itself. */
function Signed({ outcome: { what, by, at } }: { outcome: NonNullable<Review['outcome']> }) {
  const isPerson = !by.startsWith('@');
  const signer = useLook('people.show', isPerson ? { person: by } : undefined);
  const outcome = words.review.outcomes[what];
  return (
    <p className={css['outcome']} role="status">
      {isPerson
        ? words.review.signed(outcome, signer.data?.name ?? by, timeWords(at))
        : words.review.byItself(outcome, timeWords(at))}
    </p>
  );
}

/** The long record comes first: one complaint does not erase it. */
function Record({ record }: { record: Review['long_record'] }) {
  const shown = Object.entries(words.review.record) as [keyof Review['long_record'], string][];
  return (
    <section className="card" aria-labelledby="long-record">
      <Title order={2} id="long-record" fz={17}>
        {words.review.recordTitle}
      </Title>
      <dl className={css['numbers']}>
        {shown.map(([key, label]) => (
          <div key={key}>
            <dd>{record[key]}</dd>
            <dt>{label}</dt>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Acts({ review: { acts, obligations, duty } }: { review: Review }) {
  return (
    <section className="card" aria-labelledby="acts">
      <Title order={2} id="acts" fz={17}>
        {words.review.acts}
      </Title>
      <div className={css['scroll']} tabIndex={0}>
        <table className={css['table']}>
          <thead>
            <tr>
              <th scope="col">{words.review.did}</th>
              <th scope="col">{words.review.book}</th>
            </tr>
          </thead>
          <tbody>
            {acts.map((act) => (
              <tr key={`${act.did}${act.rule}${act.shown_by.sequence}`}>
                <td>
                  {withRuleWords(act.did)}
                  {act.mended !== undefined && ` (${act.mended})`}
                </td>
                <td>
                  <b data-verdict={act.verdict}>{words.review.verdicts[act.verdict]}</b>{' '}
                  {withRuleWords(act.because)}
                </td>
              </tr>
            ))}
            {obligations.map((one) => (
              <tr key={one.obligation}>
                <td>{labelOf(one.obligation)}</td>
                <td>
                  {one.recorded === true
                    ? words.review.recorded
                    : one.recorded === false
                      ? words.review.notRecorded
                      : words.review.noTrace}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {'met' in duty && <DutyWords duty={duty} />}
    </section>
  );
}

function DutyWords({ duty }: { duty: Extract<Review['duty'], { met: unknown }> }) {
  if (duty.met !== false)
    return (
      <p className={css['quiet']}>{duty.met === true ? words.review.duty.met : words.review.duty.open}</p>
    );
  const amiss = [...duty.product, ...duty.service].filter(({ met }) => met === false);
  return (
    <>
      <p className={css['quiet']}>{words.review.duty.unmet}</p>
      <ul className={css['amiss']}>
        {amiss.map(({ part, because }) => (
          <li key={part}>
            {part}
            <span className={css['quiet']}>{` · ${because}`}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Respond({ review }: { review: Review }) {
  const [text, setText, clear] = useKept<string>(`response.${review.review}`, '');
  const respond = useAct('case.respond');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void respond.mutateAsync({ case: review.case, review: review.review, words: text.trim() }).then(
          () => clear(text),
          () => undefined,
        );
      }}
    >
      {respond.isError && <Problem error={respond.error} />}
      <Textarea
        label={words.review.respond}
        description={words.review.respondHint}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        autosize
        minRows={3}
        required
      />
      <Button type="submit" mt="sm" loading={respond.isPending} disabled={text.trim() === ''}>
        {words.review.respondDo}
      </Button>
    </form>
  );
}

function Sign({ review }: { review: Review }) {
  const [because, setBecause, clear] = useKept<string>(`signature.${review.review}`, '');
  const sign = useAct('case.sign');
  const send = (outcome: 'upheld' | 'trivial' | 'not upheld'): void =>
    void sign
      .mutateAsync({
        case: review.case,
        review: review.review,
        outcome,
        ...(because.trim() !== '' && { because: because.trim() }),
      })
      .then(
        () => clear(because),
        () => undefined,
      );
  return (
    <div>
      {sign.isError && <Problem error={sign.error} />}
      <Textarea
        label={words.review.because}
        description={words.review.becauseHint}
        value={because}
        onChange={(event) => setBecause(event.currentTarget.value)}
        autosize
        minRows={2}
      />
      <Group mt="sm" gap="xs">
        <Button onClick={() => send('upheld')} loading={sign.isPending}>
          {words.review.outcomes.upheld}
        </Button>
        <Button variant="default" onClick={() => send('trivial')} disabled={sign.isPending}>
          {words.review.outcomes.trivial}
        </Button>
        <Button
          variant="default"
          onClick={() => send('not upheld')}
          disabled={sign.isPending || because.trim() === ''}
        >
          {words.review.outcomes['not upheld']}
        </Button>
      </Group>
    </div>
  );
}
