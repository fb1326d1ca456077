/** What has to be found out, one thing after the other; what is known already stands below and can be changed. */
import { useEffect, useRef } from 'react';
import { Title } from '@mantine/core';
import { useLook, type Output } from '../service/calls.ts';
import { labelOf } from '../words/shown.ts';
import { words } from '../words/words.ts';
import type { Change, Enquiry } from './enquiry.ts';
import { FactField, type FactShown } from './fact-field.tsx';
import css from './desk.module.css';

type Props = {
  enquiry: Enquiry;
  change: (change: Change) => void;
  decision: Output<'decide'> | undefined;
  /** In a narrow place: what is known stays folded. */
  isCompact?: boolean;
};

export function Facts({ enquiry, change, decision, isCompact = false }: Props) {
  const type = useLook('type.show', enquiry.type === null ? undefined : { type: enquiry.type });
  const shown = new Map(type.data?.facts.map((fact) => [fact.fact, fact]));
  const missing = decision?.missing.map(({ fact }) => fact) ?? [];
  const known = Object.keys(enquiry.facts);
  const wanted = missing.filter((fact) => !known.includes(fact));
  const list = useRef<HTMLDivElement>(null);
  const [first] = wanted;
  // The next question gets the keyboard, unless somebody is writing elsewhere.
  useEffect(() => {
    const active = document.activeElement;
    const isElsewhere = active instanceof HTMLElement && active.closest('[data-note]') !== null;
    if (first !== undefined && !isElsewhere)
      list.current?.querySelector<HTMLElement>('[data-missing] input')?.focus();
  }, [first]);
  const describe = (name: string): FactShown => {
    const fact = shown.get(name);
    const asked = decision?.missing.find((one) => one.fact === name);
    return {
      name,
      label: fact?.label ?? labelOf(name),
      kind: fact?.kind ?? 'text',
      unit: fact?.unit,
      choices: fact?.choices,
      ask: asked?.ask ?? fact?.ask,
      knownBy: fact?.known_by ?? asked?.known_by,
    };
  };
  const field = (name: string, isMissing: boolean) => (
    <FactField
      key={name}
      fact={describe(name)}
      value={enquiry.facts[name]}
      isMissing={isMissing}
      tell={(value) => change({ do: 'tell', fact: name, value })}
    />
  );
  const rest = [...shown.keys()].filter((name) => !known.includes(name) && !wanted.includes(name));
  const others = isCompact ? [...known, ...rest] : rest;
  if (type.isPending && !type.isError) return null;
  return (
    <div className="card" ref={list}>
      {wanted.length > 0 && (
        <>
          <Title order={2} className="eyebrow" mb="xs">
            {words.desk.questions}
          </Title>
          <div className={css['fields']}>{wanted.map((name) => field(name, true))}</div>
        </>
      )}
      {known.length > 0 && !isCompact && (
        <>
          <Title order={2} className="eyebrow" mt={wanted.length > 0 ? 'md' : 0} mb="xs">
            {words.desk.known}
          </Title>
          <div className={css['fields']}>{known.map((name) => field(name, false))}</div>
        </>
      )}
      {others.length > 0 && (
        <details className={css['more']}>
          <summary>{words.desk.more}</summary>
          <div className={css['fields']}>{others.map((name) => field(name, false))}</div>
        </details>
      )}
    </div>
  );
}
