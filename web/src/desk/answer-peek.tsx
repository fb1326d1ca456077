/** On a small screen the answer may stand below what one looks at: then it is said in a line, which leads there. */
import type { RefObject } from 'react';
import { useIntersection } from '@mantine/hooks';
import { IconChevronDown } from '@tabler/icons-react';
import type { Output } from '../service/calls.ts';
import { lookOf } from './verdict.ts';
import css from './desk.module.css';

type Props = { decision: Output<'decide'>; answer: RefObject<HTMLElement | null> };

/** So much of the answer has to be seen, in pixels, bars at the edges left aside. */
const SEEN = '-60px 0px -120px 0px';

export function AnswerPeek({ decision, answer }: Props) {
  const { ref, entry } = useIntersection({ rootMargin: SEEN });
  const { tone, title } = lookOf(decision);
  const isBelow = entry !== null && !entry.isIntersecting && entry.boundingClientRect.top > 0;
  return (
    <>
      {/* Where the answer begins. */}
      <span ref={ref} className={css['begins']} />
      {isBelow && (
        <button
          type="button"
          className={css['peek']}
          data-tone={tone}
          onClick={() => answer.current?.scrollIntoView({ block: 'start' })}
        >
          {title}
          <IconChevronDown size={16} aria-hidden />
        </button>
      )}
    </>
  );
}
