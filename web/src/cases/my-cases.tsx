/** The cases that one holds, the nearest promise first, each with its clock. */
import { Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Empty, Loading, More, Problem } from '../app/states.tsx';
import { useMyCases } from '../service/calls.ts';
import { amountWords } from '../words/format.ts';
import { words } from '../words/words.ts';
import { PromiseClock } from './promise-clock.tsx';
import css from './cases.module.css';

export function MyCases() {
  const mine = useMyCases();
  return (
    <section className="card">
      <h2 className="eyebrow">{words.cases.mine}</h2>
      {mine.isPending && <Loading />}
      {mine.error && <Problem error={mine.error} again={mine.again} />}
      {!mine.isPending && !mine.error && mine.items.length === 0 && <Empty title={words.cases.none} />}
      <ul className={css['list']}>
        {mine.items.map((one) => (
          <li key={one.id}>
            <Link to="/cases/$case" params={{ case: one.id }} className={css['row']}>
              <span className={css['what']}>
                <strong className={css['label']}>{one.label}</strong>
                {one.amount !== undefined && <span>{amountWords(one.amount, one.unit)}</span>}
              </span>
              <span className={css['quiet']}>
                {one.waits_for[0]
                  ? words.cases.waits(one.waits_for[0].name)
                  : (words.stages[one.stage as keyof typeof words.stages] ?? one.stage)}
              </span>
              {one.said !== undefined && <span className={css['quote']}>{one.said}</span>}
              <PromiseClock due={one.promised} isYes={one.stage === 'granted'} />
            </Link>
          </li>
        ))}
      </ul>
      <More {...mine} />
    </section>
  );
}

/** By themselves, where there is no room for them beside the desk. */
export const MyCasesPage = () => (
  <div className={css['alone']}>
    <Title order={1} className="unseen">
      {words.cases.mine}
    </Title>
    <MyCases />
  </div>
);
