/** What has to be found out, one thing after the other; what is known already stands below and can be changed. */
import { useEffect, useRef, useState, type RefObject } from 'react';
import { UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import type { Output } from '../service/calls.ts';
import { useType } from '../service/types.ts';
import { factWords } from '../words/shown.ts';
import { words } from '../words/words.ts';
import type { Change, Enquiry } from './enquiry.ts';
import { FactField } from './fact-field.tsx';
import { factShown } from './fact-shown.ts';
import { Marks, Need } from './marks.tsx';
import css from './desk.module.css';

type Props = {
  enquiry: Enquiry;
  change: (change: Change) => void;
  decision: Output<'decide'> | undefined;
  /** In a narrow place: what is known stays folded. */
  isCompact?: boolean;
  /** Beside another page that is written in: the keyboard is left where it is until somebody answers here. */
  isBeside?: boolean;
};

export function Facts({ enquiry, change, decision, isCompact = false, isBeside = false }: Props) {
  const type = useType(enquiry.type);
  const [isOpen, setOpen] = useState(false);
  const missing = decision?.missing.map(({ fact }) => fact) ?? [];
  // What stands in a field and can not be read is not known, and the field stays where it is.
  const [unread, setUnread] = useState<readonly string[]>([]);
  const known = [...new Set([...Object.keys(enquiry.facts), ...unread])];
  const wanted = missing.filter((fact) => !known.includes(fact));
  const rest = (type.data?.facts ?? [])
    .map(({ fact }) => fact)
    .filter((name) => !known.includes(name) && !wanted.includes(name));
  const others = isCompact ? [...known, ...rest] : rest;
  const list = useRef<HTMLDivElement>(null);
  useNextQuestion(list, wanted[0], { isShown: type.data !== undefined, isBeside });
  const field = (name: string, isMissing = false) => (
    <FactField
      key={name}
      fact={factShown(name, type.data?.facts, decision?.missing)}
      value={enquiry.facts[name]}
      isMissing={isMissing}
      tell={(value) => change({ do: 'tell', fact: name, value })}
      read={(isRead) => setUnread((now) => [...now.filter((one) => one !== name), ...(isRead ? [] : [name])])}
    />
  );
  if (type.isPending || (type.data === undefined && wanted.length + known.length === 0)) return null;
  // What they need behind it steers what is offered first: asked for where there is something to be offered.
  const asksNeed =
    (type.data?.needs.length ?? 0) > 0 && (enquiry.need !== null || (decision?.alternatives.length ?? 0) > 1);
  const hasMarks = type.data !== undefined && Marks.any(type.data);
  // All in one list: a field that moves from one group to another keeps what is typed in it, and the keyboard.
  return (
    <div className="card" ref={list}>
      <div className={css['fields']}>
        {[
          wanted.length > 0 && <Group key="questions" title={words.desk.questions} />,
          ...wanted.map((name) => field(name, true)),
          known.length > 0 && !isCompact && <Group key="known" title={words.desk.known} />,
          ...(isCompact ? [] : known.map((name) => field(name))),
        ]}
        {isCompact && !isOpen && known.length > 0 && (
          <p key="in-a-line" className={css['known']}>
            {known
              .map((name) => {
                const { label, unit } = factShown(name, type.data?.facts);
                return `${label}: ${factWords(enquiry.facts[name], unit)}`;
              })
              .join(' · ')}
          </p>
        )}
        {(others.length > 0 || hasMarks) && (
          <UnstyledButton
            key="more"
            className={css['more']}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
            {words.desk.more}
          </UnstyledButton>
        )}
        {isOpen && others.map((name) => field(name))}
      </div>
      {type.data && asksNeed && <Need names={type.data.needs} enquiry={enquiry} change={change} />}
      {isOpen && type.data && <Marks type={type.data} enquiry={enquiry} change={change} />}
    </div>
  );
}

const Group = ({ title }: { title: string }) => <h2 className={`eyebrow ${css['group']}`}>{title}</h2>;

/** The next question gets the keyboard once the one before is answered; whoever writes elsewhere goes on there. */
function useNextQuestion(
  list: RefObject<HTMLDivElement | null>,
  first: string | undefined,
  { isShown, isBeside }: { isShown: boolean; isBeside: boolean },
): void {
  useEffect(() => {
    const active = document.activeElement;
    const isHere = active instanceof HTMLElement && list.current?.contains(active) === true;
    const answered = isHere && active.closest('[data-fact][data-answered]') !== null;
    const isFree =
      !isBeside &&
      (active === null ||
        active === document.body ||
        (active instanceof HTMLTextAreaElement && !active.matches('[data-written]')));
    if (first !== undefined && (isFree || answered))
      list.current?.querySelector<HTMLElement>('[data-missing] input')?.focus();
  }, [first, isShown, isBeside]);
}
