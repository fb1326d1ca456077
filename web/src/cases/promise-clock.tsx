/** By when the customer hears, or has it: it warns before the promise breaks, in words as well as in color. */
import { useEffect, useState } from 'react';
import { spanWords, timeWords } from '../words/format.ts';
import { words } from '../words/words.ts';
import css from './cases.module.css';

const TICK_MS = 15_000;
/** From then on it is near. */
const NEAR_MS = 15 * 60_000;

const LEFT = { late: 'late', near: 'nearly', calm: 'left' } as const;

/** The time of now, a few times a minute. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const tick = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(tick);
  }, []);
  return now;
}

/** @param isYes what is promised is that the yes is carried out */
export function PromiseClock({ due, isYes = false }: { due: string | null; isYes?: boolean }) {
  const now = useNow();
  if (due === null) return <span className={css['clock']}>{words.cases.nobody}</span>;
  const left = Date.parse(due) - now;
  const state = left < 0 ? 'late' : left < NEAR_MS ? 'near' : 'calm';
  return (
    <span className={css['clock']} data-state={state}>
      {(isYes ? words.cases.toBeDone : words.cases.hears)(timeWords(due, now))}
      <b>{words.cases[LEFT[state]](spanWords(left))}</b>
    </span>
  );
}
