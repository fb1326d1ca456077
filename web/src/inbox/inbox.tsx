/** What waits for one's answer, the nearest promise first; beside it, or in its place on a small screen, the question. */
import { useEffect } from 'react';
import { useMediaQuery } from '@mantine/hooks';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Title } from '@mantine/core';
import { Empty, Loading, More, Problem } from '../app/states.tsx';
import { PromiseClock, useNow } from '../cases/promise-clock.tsx';
import { useInbox, type Output } from '../service/calls.ts';
import { amountWords, spanWords } from '../words/format.ts';
import { words } from '../words/words.ts';
import { DecisionSheet } from './decision-sheet.tsx';
import css from './inbox.module.css';

export function Inbox() {
  const { case: id } = useParams({ strict: false }) as { case?: string };
  const inbox = useInbox();
  const navigate = useNavigate();
  const isWide = useMediaQuery('(min-width: 900px)', undefined, { getInitialValueInEffect: false });
  const first = inbox.items[0]?.id;
  // Beside the list there is room for a question: the nearest one, which then stays, whatever comes after.
  useEffect(() => {
    if (isWide && id === undefined && first !== undefined)
      void navigate({ to: '/inbox/$case', params: { case: first }, replace: true });
  }, [isWide, id, first]);
  return (
    <div className={css['panes']} data-open={id !== undefined || undefined}>
      <section className={css['list']} aria-labelledby="inbox-title">
        <Title order={1} id="inbox-title" fz={20} mb="sm">
          {words.inbox.title}
        </Title>
        {inbox.isPending && <Loading />}
        {inbox.error && <Problem error={inbox.error} again={inbox.again} />}
        {!inbox.isPending && !inbox.error && inbox.items.length === 0 && (
          <div className="card">
            <Empty title={words.inbox.none}>{words.inbox.noneText}</Empty>
          </div>
        )}
        <ul className={css['rows']}>
          {inbox.items.map((one) => (
            <Row key={one.id} one={one} isOpen={one.id === id} />
          ))}
        </ul>
        <More {...inbox} />
      </section>
      <section className={css['sheet']} aria-live="polite">
        {id !== undefined && <DecisionSheet key={id} case={id} />}
      </section>
    </div>
  );
}

const waitingWords = (ms: number): string =>
  ms < 60_000 ? words.inbox.justNow : words.inbox.waiting(spanWords(ms));

type Listed = Output<'case.inbox'>['cases'][number];

function Row({ one, isOpen }: { one: Listed; isOpen: boolean }) {
  const now = useNow();
  const [question] = one.asked ?? [];
  return (
    <li>
      <Link
        to="/inbox/$case"
        params={{ case: one.id }}
        className={css['row']}
        aria-current={isOpen || undefined}
      >
        <span className={css['what']}>
          <strong>{one.label}</strong>
          {one.amount !== undefined && <b>{amountWords(one.amount, one.unit)}</b>}
        </span>
        {question && (
          <span className={css['quiet']}>
            {words.inbox.asks(question.asked_by.name, question.kind)}
            {` · ${waitingWords(now - Date.parse(question.asked_at))}`}
          </span>
        )}
        {one.said !== undefined && <span className={css['quote']}>{one.said}</span>}
        <PromiseClock due={one.promised} />
      </Link>
    </li>
  );
}
