/** One fact: the smallest field that takes it. */
import { useEffect, useId, useState } from 'react';
import { CloseButton, TextInput } from '@mantine/core';
import type { Json } from '../../../sdk/index.ts';
import { words } from '../words/words.ts';
import { readFact, type FactKind } from './fact-value.ts';
import css from './desk.module.css';

export type FactShown = {
  name: string;
  label: string;
  kind: FactKind;
  unit?: string | undefined;
  choices?: readonly string[] | undefined;
  ask?: string | undefined;
  knownBy?: string | undefined;
};

type Props = {
  fact: FactShown;
  value: Json | undefined;
  isMissing: boolean;
  /** Undefined: it is not known (any more). */
  tell: (value: Json | undefined) => void;
};

export function FactField(props: Props) {
  const { fact, isMissing } = props;
  return (
    <div className={css['fact']} data-missing={isMissing || undefined}>
      {fact.kind === 'yes or no' || fact.kind === 'choice' ? <Segments {...props} /> : <Typed {...props} />}
    </div>
  );
}

/** What is asked, and who knows it. */
const hintOf = ({ ask, knownBy }: FactShown): string | undefined =>
  ask ?? (knownBy === undefined ? undefined : words.desk.from(knownBy));

const textOf = (value: Json | undefined): string =>
  value === undefined || value === null || typeof value === 'object' ? '' : String(value);

function Typed({ fact, value, tell }: Props) {
  const [text, setText] = useState(textOf(value));
  const [wrong, setWrong] = useState<string>();
  useEffect(() => setText(textOf(value)), [value]);
  const commit = (): void => {
    if (text.trim() === '') {
      setWrong(undefined);
      if (value !== undefined) tell(undefined);
      return;
    }
    const read = readFact(fact.kind, text);
    if ('wrong' in read) {
      setWrong(read.wrong);
      return;
    }
    setWrong(undefined);
    if (read.value !== value) tell(read.value);
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
        if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
          event.preventDefault();
          commit();
        }
      }}
      autoComplete="off"
      size="sm"
    />
  );
}

/** Few values: each is one press away, by its first letter too. */
function Segments({ fact, value, tell }: Props) {
  const id = useId();
  const options: readonly (readonly [Json, string])[] =
    fact.kind === 'yes or no'
      ? [
          [true, words.desk.yes],
          [false, words.desk.no],
        ]
      : (fact.choices ?? []).map((choice) => [choice, choice] as const);
  const hint = hintOf(fact);
  const byLetter = (key: string): Json | undefined =>
    options.find(([, label]) => label.toLowerCase().startsWith(key.toLowerCase()))?.[0];
  return (
    <fieldset
      className={css['segments']}
      aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      onKeyDown={(event) => {
        if (event.ctrlKey || event.metaKey || event.key.length !== 1 || event.key === ' ') return;
        const found = byLetter(event.key);
        if (found === undefined) return;
        event.preventDefault();
        tell(found);
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
        {value !== undefined && (
          <CloseButton size="sm" aria-label={words.desk.forget(fact.label)} onClick={() => tell(undefined)} />
        )}
      </div>
    </fieldset>
  );
}
