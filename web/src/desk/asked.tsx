/** What the customer wants: their words find the kind of request. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Button, Combobox, Textarea, TextInput, Title, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useLook, type Output } from '../service/calls.ts';
import { words } from '../words/words.ts';
import { labelOf } from '../words/shown.ts';
import { factsFor, type Change, type Enquiry } from './enquiry.ts';
import css from './desk.module.css';

type Props = { enquiry: Enquiry; change: (change: Change) => void; begin: () => void };
type Found = Output<'find'>['found'][number];

/** So long nobody types before it is looked up. */
const PAUSE_MS = 90;
const AS_IT_IS = '\u0000as it is';
const WHAT_FITS = '\u0000what fits best';

export function Asked({ enquiry, change, begin }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const combobox = useCombobox({ opened: true });
  const [sought] = useDebouncedValue(enquiry.words.trim(), PAUSE_MS);
  const found = useLook('find', sought === '' ? undefined : { words: sought, most: 5 }, { keep: () => true });
  const types = sought === '' ? [] : (found.data?.found ?? []);
  const isChosen = enquiry.type !== null;
  const said = enquiry.words.trim();
  // What is shown belongs to fewer words than were said.
  const isLate = sought !== said || found.isPlaceholderData || found.isLoading;
  const taken = useRef<string | null>(null);
  /** Whoever writes on after choosing keeps the keyboard. */
  const [hasWritten, setWritten] = useState(false);
  const take = (value: string | null): void => {
    taken.current = value;
  };
  useEffect(() => {
    if (!isChosen) field.current?.focus();
  }, [isChosen]);
  useLayoutEffect(() => {
    if (!isChosen) combobox.selectFirstOption();
  }, [found.data, isChosen]);
  // What a kind of request is called, where the book has none, is not a whole letter: that goes along as the words.
  const choose = (value: string): void => {
    if (value === AS_IT_IS) change({ do: 'choose', type: said.slice(0, LONGEST_TYPE) });
    else change({ do: 'choose', type: value, facts: factsFor(value, types) });
  };
  // Whoever types faster than is looked up gets what all their words say: the kind that fits, and every fact in them.
  useEffect(() => {
    const value = taken.current;
    if (value === null || isLate) return;
    take(null);
    if (isChosen || said === '' || found.isError) return;
    choose(value === WHAT_FITS ? (types[0]?.type ?? AS_IT_IS) : value);
  }, [isLate]);
  const write = (text: string): void => {
    const before = enquiry.words;
    setWritten(isChosen);
    if (isChosen && isAnother(before, text)) {
      begin();
      change({ do: 'write', words: text });
      return;
    }
    // Enter was pressed, and what fits is not known yet: whoever types on has said more, and is not half heard.
    const goesOn = taken.current !== null && text.startsWith(before);
    take(null);
    change({ do: 'write', words: goesOn ? `${before} ${text.slice(before.length)}` : text });
  };
  return (
    <div className="card">
      <Title order={1} id="desk-title" fz={20} mb="sm">
        {words.desk.title}
      </Title>
      <Combobox
        store={combobox}
        onOptionSubmit={isLate ? take : choose}
        readOnly={isLate}
        withinPortal={false}
      >
        <Combobox.EventsTarget>
          <Textarea
            ref={field}
            aria-label={words.desk.wordsLabel}
            placeholder={words.desk.placeholder}
            value={enquiry.words}
            onChange={(event) => write(event.currentTarget.value)}
            data-written={hasWritten || undefined}
            onKeyDown={(event) => {
              if (event.key === 'Escape' && !event.nativeEvent.isComposing) {
                take(null);
                begin();
              }
              const isPlain = !event.shiftKey && !event.ctrlKey && !event.metaKey;
              if (event.key !== 'Enter' || !isPlain || event.nativeEvent.isComposing || isChosen) return;
              event.preventDefault();
              if (isLate) take(WHAT_FITS);
            }}
            autosize
            minRows={isChosen ? 1 : 2}
            maxRows={6}
            maxLength={2000}
            data-autofocus
          />
        </Combobox.EventsTarget>
        {!isChosen && sought !== '' && (
          <Combobox.Options className={css['found']} aria-label={words.desk.found}>
            {types.map((one) => (
              <FoundType key={one.type} found={one} />
            ))}
            {found.data && (
              <Combobox.Option value={AS_IT_IS} className={css['option']}>
                <span className={css['as-is']}>{words.desk.asIs(shortened(sought))}</span>
              </Combobox.Option>
            )}
          </Combobox.Options>
        )}
      </Combobox>
      {isChosen && <Chosen enquiry={enquiry} change={change} begin={begin} />}
    </div>
  );
}

/** Another wish, and not the same one in other words: hardly anything is left of what stood there. */
function isAnother(before: string, after: string): boolean {
  const [was, is] = [before.trim(), after.trim()];
  if (was === '') return false;
  const same = (from: (text: string, n: number) => string | undefined): number => {
    let n = 0;
    while (n < Math.min(was.length, is.length) && from(was, n) === from(is, n)) n += 1;
    return n;
  };
  const left = same((text, n) => text[n]) + same((text, n) => text.at(-1 - n));
  return left / was.length < LEFT;
}

const LEFT = 0.2;
/** Of a request type. */
const LONGEST_TYPE = 200;

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text);

const FoundType = ({ found: { type, means } }: { found: Found }) => (
  <Combobox.Option value={type} className={css['option']}>
    <strong>{labelOf(type)}</strong>
    <span className={css['means']}>{means}</span>
  </Combobox.Option>
);

function Chosen({ enquiry, change, begin }: Props) {
  const note = (field: 'customer' | 'subject') => (
    <TextInput
      label={words.desk[field]}
      value={enquiry[field]}
      onChange={(event) => change({ do: 'note', field, value: event.currentTarget.value })}
      size="sm"
      autoComplete="off"
    />
  );
  return (
    <>
      <p className={css['chosen']}>
        <strong>{labelOf(enquiry.type ?? '')}</strong>
        <span className={css['ways']}>
          <Button size="compact-sm" variant="subtle" onClick={() => change({ do: 'unchoose' })}>
            {words.desk.change}
          </Button>
          <Button size="compact-sm" variant="subtle" className="flush" onClick={begin}>
            {words.desk.again}
          </Button>
        </span>
      </p>
      <div className={css['notes']}>
        {note('customer')}
        {note('subject')}
      </div>
    </>
  );
}
