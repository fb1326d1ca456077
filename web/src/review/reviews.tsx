/** Stand-behind reviews that wait for whoever looks. */
import { Link } from '@tanstack/react-router';
import { Title } from '@mantine/core';
import { Empty, Loading, Problem } from '../app/states.tsx';
import { useLook } from '../service/calls.ts';
import { timeWords } from '../words/format.ts';
import { words } from '../words/words.ts';
import css from '../inbox/inbox.module.css';
import own from './review.module.css';

export function Reviews() {
  const mine = useLook('review.mine', {});
  return (
    <div className={own['page']}>
      <Title order={1} fz={20}>
        {words.review.list}
      </Title>
      <p className={css['quiet']}>{words.review.listLead}</p>
      {mine.isPending && <Loading />}
      {mine.isError && <Problem error={mine.error} again={() => void mine.refetch()} />}
      {mine.data?.reviews.length === 0 && (
        <div className="card">
          <Empty title={words.review.none}>{words.review.noneText}</Empty>
        </div>
      )}
      <ul className={css['rows']}>
        {mine.data?.reviews.map((one) => (
          <li key={one.review}>
            <Link
              to="/cases/$case/review"
              params={{ case: one.case }}
              search={{ review: one.review }}
              className={css['row']}
            >
              <strong>{`${one.label} · ${one.about.name}`}</strong>
              <span className={css['quiet']}>
                {one.waits === null ? words.review.waitsManager : words.review.waits[one.waits]}
                {` · ${words.review.due(timeWords(one.due))}`}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
