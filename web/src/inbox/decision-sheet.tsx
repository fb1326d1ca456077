/** A question, with all that is needed to answer it, on one small screen: who, what, how much, the rule, how it went before. */
import { useState } from 'react';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconArrowLeft } from '@tabler/icons-react';
import {
  commandOf,
  fieldsFor,
  mayAnswerSo,
  offeredFor,
  type Filled,
  type Offered,
} from '../../../src/core/cases/answers.ts';
import { useCommands } from '../app/commands.ts';
import { Loading, Problem } from '../app/states.tsx';
import type { CaseCommand } from '../cases/actions.ts';
import { PromiseClock } from '../cases/promise-clock.tsx';
import { forgetWaiting, refresh, useLook, type Input, type Output } from '../service/calls.ts';
import { useType } from '../service/types.ts';
import { carryOut } from '../service/carry-out.ts';
import { session } from '../service/session.ts';
import { conditionWords, ruleWords } from '../words/conditions.ts';
import { amountWords, timeWords } from '../words/format.ts';
import { factWords, labelOf, plainly } from '../words/shown.ts';
import { words } from '../words/words.ts';
import { grantWords } from '../remit/grant-words.ts';
import { AnswerForm } from './answer-form.tsx';
import css from './inbox.module.css';

type Shown = Output<'case.show'>;

export function DecisionSheet({ case: id }: { case: string }) {
  const shown = useLook('case.show', { case: id });
  // What was seen stays, with what is being written, though it could not be looked at once more.
  if (shown.data) return <Sheet shown={shown.data} />;
  if (shown.isError) return <Problem error={shown.error} again={() => void shown.refetch()} />;
  return (
    <div className="card">
      <Loading lines={5} />
    </div>
  );
}

function Sheet({ shown }: { shown: Shown }) {
  const { case: one, decision } = shown;
  const me = session.get()?.person.id ?? '';
  const kind = useType(one.request.type);
  const question = one.questions.find(({ asked }) => asked.some(({ id }) => id === me));
  const amount = one.answer?.amount ?? question?.amount ?? decision?.amount;
  return (
    <article className={`card ${css['question']}`} aria-labelledby="question">
      <nav className={css['ways-off']} aria-label={words.inbox.elsewhereTo}>
        <Link to="/inbox" className={css['back']}>
          <IconArrowLeft size={16} aria-hidden /> {words.inbox.back}
        </Link>
        <Link to="/cases/$case" params={{ case: one.id }}>
          {words.inbox.wholeCase}
        </Link>
      </nav>
      <p className={css['quiet']}>{question && words.inbox.asks(question.asked_by.name, question.kind)}</p>
      <Title order={1} id="question" fz={24}>
        {kind.isKnown || one.said === undefined ? labelOf(one.request.type) : words.desk.other}
        {amount !== undefined && (
          <span className={css['amount']}>{amountWords(amount, one.answer?.unit ?? decision?.unit)}</span>
        )}
      </Title>
      {one.open && <PromiseClock due={one.promised} />}
      {one.said !== undefined && <blockquote className={css['said']}>{one.said}</blockquote>}
      {question?.words !== undefined && (
        <blockquote className={css['said']}>{`${question.asked_by.name}: ${question.words}`}</blockquote>
      )}
      {!question && <Over shown={shown} me={me} />}
      {one.restated !== undefined && question?.kind === 'decline' && (
        <section>
          <h2 className="eyebrow">{words.inbox.restated}</h2>
          <p className={css['rule']}>{one.restated}</p>
        </section>
      )}
      <Grounds shown={shown} me={me} isOfNo={question?.kind === 'decline'} />
      <Facts shown={shown} />
      <Precedents case={one.id} />
      {question && <Answering shown={shown} question={question} />}
    </article>
  );
}

function Over({ shown: { case: one }, me }: { shown: Shown; me: string }) {
  const { answer: said, agreed_no: no } = one;
  return (
    <p role="status" className={css['over']}>
      {said
        ? words.inbox.over(said.say, said.by.name, timeWords(said.at))
        : no?.by.id === me
          ? words.inbox.mine
          : words.inbox.elsewhere}
    </p>
  );
}

type Question = Shown['case']['questions'][number];

const KEYS: Readonly<Record<Offered, string | undefined>> = {
  yes: 'y',
  less: 'c',
  no: 'x',
  view: 'a',
  take: 'y',
  pass: undefined,
};

/** The ways to answer; each opens what it needs, and only what it needs: a yes, and what is not for one, need nothing. */
function Answering({ shown, question }: { shown: Shown; question: Question }) {
  const { case: one, decision, capabilities } = shown;
  const client = useQueryClient();
  const navigate = useNavigate();
  const [open, setOpen] = useState<Offered>();
  const may = (command: string): boolean => capabilities.some((able) => able.do === command && able.may);
  const send = useMutation({
    mutationFn: ({ way, filled }: { way: Offered; filled: Filled }) => answer(one.id, question, way, filled),
    onSettled: () => refresh(client, [one.id]),
    onSuccess: (_, { way }) => {
      setOpen(undefined);
      if (way !== 'pass') return;
      // It waits here no more, and is not what one is led back to.
      forgetWaiting(client, one.id);
      void navigate({ to: '/inbox' });
    },
  });
  const amount = question.amount ?? decision?.amount;
  const ways = offeredFor(question, amount !== undefined).filter(([way]) => mayAnswerSo(way, may));
  // A button says how much its yes is.
  const labelFor = (way: Offered, label: string): string =>
    way === 'yes' && question.kind === 'approval' && amount !== undefined
      ? `${label}, ${amountWords(amount, decision?.unit)}`
      : label;
  const begin = (way: Offered): void => {
    const asks = fieldsFor(question, way).some(({ name, required }) => required || name !== 'because');
    if (asks) setOpen(way);
    else send.mutate({ way, filled: {} });
  };
  // While one of them is written or on its way, none begins by a key.
  useCommands(
    (open === undefined && !send.isPending ? ways : []).map(([way, label]) => ({
      id: `answer-${way}`,
      group: 'Do',
      label: labelFor(way, label),
      ...(KEYS[way] !== undefined && { keys: KEYS[way] }),
      run: () => begin(way),
    })),
  );
  const opened = ways.find(([way]) => way === open);
  return (
    <div className={css['answers']} data-writing={opened !== undefined || undefined}>
      {send.isError && <Problem error={send.error} />}
      {opened === undefined ? (
        <div className={css['ways']}>
          {ways.map(([way, label], n) => (
            <Button
              key={way}
              variant={n === 0 ? 'filled' : way === 'pass' ? 'subtle' : 'default'}
              onClick={() => begin(way)}
              loading={send.isPending && send.variables.way === way}
              disabled={send.isPending}
              size={n === 0 ? 'md' : 'sm'}
              px="xs"
              data-way={way}
            >
              {labelFor(way, label)}
            </Button>
          ))}
        </div>
      ) : (
        <AnswerForm
          key={opened[0]}
          way={opened[0]}
          label={opened[1]}
          fields={fieldsFor(question, opened[0])}
          shown={shown}
          isSending={send.isPending}
          send={(filled, stored) =>
            void send.mutateAsync({ way: opened[0], filled }).then(stored, () => undefined)
          }
          cancel={() => setOpen(undefined)}
        />
      )}
    </div>
  );
}

/** @throws when something that it needs is not filled in */
function answer(id: string, question: Question, way: Offered, filled: Filled): Promise<unknown> {
  const read = commandOf(question, way, filled);
  if ('missing' in read) return Promise.reject(new Error(words.inbox.missing(read.missing.label)));
  const { do: name, ...told } = read.command as { do: CaseCommand };
  return carryOut(`case.${name}`, { case: id, ...told } as Input<`case.${CaseCommand}`>);
}

type GroundsProps = { shown: Shown; me: string; isOfNo: boolean };

function Grounds({ shown: { decision, case: one }, me, isOfNo }: GroundsProps) {
  const mine = decision?.who.find(({ id }) => id === me);
  const rule = mine?.rule ?? decision?.rule;
  const remit = useLook('remit', {});
  const type = remit.data?.types.find((other) => other.type === one.request.type);
  const own = type?.may.find((grant) => grant.rule === rule);
  if (rule === undefined || rule === null) return null;
  return (
    <section>
      <h2 className="eyebrow">{isOfNo ? words.inbox.ruleOfNo : words.inbox.rule}</h2>
      <p className={css['rule']}>
        {own && `${grantWords(own, type?.unit)} · `}
        <span className={css['quiet']} title={rule}>
          {ruleWords(rule)}
        </span>
        {decision?.usual !== undefined &&
          ` · ${words.verdict.usual(amountWords(decision.usual, decision.unit))}`}
        {one.hops > 0 && ` · ${words.inbox.hops(one.hops)}`}
      </p>
    </section>
  );
}

function Facts({ shown: { case: one, decision } }: { shown: Shown }) {
  const type = useType(one.request.type);
  const field = (name: string) => type.data?.facts.find(({ fact }) => fact === name);
  const known = Object.entries(one.request.facts);
  const { customer, subject, need } = one.request;
  const about = [customer, subject, need && words.inbox.needs(need)].filter(Boolean);
  return (
    <section>
      <h2 className="eyebrow">{words.inbox.known}</h2>
      {about.length > 0 && <p className={css['about']}>{about.join(' · ')}</p>}
      <dl className={css['facts']}>
        {known.map(([name, value]) => (
          <div key={name}>
            <dt>{field(name)?.label ?? labelOf(name)}</dt>
            <dd>{factWords(value, field(name)?.unit)}</dd>
          </div>
        ))}
      </dl>
      {decision && decision.assumed.length > 0 && (
        <details className={css['assumed']}>
          <summary>{words.verdict.assumed}</summary>
          <ul>
            {decision.assumed.map(({ fact, value }) => (
              <li key={fact}>{`${labelOf(fact)}: ${factWords(value)}`}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

const MOST = 3;
/** What it was there; what it is here stands above. */
function otherThan(difference: string): string {
  const [there = difference] = difference.split(' instead of ');
  const compared = /^(.*): (yes|no)$/.exec(there);
  if (compared) return `${conditionWords(compared[1] ?? '')}: ${compared[2]}`;
  return there.replace(/^[\w.]+/, plainly);
}
const differing = (differs: readonly string[]): string[] =>
  differs.filter((one) => !one.startsWith('amount ')).map(otherThan);

function Precedents({ case: id }: { case: string }) {
  const found = useLook('precedent.list', { case: id, most: MOST });
  return (
    <section>
      <h2 className="eyebrow">{words.inbox.precedents}</h2>
      {found.isPending && <Loading lines={2} />}
      {found.isError && <Problem error={found.error} />}
      {found.data?.precedents.length === 0 && <p className={css['quiet']}>{words.inbox.noPrecedents}</p>}
      <ul className={css['precedents']}>
        {found.data?.precedents.map((precedent) => (
          <li key={precedent.case}>
            <strong data-yes={precedent.verdict !== 'no' || undefined}>{precedent.verdict}</strong>
            {[
              precedent.granted ?? precedent.instead ?? precedent.asked,
              plainly(precedent.role ?? ''),
              timeWords(precedent.at),
            ]
              .filter(Boolean)
              .map((part) => ` · ${part}`)
              .join('')}
            <span className={css['quiet']}>
              {differing(precedent.differs).length === 0
                ? words.inbox.same
                : words.inbox.differs(differing(precedent.differs).slice(0, 2).join(' · '))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
