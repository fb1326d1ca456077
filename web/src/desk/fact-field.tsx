/** One fact: the smallest field that takes it. */
import { useId, useRef, useState } from 'react';
import { Anchor, CloseButton, TextInput } from '@mantine/core';
import type { Json } from '../../../sdk/index.ts';
import { words } from '../words/words.ts';
import type { FactShown } from './fact-shown.ts';
import { readFact, textOf } from './fact-value.ts';
import css from './desk.module.css';

type Props = {
  fact: FactShown;
  value: Json | undefined;
  isMissing: boolean;
  /** Undefined: it is not known (any more). */
  tell: (value: Json | undefined) => void;
  /** Whether what stands in the field could be read. */
  read?: (isRead: boolean) => void;
};

export function FactField({ fact, value, isMissing, tell, read }: Props) {
  const told = toldIn(value);
  const isFew = fact.kind === 'yes or no' || fact.kind === 'choice';
  const Field = isFew ? Segments : Typed;
  const put = (bare: Json | undefined): void =>
    tell(bare !== undefined && told.isClaimed ? { value: bare, claimed: true } : bare);
  return (
    <div
      className={css['fact']}
      data-fact
      data-missing={isMissing || undefined}
      data-answered={value !== undefined || undefined}
    >
      <Field fact={fact} value={told.bare} tell={put} read={read} isUnsure={told.isUnsure} />
      <Beside fact={fact} told={told} isMissing={isMissing} tell={tell} />
    </div>
  );
}

type Told = { bare: Json | undefined; isClaimed: boolean; isUnsure: boolean };

/** A fact as it is sent: its value, a claim of the customer, or that nobody is sure. */
function toldIn(value: Json | undefined): Told {
  const isWrapped = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isWrapped) return { bare: value, isClaimed: false, isUnsure: false };
  return { bare: value['value'], isClaimed: value['claimed'] === true, isUnsure: value['unsure'] === true };
}

type BesideProps = Pick<Props, 'fact' | 'isMissing' | 'tell'> & { told: Told };

/** What can be said of a fact beside its value. */
function Beside({ fact, told: { bare, isClaimed, isUnsure }, isMissing, tell }: BesideProps) {
  if (isUnsure)
    return (
      <p className={css['beside']}>
        {words.desk.isUnsure}
        <CloseButton size="sm" aria-label={words.desk.forget(fact.label)} onClick={() => tell(undefined)} />
      </p>
    );
  if (bare === undefined)
    return isMissing ? (
      <p className={css['beside']}>
        <Anchor component="button" type="button" fz={13} c="dimmed" onClick={() => tell({ unsure: true })}>
          {words.desk.nobodyKnows}
        </Anchor>
      </p>
    ) : null;
  if (fact.proof === undefined) return null;
  return (
    <p className={css['beside']}>
      <label>
        <input
          type="checkbox"
          checked={isClaimed}
          onChange={({ currentTarget: { checked } }) => tell(checked ? { value: bare, claimed: true } : bare)}
        />
        {words.desk.claimed}
      </label>
    </p>
  );
}

type FieldProps = Pick<Props, 'fact' | 'value' | 'tell'> & { read: Props['read']; isUnsure: boolean };

/** What is asked, and who knows it. */
const hintOf = ({ ask, knownBy }: FactShown): string | undefined =>
  (ask === undefined ? undefined : words.desk.ask(ask)) ??
  (knownBy === undefined ? undefined : words.desk.from(knownBy));

function Typed({ fact, value, tell, read: isRead }: FieldProps) {
  const [text, setText] = useState(textOf(value));
  const [wrong, setWrong] = useState<string>();
  const [known, setKnown] = useState(value);
  // Told elsewhere: by the helpdesk, or by the customer's words.
  if (JSON.stringify(value) !== JSON.stringify(known)) {
    setKnown(value);
    // What could not be read stands as it was typed, and is none.
    if (value !== undefined || wrong === undefined) {
      setText(textOf(value));
      setWrong(undefined);
    }
  }
  const commit = (): void => {
    if (text.trim() === '') {
      setWrong(undefined);
      isRead?.(true);
      if (value !== undefined) tell(undefined);
      return;
    }
    const read = readFact(fact.kind, text);
    if ('wrong' in read) {
      setWrong(read.wrong);
      // What was told before is not what stands here: nothing is decided by it.
      isRead?.(false);
      if (value !== undefined) tell(undefined);
      return;
    }
    setWrong(undefined);
    isRead?.(true);
    if (JSON.stringify(read.value) !== JSON.stringify(value)) tell(read.value);
  };
  const isNumber = fact.kind === 'money' || fact.kind === 'number';
  return (
    <TextInput
      label={fact.label}
      description={hintOf(fact)}
      value={text}
      error={wrong}
      type={fact.kind === 'date' ? 'date' : 'text'}
      inputMode={isNumber ? 'decimal' : undefined}
      rightSection={
        isNumber && fact.unit !== undefined ? <span className={css['unit']}>{fact.unit}</span> : null
      }
      rightSectionWidth={70}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
        event.preventDefault();
        // What stands here is told first; what comes of it is seen before anything is done with it.
        if (text !== textOf(value)) event.stopPropagation();
        commit();
      }}
      autoComplete="off"
      size="sm"
    />
  );
}

const ARROWS: Readonly<Record<string, 1 | -1>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** Few values: each is one press away, by its first letter too. */
function Segments({ fact, value, tell, isUnsure }: FieldProps) {
  const id = useId();
  const group = useRef<HTMLFieldSetElement>(null);
  const options: readonly (readonly [Json, string])[] =
    fact.kind === 'yes or no'
      ? [
          [true, words.desk.yes],
          [false, words.desk.no],
        ]
      : (fact.choices ?? []).map((choice) => [choice, choice] as const);
  const hint = hintOf(fact);
  /** Of those that begin with it the next one. */
  const byLetter = (key: string): Json | undefined => {
    const fitting = options.filter(([, label]) => label.toLowerCase().startsWith(key.toLowerCase()));
    return (fitting[fitting.findIndex(([option]) => option === value) + 1] ?? fitting[0])?.[0];
  };
  /** Arrows look, and choose nothing: what is chosen is told at once. */
  const look = (from: EventTarget, by: 1 | -1): void => {
    const radios = [...(group.current?.querySelectorAll('input') ?? [])];
    const at = radios.findIndex((one) => one === from);
    radios.at((at + by) % radios.length)?.focus();
  };
  return (
    <fieldset
      className={css['segments']}
      aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      ref={group}
      onKeyDown={(event) => {
        const by = ARROWS[event.key];
        if (by !== undefined) {
          event.preventDefault();
          look(event.target, by);
          return;
        }
        if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
          if (event.target instanceof HTMLInputElement) event.target.click();
          return;
        }
        if (event.ctrlKey || event.metaKey || event.key.length !== 1 || event.key === ' ') return;
        event.preventDefault();
        const found = byLetter(event.key);
        if (found !== undefined) tell(found);
      }}
    >
      <legend>{fact.label}</legend>
      {hint !== undefined && (
        <p id={`${id}-hint`} className={css['hint']}>
          {hint}
        </p>
      )}
      <div className={css['row']}>
        {options.map(([option, label]) => (
          <label key={label} className={css['segment']} data-checked={value === option || undefined}>
            <input type="radio" name={id} checked={value === option} onChange={() => tell(option)} />
            {label}
          </label>
        ))}
        {value !== undefined && !isUnsure && (
          <CloseButton size="sm" aria-label={words.desk.forget(fact.label)} onClick={() => tell(undefined)} />
        )}
      </div>
    </fieldset>
  );
}
