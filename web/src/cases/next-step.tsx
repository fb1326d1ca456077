/** Where a case stands, and the one thing that comes next. */
import type { ReactNode } from 'react';
import { Button, Group, Textarea, Title } from '@mantine/core';
import { IconCheck, IconClock, IconX, type Icon } from '@tabler/icons-react';
import { useKept } from '../service/kept.ts';
import { Instead, isSayable, Say, VerdictCard } from '../desk/verdict-card.tsx';
import { lookOf } from '../desk/verdict.ts';
import type { Output } from '../service/calls.ts';
import { useType } from '../service/types.ts';
import { ruleWords } from '../words/conditions.ts';
import { amountWords, timeWords } from '../words/format.ts';
import { alternativeLabel } from '../words/shown.ts';
import { words } from '../words/words.ts';
import type { CaseCommand } from './actions.ts';
import css from '../desk/verdict.module.css';

type Shown = Output<'case.show'>;
type Props = {
  shown: Shown;
  may: (command: CaseCommand) => boolean;
  whyNot: (command: CaseCommand) => string | undefined;
  run: (command: CaseCommand, told?: Record<string, unknown>) => Promise<boolean>;
  isRunning: boolean;
};

export const NextStep = (props: Props) => (
  <>
    {props.shown.case.hold_until !== undefined && <Held {...props} />}
    <Step {...props} />
  </>
);

function Step(props: Props) {
  const { shown, may, run, isRunning } = props;
  const { case: one, decision, next_step: next } = shown;
  if (one.answer && (one.answer.say === 'yes' || decision === null)) return <Answered {...props} />;
  if (one.questions.length > 0) return <Asked {...props} />;
  if (one.closed) return <Closed shown={shown} />;
  if (!decision) return null;
  // The same was declined before, and that no can be said again.
  if (one.standing?.say === 'no' && next?.do === 'decline' && next.may) return <Stands {...props} />;
  // Whoever could have said yes has said no.
  if (next?.do === 'decline' && decision.verdict !== 'decline')
    return (
      <>
        <Refused {...props} />
        <PrepareNo {...props} />
      </>
    );
  if (decision.next_step === 'earn the no')
    return (
      <>
        <VerdictCard
          decision={decision}
          action={null}
          isLooking={false}
          isActing={false}
          act={() => undefined}
          {...offering(props)}
        />
        <PrepareNo {...props} />
      </>
    );
  const action = actionOf(shown);
  return (
    <VerdictCard
      decision={decision}
      action={action?.label ?? null}
      isLooking={false}
      isActing={isRunning}
      act={() => {
        if (action) void run(action.command);
      }}
      {...offering(props)}
      {...(may('tell') && { tellDone: (fact: string) => void run('tell', { facts: { [fact]: true } }) })}
      beside={next?.because !== undefined && <p className={css['limits']}>{next.because.message}</p>}
    />
  );
}

/** What can be done instead is offered with a press, by whoever may. */
const offering = ({ may, run }: Pick<Props, 'may' | 'run'>): { offer?: (name: string) => void } =>
  may('offer') ? { offer: (alternative) => void run('offer', { alternative }) } : {};

/** The one thing that comes next and that the reader may do, in the words of its button. */
export function actionOf({
  decision,
  next_step: next,
}: Shown): { command: CaseCommand; label: string } | null {
  if (!decision || !next?.may) return null;
  const label = next.do === 'decline' ? words.verdict.act.decline : lookOf(decision).action;
  return label === null ? null : { command: next.do as CaseCommand, label };
}

type CardProps = { tone: 'yes' | 'who' | 'ask' | 'no'; icon: Icon; title: string; children?: ReactNode };

const StateCard = ({ tone, icon: Sign, title, children }: CardProps) => (
  <article className={css['card']} data-tone={tone}>
    <header className={css['head']}>
      <span className={css['icon']} aria-hidden>
        <Sign size={20} stroke={2.2} />
      </span>
      <Title order={2} fz={21} className={css['title']}>
        {title}
      </Title>
    </header>
    {children}
  </article>
);

function Answered({ shown: { case: one, told }, may, run, isRunning }: Props) {
  const { answer, fulfilled_at: done, fulfill_by: by } = one;
  if (!answer) return null;
  const isYes = answer.say === 'yes';
  const money = answer.amount === undefined ? '' : ` ${amountWords(answer.amount, answer.unit)}`;
  const title = isYes ? words.cases.yes(money, answer.by.name) : words.cases.no(answer.by.name);
  return (
    <StateCard tone={isYes ? 'yes' : 'no'} icon={isYes ? IconCheck : IconX} title={title}>
      <p className={css['limits']}>
        {[
          answer.rule && ruleWords(answer.rule),
          answer.agreed_by && words.cases.agreedBy(answer.agreed_by.name),
          done === undefined ? by && words.cases.fulfillBy(timeWords(by)) : words.cases.done(timeWords(done)),
          answer.until && words.cases.standsUntil(timeWords(answer.until)),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {(answer.tell ?? told?.words) !== undefined && <Say text={answer.tell ?? told?.words ?? ''} />}
      {!isYes && may('take') && <Taken case={one} run={run} />}
      {may('fulfill') && (
        <Group>
          <Button onClick={() => void run('fulfill')} loading={isRunning}>
            {words.actions.fulfill}
          </Button>
        </Group>
      )}
    </StateCard>
  );
}

/** What came with a no and can be granted in its place, once the customer says so. What is only told is done with that. */
function Taken({ case: { request, answer }, run }: { case: Shown['case']; run: Props['run'] }) {
  const type = useType(request.type);
  const isTold = (name: string): boolean =>
    type.data?.alternatives.some((one) => one.name === name && one.says !== undefined) ?? true;
  const granted = (answer?.alternatives ?? []).filter((name) => !isTold(name));
  if (granted.length === 0) return null;
  return (
    <section>
      <h3 className="eyebrow">{words.verdict.instead}</h3>
      <ul className={css['offers']}>
        {granted.map((name) => (
          <li key={name}>
            <span>{alternativeLabel(name)}</span>
            <Button
              size="compact-sm"
              variant="default"
              flex="none"
              aria-label={`${words.actions.taken}: ${alternativeLabel(name)}`}
              onClick={() => void run('take', { alternative: name })}
            >
              {words.actions.taken}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Asked({ shown, may, run, isRunning }: Props) {
  const { case: one, told, decision } = shown;
  const [question] = one.questions;
  if (!question) return null;
  const who = question.asked.map(({ name }) => name).join(', ');
  // What they were told, else the words of the answer: that somebody who can is asked.
  const sayable = told?.words ?? (decision && isSayable(decision) ? decision.say : undefined);
  return (
    <StateCard
      tone="who"
      icon={IconClock}
      title={who === '' ? words.cases.waitsForShift : words.cases.isAsked(who, question.kind)}
    >
      <p className={css['limits']}>
        {[
          question.kind !== 'decline' && question.amount && amountWords(question.amount, decision?.unit),
          words.cases.movesOn(timeWords(question.moves_on_at)),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {sayable !== undefined && <Say text={sayable} />}
      {decision && <Instead decision={decision} {...offering({ may, run })} />}
      {may('accept') && (
        <Button onClick={() => void run('accept')} loading={isRunning}>
          {words.actions.accept}
        </Button>
      )}
    </StateCard>
  );
}

/** The same was declined before: that no is said again, and need not be earned once more. Its case shows how it came about. */
const Stands = ({ shown: { case: one, no }, run, isRunning }: Props) => (
  <StateCard tone="no" icon={IconX} title={words.cases.sameNo}>
    {one.standing && one.standing.until !== null && (
      <p className={css['limits']}>{words.cases.standsUntil(timeWords(one.standing.until))}</p>
    )}
    <Button onClick={() => void run('decline')} loading={isRunning}>
      {words.verdict.act.decline}
    </Button>
    {no !== null && <Say text={no} />}
  </StateCard>
);

/** Whoever was asked says no: why, for the agent, and what they offer instead. */
const Refused = ({ shown: { case: one, decision }, may, run }: Pick<Props, 'shown' | 'may' | 'run'>) =>
  one.agreed_no && (
    <StateCard tone="no" icon={IconX} title={words.no.refused(one.agreed_no.by.name)}>
      {one.agreed_no.because !== undefined && <p className={css['limits']}>{one.agreed_no.because}</p>}
      {one.agreed_no.offer !== undefined && (
        <p className={css['limits']}>{words.no.offers(alternativeLabel(one.agreed_no.offer))}</p>
      )}
      {decision && <Instead decision={decision} {...offering({ may, run })} />}
    </StateCard>
  );

/** A breath: the polite line that the customer got, until when, and back to it. */
const Held = ({ shown: { case: one, told }, may, run, isRunning }: Props) => (
  <StateCard tone="ask" icon={IconClock} title={words.cases.onHold(timeWords(one.hold_until ?? ''))}>
    {told && <p className={css['limits']}>{words.cases.told(told.words)}</p>}
    {may('resume') && (
      <Group>
        <Button variant="default" onClick={() => void run('resume')} loading={isRunning}>
          {words.actions.resume}
        </Button>
      </Group>
    )}
  </StateCard>
);

const Closed = ({ shown: { case: one, told } }: { shown: Shown }) => (
  <StateCard tone="ask" icon={IconCheck} title={words.cases.closedAs(one.closed?.as ?? '')}>
    {told && <Say text={told.words} />}
  </StateCard>
);

/** A no that is not settled is earned: the need said back, and the agreement of somebody with more authority. */
function PrepareNo({ shown: { case: one, no }, may, whyNot, run, isRunning }: Props) {
  const [need, setNeed, clear] = useKept<string>(`need.${one.id}`, '');
  const isRestated = one.restated !== undefined;
  const isAgreed = one.agreed_no !== undefined;
  const missing = whyNot('decline');
  return (
    <section className={css['card']} data-tone="no" aria-labelledby="prepare-no">
      <h2 id="prepare-no" className="eyebrow">
        {words.no.title}
      </h2>
      <ol className={css['steps']}>
        <li data-done={isRestated || undefined}>
          <strong>{words.no.restate}</strong>
          {isRestated ? (
            <p className={css['quiet']}>{one.restated}</p>
          ) : (
            <form
              onSubmit={(event) => {
                event.preventDefault();
                void run('restate', { need }).then((isStored) => (isStored ? clear(need) : undefined));
              }}
            >
              <Textarea
                aria-label={words.no.restate}
                placeholder={words.no.restateHint}
                value={need}
                onChange={(event) => setNeed(event.currentTarget.value)}
                autosize
                minRows={1}
              />
              <Button type="submit" size="xs" mt={6} disabled={need.trim() === ''} loading={isRunning}>
                {words.no.restateDo}
              </Button>
            </form>
          )}
        </li>
        <li data-done={isAgreed || undefined}>
          <strong>{words.no.agree}</strong>
          {!isAgreed && isRestated && may('ask') && (
            <div>
              <Button size="xs" onClick={() => void run('ask')} loading={isRunning}>
                {words.no.agreeDo}
              </Button>
            </div>
          )}
          {one.agreed_no && <p className={css['quiet']}>{words.cases.agreedBy(one.agreed_no.by.name)}</p>}
          {!isAgreed && missing !== undefined && <p className={css['quiet']}>{missing}</p>}
        </li>
        <li>
          <strong>{words.no.say}</strong>
          {no !== null && <Say text={no} />}
          {isAgreed && missing !== undefined && <p className={css['quiet']}>{missing}</p>}
          {may('decline') && (
            <Button mt="sm" loading={isRunning} onClick={() => void run('decline')}>
              {words.verdict.act.decline}
            </Button>
          )}
        </li>
      </ol>
    </section>
  );
}
