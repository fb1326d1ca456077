/** A case: where it stands, the one thing that comes next, what is known, and what happened. */
import { useState } from 'react';
import { Link, useParams } from '@tanstack/react-router';
import { Button, Menu, Title } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { keyCaps, useCommands } from '../app/commands.ts';
import { Loading, Problem } from '../app/states.tsx';
import { announce } from '../app/undo.tsx';
import { commandsToBeDone } from '../desk/verdict.ts';
import { problemIn, useAct, useLook, type Output } from '../service/calls.ts';
import { useType } from '../service/types.ts';
import { amountWords } from '../words/format.ts';
import { alternativeLabel, labelOf } from '../words/shown.ts';
import { words } from '../words/words.ts';
import { ActionDialog } from './action-dialog.tsx';
import { actionsFor, type Action, type Choice } from './actions.ts';
import { FactsCard } from './facts-card.tsx';
import { MyCases } from './my-cases.tsx';
import { actionOf, NextStep } from './next-step.tsx';
import { PromiseClock } from './promise-clock.tsx';
import { ReplyBox } from './reply-box.tsx';
import { Timeline } from './timeline.tsx';
import { useCase } from './use-case.ts';
import desk from '../desk/desk.module.css';
import css from './cases.module.css';

export function CasePage() {
  const { case: id } = useParams({ strict: false }) as { case: string };
  const shown = useLook('case.show', { case: id });
  return (
    <div className={desk['panes']}>
      <aside className={desk['mine']} aria-label={words.cases.mine}>
        <MyCases />
      </aside>
      {!shown.data && (
        <Title order={1} className="unseen">
          {words.cases.one}
        </Title>
      )}
      {shown.isPending && (
        <div className={desk['ask']}>
          <div className="card">
            <Loading lines={5} />
          </div>
        </div>
      )}
      {shown.isError && (
        <div className={desk['ask']}>
          <Problem error={shown.error} again={() => void shown.refetch()} />
          <Link to="/cases">{words.cases.mine}</Link>
        </div>
      )}
      {shown.data && <Shown key={id} shown={shown.data} />}
    </div>
  );
}

function Shown({ shown }: { shown: Output<'case.show'> }) {
  const { case: one, decision } = shown;
  const type = useType(one.request.type);
  const [asked, setAsked] = useState<Action>();
  const { may, whyNot, run, start, running } = useCase(shown, one.id);
  const actions = actionsFor(type.data?.signals ?? []).filter((action) => may(action.do));
  const begin = (action: Action): void => {
    if (action.fields.length > 0) setAsked(action);
    else
      run(action.do, action.with).then(
        () => (action.do === 'hold' ? announce(words.actions.held, () => void start('resume')) : undefined),
        () => undefined,
      );
  };
  const next = actionOf(shown);
  const linking = useAct('page.link');
  const copyLink = (): void =>
    linking.mutate(
      { conversation: one.conversation.id },
      {
        onSuccess: ({ url }) =>
          void navigator.clipboard.writeText(url).then(() => announce(words.actions.linkCopied)),
        onError: (error) => announce(problemIn(error).message),
      },
    );
  useCommands([
    ...actions.map((action) => ({
      id: `case-${action.do}`,
      group: 'Do' as const,
      label: action.label,
      keys: action.keys,
      also: action.also,
      run: () => begin(action),
    })),
    { id: 'case-link', group: 'Do', label: words.actions.link, run: copyLink },
    ...(decision && may('tell')
      ? commandsToBeDone(decision, (fact) => void start('tell', { facts: { [fact]: true } }))
      : []),
    ...(next
      ? [
          {
            id: 'act',
            group: 'Do' as const,
            label: next.label,
            keys: 'mod+Enter',
            run: () => void start(next.command),
          },
        ]
      : []),
  ]);
  const amount = one.answer?.amount ?? decision?.amount;
  const unit = one.answer?.unit ?? decision?.unit;
  const earlier = earlierOf(one);
  return (
    <>
      <div className={desk['ask']}>
        <header className="card">
          <div className={css['head']}>
            <Title order={1} fz={22}>
              {type.isKnown || one.said === undefined ? labelOf(one.request.type) : words.desk.other}
              {amount !== undefined && <span className={css['amount']}>{amountWords(amount, unit)}</span>}
            </Title>
            <Menu position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false}>
              <Menu.Target>
                <Button
                  variant="default"
                  size="compact-md"
                  flex="none"
                  leftSection={<IconDots size={16} aria-hidden />}
                >
                  {words.actions.more}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {actions.map((action) => (
                  <Menu.Item
                    key={action.do}
                    onClick={() => begin(action)}
                    rightSection={
                      action.keys === undefined ? null : <kbd>{keyCaps(action.keys).join(' ')}</kbd>
                    }
                  >
                    {action.label}
                  </Menu.Item>
                ))}
                <Menu.Divider />
                <Menu.Item onClick={copyLink}>{words.actions.link}</Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </div>
          {one.said !== undefined && <blockquote className={css['said']}>{one.said}</blockquote>}
          <p className={css['quiet']}>
            <span data-stage>{words.stages[one.stage as keyof typeof words.stages] ?? one.stage}</span>
            {` · ${words.cases.heldBy(one.owner.name)}`}
          </p>
          {earlier !== undefined && (
            <p className={css['earlier']}>
              <Link to="/cases/$case" params={{ case: earlier }}>
                {words.cases.earlier}
              </Link>
            </p>
          )}
          {one.open && <PromiseClock due={one.promised} isYes={one.stage === 'granted'} />}
        </header>
        <div aria-live="polite" className={css['stack']}>
          {running.isError && <Problem error={running.error} />}
          <NextStep shown={shown} may={may} whyNot={whyNot} run={start} isRunning={running.isPending} />
        </div>
        {one.open && <ReplyBox case={one.id} canSend={may('update')} whyNot={whyNot('update')} />}
      </div>
      <div className={desk['answer']}>
        <FactsCard shown={shown} />
        <Timeline case={one.id} />
      </div>
      <ActionDialog
        about={one.id}
        action={asked}
        close={() => setAsked(undefined)}
        carryOut={(action, told) => run(action.do, told)}
        alternatives={alternativesIn(shown)}
      />
    </>
  );
}

/** What can be offered or taken: with an open answer in its words, with a no what came with it. */
const alternativesIn = ({ case: { answer }, decision }: Output<'case.show'>): Choice[] =>
  decision && !answer
    ? decision.alternatives.map(({ name, say }) => ({ value: name, label: say }))
    : (answer?.alternatives ?? []).map((name) => ({ value: name, label: alternativeLabel(name) }));

/** The case in which the same was answered before: this one points there. */
const earlierOf = ({ answer, standing }: Output<'case.show'>['case']): string | undefined =>
  answer?.stands_from ?? standing?.case;
