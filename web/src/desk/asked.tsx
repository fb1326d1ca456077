/** What the customer wants: their words find the kind of request. */
import { useEffect, useRef } from 'react';
import { Button, Combobox, Textarea, TextInput, Title, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { lookAt, useLook, type Input, type Output } from '../service/calls.ts';
import { words } from '../words/words.ts';
import { labelOf } from '../words/shown.ts';
import { factsFor, type Change, type Enquiry } from './enquiry.ts';
import css from './desk.module.css';

type Props = { enquiry: Enquiry; change: (change: Change) => void; begin: () => void };
type Found = Output<'find'>['found'][number];

/** So long nobody types before it is looked up. */
const PAUSE_MS = 90;
const AS_IT_IS = '\u0000as it is';

export function Asked({ enquiry, change, begin }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const combobox = useCombobox({ opened: true });
  const [sought] = useDebouncedValue(enquiry.words.trim(), PAUSE_MS);
  const found = useLook('find', sought === '' ? undefined : findingOf(sought), { keep: true });
  const types = sought === '' ? [] : (found.data?.found ?? []);
  const isChosen = enquiry.type !== null;
  useEffect(() => {
    if (!isChosen) field.current?.focus();
  }, [isChosen]);
  useEffect(() => {
    if (!isChosen && types.length > 0) combobox.selectFirstOption();
  }, [found.data, isChosen]);
  const choose = (value: string): void => {
    const said = enquiry.words.trim();
    if (value === AS_IT_IS) return change({ do: 'choose', type: said });
    const facts = factsFor(value, types);
    const isOfNow = sought === said && !found.isPlaceholderData;
    change({ do: 'choose', type: value, ...(isOfNow && { facts }) });
    // Whoever types fast chooses before the last words were looked up: what they say is not lost.
    if (!isOfNow)
      void lookAt('find', findingOf(said)).then(
        (later) => change({ do: 'read', type: value, facts: factsFor(value, later.found) ?? {} }),
        () => undefined,
      );
  };
  return (
    <div className="card">
      <Title order={1} id="desk-title" fz={20} mb="sm">
        {words.desk.title}
      </Title>
      <Combobox store={combobox} onOptionSubmit={choose} withinPortal={false}>
        <Combobox.EventsTarget>
          <Textarea
            ref={field}
            aria-label={words.desk.wordsLabel}
            placeholder={words.desk.placeholder}
            value={enquiry.words}
            onChange={(event) => change({ do: 'write', words: event.currentTarget.value })}
            onKeyDown={(event) => {
              if (event.key === 'Escape') begin();
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
      {isChosen && <Chosen enquiry={enquiry} change={change} />}
    </div>
  );
}

const findingOf = (said: string): Input<'find'> => ({ words: said, most: 5 });

const shortened = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}…` : text);

const FoundType = ({ found: { type, means } }: { found: Found }) => (
  <Combobox.Option value={type} className={css['option']}>
    <strong>{labelOf(type)}</strong>
    <span className={css['means']}>{means}</span>
  </Combobox.Option>
);

function Chosen({ enquiry, change }: Pick<Props, 'enquiry' | 'change'>) {
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
        <Button size="compact-sm" variant="subtle" flex="none" onClick={() => change({ do: 'unchoose' })}>
          {words.desk.change}
        </Button>
      </p>
      <div className={css['notes']}>
        {note('customer')}
        {note('subject')}
      </div>
    </>
  );
}
