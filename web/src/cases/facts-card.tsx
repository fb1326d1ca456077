/** What is known of the request, and what the customer said. */
import { useState } from 'react';
import { Button } from '@mantine/core';
import { Problem } from '../app/states.tsx';
import { FactField } from '../desk/fact-field.tsx';
import { useAct, type Output } from '../service/calls.ts';
import { useType } from '../service/types.ts';
import { factWords, labelOf } from '../words/shown.ts';
import { words } from '../words/words.ts';
import css from './cases.module.css';

type Props = { shown: Output<'case.show'>; canTell: boolean };

export function FactsCard({ shown: { case: one, decision }, canTell }: Props) {
  const type = useType(one.request.type);
  const tell = useAct('case.tell');
  const [isChanging, setChanging] = useState(false);
  const fields = type.data?.facts ?? [];
  const missing = canTell ? (decision?.missing.map(({ fact }) => fact) ?? []) : [];
  const { customer, subject, need } = one.request;
  const about = [
    [words.desk.customer, customer],
    [words.desk.subject, subject],
    [words.desk.needShort, need],
  ] as const;
  const fieldFor = (name: string) => {
    const field = fields.find(({ fact }) => fact === name);
    const asked = decision?.missing.find(({ fact }) => fact === name);
    return {
      name,
      label: field?.label ?? labelOf(name),
      kind: field?.kind ?? ('text' as const),
      unit: field?.unit,
      choices: field?.choices,
      ask: asked?.ask ?? field?.ask,
      knownBy: field?.known_by,
    };
  };
  const known = Object.entries(one.request.facts);
  return (
    <section className="card" aria-labelledby="facts">
      <h2 id="facts" className="eyebrow">
        {words.cases.facts}
      </h2>
      {tell.isError && <Problem error={tell.error} />}
      {missing.map((name) => (
        <FactField
          key={name}
          fact={fieldFor(name)}
          value={undefined}
          isMissing
          tell={(value) => {
            if (value !== undefined) tell.mutate({ case: one.id, facts: { [name]: value } });
          }}
        />
      ))}
      <dl className={css['facts']}>
        {about.map(([label, value]) =>
          value === undefined ? null : (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
        {!isChanging &&
          known.map(([name, value]) => (
            <div key={name}>
              <dt>{fieldFor(name).label}</dt>
              <dd>{factWords(value, fieldFor(name).unit)}</dd>
            </div>
          ))}
      </dl>
      {isChanging &&
        known.map(([name, value]) => (
          <FactField
            key={name}
            fact={fieldFor(name)}
            value={value}
            isMissing={false}
            tell={(next) => {
              if (next !== undefined) tell.mutate({ case: one.id, facts: { [name]: next } });
            }}
          />
        ))}
      {canTell && known.length > 0 && (
        <Button size="compact-sm" variant="subtle" onClick={() => setChanging(!isChanging)}>
          {isChanging ? words.cases.changed : words.desk.change}
        </Button>
      )}
    </section>
  );
}
