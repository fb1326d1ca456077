/** What is known of the request, and what the customer said. What is new has the answer looked at again. */
import { useState } from 'react';
import { Button, TextInput } from '@mantine/core';
import { Problem } from '../app/states.tsx';
import { FactField } from '../desk/fact-field.tsx';
import { factShown } from '../desk/fact-shown.ts';
import type { Json } from '../../../sdk/index.ts';
import type { Output } from '../service/calls.ts';
import { useType } from '../service/types.ts';
import { factWords } from '../words/shown.ts';
import { words } from '../words/words.ts';
import type { CaseCommand } from './actions.ts';
import { useCase } from './use-case.ts';
import desk from '../desk/desk.module.css';
import css from './cases.module.css';

type Props = { shown: Output<'case.show'> };

export function FactsCard({ shown }: Props) {
  const { case: one, decision } = shown;
  const { facts, customer, subject, need } = one.request;
  const type = useType(one.request.type);
  const { may, start, running } = useCase(shown, one.id);
  const [isChanging, setChanging] = useState(false);
  // After an answer a new fact is more than something told: it has the answer looked at again.
  const command: CaseCommand | undefined = may('tell') ? 'tell' : may('reopen') ? 'reopen' : undefined;
  const wanted = may('tell') ? (decision?.missing.map(({ fact }) => fact) ?? []) : [];
  const known = Object.keys(facts);
  const rest = (type.data?.facts ?? [])
    .map(({ fact }) => fact)
    .filter((name) => !known.includes(name) && !wanted.includes(name));
  const field = (name: string, isMissing = false) => (
    <FactField
      key={name}
      fact={factShown(name, type.data?.facts, decision?.missing)}
      value={facts[name]}
      isMissing={isMissing}
      tell={(value: Json | undefined) => {
        if (value !== undefined && command) void start(command, { facts: { [name]: value } });
      }}
    />
  );
  const about = [
    [words.desk.customer, customer],
    [words.desk.subject, subject],
    [words.desk.needShort, need],
  ] as const;
  return (
    <section className="card" aria-labelledby="facts">
      <h2 id="facts" className="eyebrow">
        {words.cases.facts}
      </h2>
      {running.isError && <Problem error={running.error} />}
      {wanted.length > 0 && <div className={desk['fields']}>{wanted.map((name) => field(name, true))}</div>}
      <dl className={css['facts']}>
        {about.map(
          ([label, value]) => value !== undefined && <Known key={label} label={label} text={value} />,
        )}
        {!isChanging &&
          known.map((name) => {
            const { label, unit } = factShown(name, type.data?.facts);
            return <Known key={name} label={label} text={factWords(facts[name] ?? null, unit)} />;
          })}
      </dl>
      {isChanging && command === 'reopen' && <p className={css['quiet']}>{words.cases.newFactHint}</p>}
      {isChanging && (
        <div className={desk['fields']}>
          {known.map((name) => field(name))}
          {rest.map((name) => field(name))}
          {command === 'tell' && (
            <>
              <About
                label={words.desk.customer}
                value={customer}
                tell={(value) => void start('tell', { customer: value })}
              />
              <About
                label={words.desk.subject}
                value={subject}
                tell={(value) => void start('tell', { subject: value })}
              />
            </>
          )}
        </div>
      )}
      {command && (
        <Button size="compact-sm" variant="subtle" className="flush" onClick={() => setChanging(!isChanging)}>
          {isChanging ? words.cases.changed : command === 'tell' ? words.desk.change : words.cases.newFact}
        </Button>
      )}
    </section>
  );
}

const Known = ({ label, text }: { label: string; text: string }) => (
  <div>
    <dt>{label}</dt>
    <dd>{text}</dd>
  </div>
);

type AboutProps = { label: string; value: string | undefined; tell: (value: string) => void };

/** Whom or what it is about: told once it is left, or with Enter. */
function About({ label, value = '', tell }: AboutProps) {
  const [text, setText] = useState(value);
  const commit = (): void => {
    if (text.trim() !== '' && text.trim() !== value) tell(text.trim());
  };
  return (
    <TextInput
      label={label}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
      }}
      size="sm"
      autoComplete="off"
    />
  );
}
